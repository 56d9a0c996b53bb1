// Videos of a store on other sites: codes that work on named domains until a day, and taking them back.
import { Button, Group } from '@mantine/core';
import { IconCode, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { EmbedsDocument, RevokeEmbedDocument, type EmbedPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { Chip } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatCount } from '../../ui/format/size';
import { formatDate } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { EmbedCode, NewEmbed } from './new-embed';

type Embed = EmbedPartsFragment;
type Doing = { kind: 'new' } | { kind: 'code' | 'revoke'; embed: Embed };

const PAGE = 20;

const works = ({ revokedAt, expiresAt }: Embed): boolean => !revokedAt && new Date(expiresAt) > new Date();

function State({ of }: { of: Embed }) {
  const { t, locale } = useLocale();
  if (of.revokedAt) return <Chip tone="neutral">{t('embeds.revoked')}</Chip>;
  const date = formatDate(of.expiresAt, locale);
  return works(of) ? (
    <Chip tone="success">{t('embeds.until', { date })}</Chip>
  ) : (
    <Chip tone="neutral">{t('embeds.ended', { date })}</Chip>
  );
}

function useColumns(onDo: (doing: Doing) => void): Column<Embed>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'video',
      header: t('embeds.video'),
      lead: true,
      cell: (row) => (
        <span className="vt-two">
          <span>{row.videoTitle}</span>
          <small>{row.label}</small>
        </span>
      ),
    },
    {
      key: 'domains',
      header: t('embeds.domains'),
      cell: (row) => <span className="vt-break">{row.domains.join(', ')}</span>,
    },
    { key: 'state', header: t('embeds.state'), cell: (row) => <State of={row} /> },
    { key: 'views', header: t('embeds.views'), end: true, cell: (row) => formatCount(row.views, locale) },
    { key: 'clicks', header: t('embeds.clicks'), end: true, cell: (row) => formatCount(row.clicks, locale) },
    {
      key: 'acts',
      header: '',
      cell: (row) =>
        works(row) && (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            <Button
              size="xs"
              variant="default"
              aria-label={t('embeds.codeOf', { title: row.videoTitle })}
              onClick={() => onDo({ kind: 'code', embed: row })}
            >
              {t('embeds.code')}
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={t('embeds.revokeOf', { title: row.videoTitle })}
              onClick={() => onDo({ kind: 'revoke', embed: row })}
            >
              {t('embeds.revoke')}
            </Button>
          </Group>
        ),
    },
  ];
}

export function EmbedsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: EmbedsDocument,
    variables: { storeId, first: PAGE, after: pages.after },
  });
  const [doing, setDoing] = useState<Doing | null>(null);
  const revoke = useChange(RevokeEmbedDocument);
  const columns = useColumns(setDoing);
  const again = () => ask({ requestPolicy: 'network-only' });
  const close = () => setDoing(null);
  const list = data?.embeds;
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setDoing({ kind: 'new' })}>
      {t('embeds.new')}
    </Button>
  );
  return (
    <Page title={t('nav.embeds')} lead={t('embeds.lead')} actions={add}>
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={3} />}
        {list?.totalCount === 0 && (
          <EmptyState icon={<IconCode size={26} aria-hidden />} title={t('embeds.none')} text={t('embeds.noneText')} />
        )}
        {list && list.totalCount > 0 && (
          <>
            <DataTable caption={t('nav.embeds')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          </>
        )}
      </Card>
      {doing?.kind === 'new' && (
        <NewEmbed
          storeId={storeId}
          onClose={close}
          onMade={(embed) => {
            pages.restart();
            again();
            setDoing({ kind: 'code', embed });
          }}
        />
      )}
      {doing?.kind === 'code' && <EmbedCode embed={doing.embed} onClose={close} />}
      {doing?.kind === 'revoke' && (
        <Ask
          opened
          danger
          title={t('embeds.revokeHead')}
          text={t('embeds.revokeText', { domains: doing.embed.domains.join(', ') })}
          yes={t('embeds.revoke')}
          busy={revoke.busy}
          onYes={() => {
            void revoke.run({ id: doing.embed.id }, t('embeds.revokedDone')).then((ok) => ok && again());
            close();
          }}
          onClose={close}
        />
      )}
    </Page>
  );
}
