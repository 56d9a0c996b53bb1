// Which version of the player a shop's pages get: the newest or one it stays with; what changed, and the way back with one press.
import { Button, Group } from '@mantine/core';
import { IconVersions } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { PinPlayerDocument, PlayerVersionsDocument, type PlayerVersionsPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Chip } from '../../ui/chip';
import { formatCount } from '../../ui/format/size';
import { formatFullDay } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { CopyBlock } from '../copy-block';
import { useStore } from '../use-store';

type Version = PlayerVersionsPartsFragment['versions'][number];
type Choose = { busy: boolean; choose: (version: string | null) => void };

function Now({ kept, busy, choose }: { kept: PlayerVersionsPartsFragment } & Choose) {
  const { t } = useLocale();
  const { pinned, newest, versions } = kept;
  const at = versions.findIndex(({ version }) => version === (pinned ?? newest));
  const before = versions[at + 1]?.version;
  return (
    <Card title={t('playerVersions.now')}>
      <div className="vt-stack">
        <Group gap="xs">
          <Chip tone={pinned ? 'info' : 'success'}>{pinned ?? newest ?? t('playerVersions.none')}</Chip>
          <span className="vt-dim">{t(pinned ? 'playerVersions.isPinned' : 'playerVersions.follows')}</span>
        </Group>
        <Group>
          {before && (
            <Button variant="default" loading={busy} onClick={() => choose(before)}>
              {t('playerVersions.back', { version: before })}
            </Button>
          )}
          {pinned ? (
            <Button loading={busy} onClick={() => choose(null)}>
              {t('playerVersions.follow')}
            </Button>
          ) : (
            newest && (
              <Button variant="default" loading={busy} onClick={() => choose(newest)}>
                {t('playerVersions.stay', { version: newest })}
              </Button>
            )
          )}
        </Group>
        <p className="vt-footnote">{t('playerVersions.address')}</p>
        <CopyBlock
          label={t('playerVersions.script')}
          text={`<script type="module" src="${kept.loaderUrl}"></script>`}
        />
      </div>
    </Card>
  );
}

function One({ one, pinned, busy, choose }: { one: Version; pinned: string | null | undefined } & Choose) {
  const { t, locale } = useLocale();
  const { version, releasedOn, notes, url, integrity, bytes } = one;
  const day = releasedOn && formatFullDay(releasedOn, locale);
  return (
    <Card
      title={day ? `${version} · ${day}` : version}
      aside={
        pinned === version ? (
          <Chip tone="info">{t('playerVersions.yours')}</Chip>
        ) : (
          <Button variant="default" size="compact-md" loading={busy} onClick={() => choose(version)}>
            {t('playerVersions.stay', { version })}
          </Button>
        )
      }
    >
      <div className="vt-stack">
        <ul className="vt-promise">
          {notes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <details>
          <summary>{t('playerVersions.fixed', { version })}</summary>
          <p className="vt-footnote">{t('playerVersions.fixedHint', { bytes: formatCount(bytes, locale) })}</p>
          <CopyBlock
            label={t('playerVersions.fixed', { version })}
            text={`<script type="module" src="${url}" integrity="${integrity}" crossorigin="anonymous"></script>`}
          />
        </details>
      </div>
    </Card>
  );
}

export function PlayerVersionsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [{ data, error }, ask] = useQuery({ query: PlayerVersionsDocument, variables: { storeId } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const pin = useChange(PinPlayerDocument);
  const kept = data?.playerVersions;
  const choose = async (version: string | null) => {
    const said = version === null ? t('playerVersions.followsNow') : t('playerVersions.staysNow', { version });
    if (await pin.run({ storeId, version }, said)) again();
  };
  const act = { busy: pin.busy, choose: (version: string | null) => void choose(version) };
  return (
    <Page title={t('nav.playerVersions')} lead={t('playerVersions.lead')}>
      <div className="vt-cards">
        {error && !kept && <ErrorState error={error} again={again} />}
        {!kept && !error && <RowsSkeleton rows={3} height={120} />}
        {kept && <Now kept={kept} {...act} />}
        {kept?.versions.length === 0 && (
          <Card>
            <EmptyState
              icon={<IconVersions size={26} aria-hidden />}
              title={t('playerVersions.none')}
              text={t('playerVersions.noneText')}
            />
          </Card>
        )}
        {kept?.versions.map((one) => (
          <One key={one.version} one={one} pinned={kept.pinned} {...act} />
        ))}
      </div>
    </Page>
  );
}
