// Every decision on videos, with who made it and why.
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { DecisionsDocument } from '../api/generated';
import { usePages } from '../api/use-pages';
import { Chip } from '../ui/chip';
import { DataTable, Pager } from '../ui/data-table';
import { formatDuration, formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';

const PAGE = 25;

/** The action as the API names it, by its first letters: approve or approved. */
function toneOf(action: string): 'success' | 'danger' | 'neutral' {
  if (action.startsWith('approve')) return 'success';
  return action.startsWith('reject') ? 'danger' : 'neutral';
}

export function DecisionsPage() {
  const { t, locale } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: DecisionsDocument,
    variables: { videoId: null, first: PAGE, after: pages.after },
  });
  const list = data?.decisions;
  return (
    <Page title={t('nav.decisions')} lead={t('decisions.lead')}>
      <Card flush>
        {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconHistory size={26} aria-hidden />}
            title={t('decisions.none')}
            text={t('decisions.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable
            caption={t('nav.decisions')}
            rows={list.nodes}
            rowKey={(row) => row.id}
            columns={[
              { key: 'at', header: t('decisions.when'), lead: true, cell: (row) => formatMoment(row.at, locale) },
              {
                key: 'action',
                header: t('decisions.decision'),
                cell: (row) => (
                  <Chip tone={toneOf(row.action)}>{t(`decision.${row.action}`, { defaultValue: row.action })}</Chip>
                ),
              },
              {
                key: 'reason',
                header: t('decisions.reason'),
                cell: (row) => (
                  <span className="vt-two">
                    <span>
                      {row.reasonCode ? <code>{row.reasonCode}</code> : '—'}
                      {row.timecodeMs !== null && ` · ${formatDuration(row.timecodeMs)}`}
                    </span>
                    {row.note && <small>{row.note}</small>}
                  </span>
                ),
              },
              {
                key: 'video',
                header: t('earnings.video'),
                cell: (row) => <span className="vt-mono vt-break">{row.videoId}</span>,
              },
              {
                key: 'actor',
                header: t('decisions.who'),
                cell: (row) => (row.automated ? t('decisions.rule', { name: row.actor }) : row.actor),
              },
            ]}
          />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
    </Page>
  );
}
