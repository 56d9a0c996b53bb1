// Campaigns and creators whose budget or cap was used up: why they stopped, and when they go on.
import { useQuery } from 'urql';
import { PlanStopsDocument } from '../api/generated';
import { usePages } from '../api/use-pages';
import { Chip } from '../ui/chip';
import { DataTable, Pager } from '../ui/data-table';
import { formatMoment } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';

export function StopsCard({ storeId }: { storeId: string }) {
  const { t, locale, price } = useLocale();
  const pages = usePages(5);
  const [{ data }] = useQuery({ query: PlanStopsDocument, variables: { storeId, after: pages.after } });
  const found = data?.planStops;
  if (!found || found.totalCount === 0) return null;
  return (
    <Card title={t('stops.title')} flush>
      <DataTable
        caption={t('stops.title')}
        rows={found.nodes}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'what',
            header: t('stops.what'),
            lead: true,
            cell: (row) => (
              <span className="vt-two">
                <strong>{row.campaignName ?? row.creatorName}</strong>
                <small>{t(`stops.why_${row.kind}`, { amount: price(row.limit) })}</small>
              </span>
            ),
          },
          {
            key: 'state',
            header: t('plans.status'),
            cell: (row) => (
              <Chip tone={row.active ? 'warning' : 'neutral'}>{t(row.active ? 'stops.paused' : 'stops.goesOn')}</Chip>
            ),
          },
          { key: 'at', header: t('stops.since'), cell: (row) => formatMoment(row.stoppedAt, locale) },
          {
            key: 'until',
            header: t('stops.until'),
            cell: (row) => (row.resumesAt ? formatMoment(row.resumesAt, locale) : t('stops.untilRaised')),
          },
        ]}
      />
      <Pager pages={pages} shown={found.nodes.length} totalCount={found.totalCount} pageInfo={found.pageInfo} />
    </Card>
  );
}
