// Every commission of a creator with its state; each one can be asked why it is what it is.
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { MyCommissionsDocument, type CommissionPartsFragment, type CommissionState } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { CommissionChip } from '../../ui/chip';
import { DataTable, Pager } from '../../ui/data-table';
import { formatDate } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { IconReceipt } from '@tabler/icons-react';
import { WhyDrawer, type WhyOf } from './why-drawer';

const PAGE = 10;
const STATES: readonly CommissionState[] = [
  'pending',
  'review',
  'payable',
  'in_payout',
  'paid',
  'rejected',
  'reversed',
];

type TableProps = { rows: readonly CommissionPartsFragment[]; onWhy: (why: WhyOf) => void; withCreator?: boolean };

/** Also used by the store, which sees the creator's name in place of the store's. */
export function CommissionsTable({ rows, onWhy, withCreator = false }: TableProps) {
  const { t, locale, money } = useLocale();
  return (
    <DataTable
      caption={t('earnings.commissions')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'product',
          header: t('earnings.product'),
          lead: true,
          cell: (row) => (
            <span className="vt-two">
              <span>{row.productTitle}</span>
              <small>
                {withCreator ? row.creatorName : row.storeName} · {row.orderExternalId}
              </small>
            </span>
          ),
        },
        { key: 'date', header: t('earnings.ordered'), cell: (row) => formatDate(row.orderedAt, locale) },
        {
          key: 'state',
          header: t('earnings.state'),
          cell: (row) => (
            <span className="vt-two">
              <span>
                <CommissionChip state={row.state} />
              </span>
              {row.disputed && <small>{t('disputes.disputed')}</small>}
              {row.state === 'pending' && row.holdUntil && (
                <small>{t('earnings.holdUntil', { date: formatDate(row.holdUntil, locale) })}</small>
              )}
            </span>
          ),
        },
        { key: 'base', header: t('earnings.base'), end: true, cell: (row) => money(row.base) },
        {
          key: 'amount',
          header: t('earnings.amount'),
          end: true,
          cell: (row) => <strong>{money(row.amount)}</strong>,
        },
        {
          key: 'why',
          header: '',
          end: true,
          cell: (row) => (
            <Button
              size="compact-sm"
              variant="light"
              aria-label={t('earnings.whyOf', { product: row.productTitle, order: row.orderExternalId })}
              onClick={() =>
                onWhy({
                  ...{ orderId: row.orderId, lineId: row.lineId, title: row.productTitle ?? row.lineId },
                  mayDispute: !withCreator && !row.disputed,
                })
              }
            >
              {t('earnings.why')}
            </Button>
          ),
        },
      ]}
    />
  );
}

type FilterProps = { state: CommissionState | null; onChoose: (state: CommissionState | null) => void };

/** Which commissions a list shows; null shows all. */
export function StateFilter({ state, onChoose }: FilterProps) {
  const { t } = useLocale();
  return (
    <Select
      size="xs"
      w={170}
      aria-label={t('earnings.filter')}
      value={state ?? 'all'}
      data={[
        { value: 'all', label: t('earnings.allStates') },
        ...STATES.map((value) => ({ value, label: t(`commissionState.${value}`) })),
      ]}
      onChange={(value) => onChoose(STATES.find((one) => one === value) ?? null)}
    />
  );
}

/** With `videoId` only what this video earned. */
export function CommissionsCard({ videoId = null }: { videoId?: string | null }) {
  const { t } = useLocale();
  const [state, setState] = useState<CommissionState | null>(null);
  const [why, setWhy] = useState<WhyOf | null>(null);
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: MyCommissionsDocument,
    variables: { state, videoId, first: PAGE, after: pages.after },
  });
  const list = data?.myCommissions;
  const choose = (chosen: CommissionState | null) => {
    setState(chosen);
    pages.restart();
  };
  return (
    <Card title={t('earnings.commissions')} aside={<StateFilter state={state} onChoose={choose} />} flush>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={4} />}
      {list?.nodes.length === 0 && (
        <EmptyState
          icon={<IconReceipt size={26} aria-hidden />}
          title={t('earnings.noCommissions')}
          text={t('earnings.noCommissionsText')}
        />
      )}
      {list && list.nodes.length > 0 && <CommissionsTable rows={list.nodes} onWhy={setWhy} />}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
      <WhyDrawer why={why} onClose={() => setWhy(null)} />
    </Card>
  );
}
