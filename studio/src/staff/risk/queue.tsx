// Groups of alerts about money that wait for a decision, the gravest first; appeals; and what is over.
import { Group, SegmentedControl, Select } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { RiskGroupsDocument, StoreNamesDocument, type RiskRowFragment } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { usePoll } from '../../api/use-poll';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatAgo, formatDate } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { RULES } from './rules';
import { Amounts, RiskChip, SeverityChip } from './words';

const PAGE = 20;
const LISTS = ['waiting', 'appealed', 'over'] as const;
type List = (typeof LISTS)[number];
type Filter = { list: List; storeId: string | null; rule: string | null; severity: number | null };

function useColumns(): Column<RiskRowFragment>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'rule',
      header: t('risk.rules'),
      lead: true,
      cell: (row) => (
        <span className="vt-two">
          <Link to={`/staff/risk/${row.id}`}>{t(`risk.rule.${row.rule}`)}</Link>
          <small>{row.creatorName ?? t('risk.nobody')}</small>
        </span>
      ),
    },
    { key: 'severity', header: t('risk.grave'), cell: (row) => <SeverityChip severity={row.severity} /> },
    {
      key: 'status',
      header: t('earnings.state'),
      cell: (row) => (
        <span className="vt-two">
          <span>
            <RiskChip status={row.status} />
          </span>
          {row.forOthers && <small>{t('risk.forOthers')}</small>}
        </span>
      ),
    },
    { key: 'store', header: t('risk.store'), cell: (row) => row.storeName },
    {
      key: 'when',
      header: t('risk.since'),
      cell: (row) => (
        <span className="vt-two">
          <span>{formatAgo(row.openedAt, locale)}</span>
          {(row.status === 'open' || row.status === 'held') && (
            <small>{t('risk.ends', { date: formatDate(row.expiresAt, locale) })}</small>
          )}
        </span>
      ),
    },
    { key: 'alerts', header: t('risk.alerts'), end: true, cell: (row) => row.alertCount },
    {
      key: 'stake',
      header: t('risk.atStake'),
      end: true,
      cell: (row) => (
        <strong>
          <Amounts amounts={row.atStake} />
        </strong>
      ),
    },
  ];
}

function Filters({ filter, onFilter }: { filter: Filter; onFilter: (part: Partial<Filter>) => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: StoreNamesDocument });
  return (
    <Group className="vt-toolbar">
      <SegmentedControl
        aria-label={t('risk.list')}
        value={filter.list}
        data={LISTS.map((value) => ({ value, label: t(`risk.lists.${value}`) }))}
        onChange={(value) => onFilter({ list: LISTS.find((one) => one === value) ?? 'waiting' })}
      />
      <Select
        aria-label={t('risk.rules')}
        value={filter.rule ?? 'all'}
        data={[
          { value: 'all', label: t('risk.allRules') },
          ...RULES.map((value) => ({ value, label: t(`risk.rule.${value}`) })),
        ]}
        onChange={(value) => onFilter({ rule: value === 'all' ? null : value })}
      />
      <Select
        aria-label={t('risk.grave')}
        value={filter.severity === null ? 'all' : String(filter.severity)}
        data={[
          { value: 'all', label: t('risk.anySeverity') },
          ...['3', '2', '1'].map((value) => ({ value, label: t(`risk.severity.${value}`) })),
        ]}
        onChange={(value) => onFilter({ severity: value === 'all' ? null : Number(value) })}
      />
      <Select
        aria-label={t('risk.store')}
        value={filter.storeId ?? 'all'}
        searchable
        data={[
          { value: 'all', label: t('risk.allStores') },
          ...(data?.stores.nodes ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value) => onFilter({ storeId: value === 'all' ? null : value })}
      />
    </Group>
  );
}

export function RiskQueuePage() {
  const { t } = useLocale();
  const [filter, setFilter] = useState<Filter>({ list: 'waiting', storeId: null, rule: null, severity: null });
  const pages = usePages(PAGE);
  const columns = useColumns();
  const [{ data, error }, ask] = useQuery({
    query: RiskGroupsDocument,
    variables: { filter, first: PAGE, after: pages.after },
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  usePoll(again, 30_000, true);
  const list = data?.riskGroups;
  return (
    <Page title={t('nav.risk')} lead={t('risk.lead')} width="wide">
      <Card flush>
        <Filters
          filter={filter}
          onFilter={(part) => {
            setFilter({ ...filter, ...part });
            pages.restart();
          }}
        />
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconShieldCheck size={26} aria-hidden />}
            title={t(`risk.none_${filter.list}`)}
            text={t('risk.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.risk')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
    </Page>
  );
}
