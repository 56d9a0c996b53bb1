// The orders of a store, and which of them were credited to a creator.
import { SegmentedControl } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { OrdersDocument, type KeyMode, type OrdersQuery } from '../api/generated';
import { usePages } from '../api/use-pages';
import { Chip, type Tone } from '../ui/chip';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { isZero, sumMoney } from '../ui/format/money';
import { formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { useStore } from './use-store';

type Order = OrdersQuery['orders']['nodes'][number];
const PAGE = 20;
const TONES: Record<string, Tone> = { paid: 'success', pending: 'info', cancelled: 'danger' };

/** An order's own state, in words we know or else as the shop sent it. */
export function OrderChip({ status }: { status: string }) {
  const { t } = useLocale();
  return <Chip tone={TONES[status] ?? 'neutral'}>{t(`orders.status_${status}`, { defaultValue: status })}</Chip>;
}

function useColumns(storeId: string): Column<Order>[] {
  const { t, locale, money } = useLocale();
  return [
    {
      key: 'id',
      header: t('orders.order'),
      lead: true,
      cell: (row) => <Link to={`/store/${storeId}/orders/${row.id}`}>{row.externalId}</Link>,
    },
    { key: 'placed', header: t('orders.placed'), cell: (row) => formatMoment(row.placedAt, locale) },
    { key: 'status', header: t('orders.status'), cell: (row) => <OrderChip status={row.status} /> },
    {
      key: 'creators',
      header: t('orders.creditedTo'),
      cell: (row) => {
        const names = [...new Set(row.lines.flatMap((line) => line.creatorName ?? []))];
        return names.length > 0 ? names.join(', ') : <span className="vt-dim">{t('orders.nobody')}</span>;
      },
    },
    {
      key: 'total',
      header: t('orders.total'),
      end: true,
      cell: (row) => (
        <span className="vt-two">
          <span>{money(row.total)}</span>
          {!isZero(row.refunded) && <small>{t('orders.refundedSum', { sum: money(row.refunded) })}</small>}
        </span>
      ),
    },
    {
      key: 'commission',
      header: t('orders.commission'),
      end: true,
      cell: (row) => {
        const sum = sumMoney(row.lines.flatMap((line) => line.commission ?? []));
        return sum ? money(sum) : '—';
      },
    },
  ];
}

export function OrdersPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [mode, setMode] = useState<KeyMode>('live');
  const pages = usePages(PAGE);
  const columns = useColumns(storeId);
  const [{ data, error }, ask] = useQuery({
    query: OrdersDocument,
    variables: { storeId, mode, first: PAGE, after: pages.after },
  });
  const list = data?.orders;
  const choice = (
    <SegmentedControl
      aria-label={t('orders.mode')}
      value={mode}
      data={[
        { value: 'live', label: t('mode.live') },
        { value: 'test', label: t('mode.test') },
      ]}
      onChange={(value) => {
        setMode(value === 'test' ? 'test' : 'live');
        pages.restart();
      }}
    />
  );
  return (
    <Page title={t('nav.orders')} lead={mode === 'test' ? t('orders.testLead') : t('orders.lead')} actions={choice}>
      <Card flush>
        {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconReceipt size={26} aria-hidden />}
            title={t('orders.none')}
            text={t('orders.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.orders')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
    </Page>
  );
}
