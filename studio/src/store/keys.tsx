// API keys of a store: made, shown once, rotated with an overlap, revoked; and the snippet that installs the player.
import { Button, Group, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { ApiKeysDocument, RevokeApiKeyDocument, type ApiKeyPartsFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { Ask } from '../ui/ask';
import { Chip } from '../ui/chip';
import { DataTable, type Column } from '../ui/data-table';
import { formatAgo, formatDate, formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { CopyBlock } from './copy-block';
import { NewKey, RotateKey, SecretOnce } from './key-dialogs';
import { useStore } from './use-store';

type Key = ApiKeyPartsFragment;
type Doing = { kind: 'new' } | { kind: 'rotate' | 'revoke'; key: Key } | { kind: 'secret'; secret: string; key: Key };

function useKeyState(key: Key): { tone: 'success' | 'neutral' | 'warning'; words: string } {
  const { t, locale } = useLocale();
  if (key.revokedAt) return { tone: 'neutral', words: t('keys.revoked') };
  if (!key.expiresAt) return { tone: 'success', words: t('keys.active') };
  if (new Date(key.expiresAt) <= new Date()) return { tone: 'neutral', words: t('keys.expired') };
  return { tone: 'warning', words: t('keys.until', { date: formatMoment(key.expiresAt, locale) }) };
}

function State({ of }: { of: Key }) {
  const { tone, words } = useKeyState(of);
  return <Chip tone={tone}>{words}</Chip>;
}

function useColumns(onDo: (doing: Doing) => void): Column<Key>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'label',
      header: t('keys.label'),
      lead: true,
      cell: (row) => (
        <span className="vt-two">
          <span>{row.label}</span>
          <small className="vt-mono vt-break">
            {row.kind === 'publishable' ? 'pk' : 'sk'}_{row.mode}_…{row.last4}
          </small>
        </span>
      ),
    },
    {
      key: 'mode',
      header: t('keys.mode'),
      cell: (row) => <Chip tone={row.mode === 'live' ? 'accent' : 'warning'}>{t(`mode.${row.mode}`)}</Chip>,
    },
    {
      key: 'scopes',
      header: t('keys.scopes'),
      cell: (row) => <span className="vt-mono">{row.scopes.join(', ') || '—'}</span>,
    },
    {
      key: 'used',
      header: t('keys.lastUsed'),
      cell: (row) => (row.lastUsedAt ? formatAgo(row.lastUsedAt, locale) : t('keys.never')),
    },
    { key: 'made', header: t('keys.created'), cell: (row) => formatDate(row.createdAt, locale) },
    { key: 'state', header: t('keys.state'), cell: (row) => <State of={row} /> },
    {
      key: 'do',
      header: '',
      end: true,
      cell: (row) =>
        row.revokedAt || row.kind === 'publishable' ? null : (
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('keys.rotateOf', { label: row.label })}
              onClick={() => onDo({ kind: 'rotate', key: row })}
            >
              {t('keys.rotate')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              c="var(--vt-danger-fg)"
              aria-label={t('keys.revokeOf', { label: row.label })}
              onClick={() => onDo({ kind: 'revoke', key: row })}
            >
              {t('keys.revoke')}
            </Button>
          </Group>
        ),
    },
  ];
}

/** Two lines a shop puts on its product page; the publishable key is no secret. */
function Install({ live, test }: { live: string; test: string }) {
  const { t, locale } = useLocale();
  const [mode, setMode] = useState<string | null>('live');
  const key = mode === 'test' ? test : live;
  const snippet = [
    `<script type="module" src="${window.location.origin}/player/v1/vitrina.js"></script>`,
    `<vitrina-player store="${key}" product="YOUR_PRODUCT_ID" locale="${locale}" consent="unknown"></vitrina-player>`,
  ].join('\n');
  return (
    <Card title={t('keys.install')}>
      <p className="vt-card-lead">{t('keys.installLead')}</p>
      <Tabs value={mode} onChange={setMode}>
        <Tabs.List>
          <Tabs.Tab value="live">{t('mode.live')}</Tabs.Tab>
          <Tabs.Tab value="test">{t('mode.test')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={mode ?? 'live'} pt="md">
          <CopyBlock label={t('keys.publishable')} text={key} />
          <CopyBlock label={t('keys.snippet')} text={snippet} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

export function KeysPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const [{ data, error }, ask] = useQuery({ query: ApiKeysDocument, variables: { storeId } });
  const [doing, setDoing] = useState<Doing | null>(null);
  const revoke = useChange(RevokeApiKeyDocument);
  const columns = useColumns(setDoing);
  const again = () => ask({ requestPolicy: 'network-only' });
  const close = () => setDoing(null);
  const made = (secret: string, key: Key) => {
    setDoing({ kind: 'secret', secret, key });
    again();
  };
  const revokeIt = async (key: Key) => {
    if (await revoke.run({ id: key.id }, t('keys.revokedDone', { label: key.label }))) again();
    close();
  };
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setDoing({ kind: 'new' })}>
      {t('keys.new')}
    </Button>
  );
  return (
    <Page title={t('nav.keys')} lead={t('keys.lead')} actions={add}>
      <div className="vt-cards">
        {store && <Install live={store.publishableKey} test={store.testPublishableKey} />}
        <Card title={t('keys.secretKeys')} flush>
          {error && !data && <ErrorState error={error} again={again} />}
          {!data && !error && <RowsSkeleton rows={3} />}
          {data?.apiKeys.length === 0 && <p className="vt-nothing">{t('keys.none')}</p>}
          {data && data.apiKeys.length > 0 && (
            <DataTable caption={t('keys.secretKeys')} columns={columns} rows={data.apiKeys} rowKey={(row) => row.id} />
          )}
        </Card>
      </div>
      {doing?.kind === 'new' && <NewKey storeId={storeId} onClose={close} onMade={made} />}
      {doing?.kind === 'rotate' && <RotateKey of={doing.key} onClose={close} onMade={made} />}
      {doing?.kind === 'secret' && <SecretOnce id={doing.key.id} secret={doing.secret} onClose={close} />}
      {doing?.kind === 'revoke' && (
        <Ask
          opened
          danger
          title={t('keys.revokeHead')}
          text={t('keys.revokeText', { label: doing.key.label })}
          yes={t('keys.revoke')}
          busy={revoke.busy}
          onYes={() => void revokeIt(doing.key)}
          onClose={close}
        />
      )}
    </Page>
  );
}
