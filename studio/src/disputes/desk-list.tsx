// Disputes of a store for its people, and of all stores for staff; the oldest that wait come first.
import { SegmentedControl } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { DisputesDocument, type DisputeRowFragment } from '../api/generated';
import { usePages } from '../api/use-pages';
import { usePoll } from '../api/use-poll';
import { useStore } from '../store/use-store';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { formatAgo, formatDate } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { DisputeChip, useReasonWords } from './pieces';

const PAGE = 20;
const LISTS = { store: ['store', 'over'], staff: ['staff', 'waiting', 'over'] } as const;

function useColumns(base: string, withStore: boolean): Column<DisputeRowFragment>[] {
  const { t, locale, money } = useLocale();
  const reason = useReasonWords();
  const columns: Column<DisputeRowFragment>[] = [
    {
      ...{ key: 'what', header: t('disputes.what'), lead: true },
      cell: (row) => (
        <span className="vt-two">
          <Link to={`${base}/${row.id}`}>{t('disputes.order', { number: row.number })}</Link>
          <small>{[row.lineTitle, reason(row.reasonCode)].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    { key: 'creator', header: t('disputes.side.creator'), cell: (row) => row.creatorName },
    ...(withStore ? [{ key: 'store', header: t('risk.store'), cell: (row: DisputeRowFragment) => row.storeName }] : []),
    {
      ...{ key: 'state', header: t('earnings.state') },
      cell: (row) => (
        <span className="vt-two">
          <span>
            <DisputeChip state={row.state} />
          </span>
          {row.state === 'waiting_store' && row.answerDueAt && (
            <small>{t('disputes.due', { date: formatDate(row.answerDueAt, locale) })}</small>
          )}
          {row.state === 'waiting_staff' && row.overdue && <small>{t('disputes.overdue')}</small>}
          {row.outcomeCode && <small>{reason(row.outcomeCode)}</small>}
        </span>
      ),
    },
    { key: 'opened', header: t('disputes.opened'), cell: (row) => formatAgo(row.openedAt, locale) },
    {
      ...{ key: 'amount', header: t('earnings.amount'), end: true },
      cell: (row) => {
        const amount = row.credit ?? row.pays ?? row.claimed;
        return amount ? <strong>{money(amount)}</strong> : '—';
      },
    },
  ];
  return columns;
}

function DeskList({ side, storeId, base }: { side: 'store' | 'staff'; storeId: string | null; base: string }) {
  const { t } = useLocale();
  const lists: readonly string[] = LISTS[side];
  const [list, setList] = useState(lists[0] ?? 'store');
  const pages = usePages(PAGE);
  const columns = useColumns(base, side === 'staff');
  const [{ data, error }, ask] = useQuery({
    query: DisputesDocument,
    variables: { storeId, list, first: PAGE, after: pages.after },
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  usePoll(again, 30_000, true);
  const found = data?.disputes;
  return (
    <Page title={t('nav.disputes')} lead={t(`disputes.lead_${side}`)} width="wide">
      <Card flush>
        <div className="vt-toolbar">
          <SegmentedControl
            aria-label={t('disputes.list')}
            value={list}
            data={lists.map((value) => ({ value, label: t(`disputes.lists.${value}`) }))}
            onChange={(value) => {
              setList(value);
              pages.restart();
            }}
          />
        </div>
        {error && !found && <ErrorState error={error} again={again} />}
        {!found && !error && <RowsSkeleton />}
        {found?.nodes.length === 0 && (
          <EmptyState
            icon={<IconMessages size={26} aria-hidden />}
            title={t('disputes.none')}
            text={t('disputes.noneText')}
          />
        )}
        {found && found.nodes.length > 0 && (
          <DataTable caption={t('nav.disputes')} columns={columns} rows={found.nodes} rowKey={(row) => row.id} />
        )}
        {found && (
          <Pager pages={pages} shown={found.nodes.length} totalCount={found.totalCount} pageInfo={found.pageInfo} />
        )}
      </Card>
    </Page>
  );
}

export function StoreDisputesPage() {
  const { storeId } = useStore();
  return <DeskList side="store" storeId={storeId} base={`/store/${storeId}/disputes`} />;
}

export function StaffDisputesPage() {
  return <DeskList side="staff" storeId={null} base="/staff/disputes" />;
}
