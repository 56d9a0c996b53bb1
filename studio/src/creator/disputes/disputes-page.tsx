// A creator's disputes and claims, the newest first, and the way to claim an order.
import { Button } from '@mantine/core';
import { IconMessages, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { MyDisputesDocument, type MyDisputeRowFragment } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { DisputeChip, useReasonWords } from '../../disputes/pieces';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatAgo, formatDate } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { ClaimDialog } from './claim-dialog';

const PAGE = 20;

export function MyDisputesPage() {
  const { t, locale, money } = useLocale();
  const reason = useReasonWords();
  const pages = usePages(PAGE);
  const [claiming, setClaiming] = useState(false);
  const [{ data, error }, ask] = useQuery({
    query: MyDisputesDocument,
    variables: { first: PAGE, after: pages.after },
  });
  const list = data?.myDisputes;
  const claim = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setClaiming(true)}>
      {t('disputes.claim')}
    </Button>
  );
  const columns: Column<MyDisputeRowFragment>[] = [
    {
      ...{ key: 'what', header: t('disputes.what'), lead: true },
      cell: (row) => (
        <span className="vt-two">
          <Link to={`/creator/disputes/${row.id}`}>{t('disputes.order', { number: row.number })}</Link>
          <small>{[row.lineTitle, reason(row.reasonCode)].filter(Boolean).join(' · ')}</small>
        </span>
      ),
    },
    { key: 'store', header: t('risk.store'), cell: (row) => row.storeName },
    {
      ...{ key: 'state', header: t('earnings.state') },
      cell: (row) => (
        <span className="vt-two">
          <span>
            <DisputeChip state={row.state} />
          </span>
          {row.state === 'waiting_order' && row.orderDueAt && (
            <small>{t('disputes.orderUntil', { date: formatDate(row.orderDueAt, locale) })}</small>
          )}
          {row.state === 'waiting_store' && row.answerDueAt && (
            <small>{t('disputes.answerUntil', { date: formatDate(row.answerDueAt, locale) })}</small>
          )}
          {row.outcomeCode && <small>{reason(row.outcomeCode)}</small>}
        </span>
      ),
    },
    { key: 'opened', header: t('disputes.opened'), cell: (row) => formatAgo(row.openedAt, locale) },
    {
      ...{ key: 'amount', header: t('earnings.amount'), end: true },
      cell: (row) => (row.credit ? <strong>{money(row.credit)}</strong> : '—'),
    },
  ];
  return (
    <Page title={t('nav.disputes')} lead={t('disputes.lead_creator')} actions={claim} width="wide">
      <Card flush>
        {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!list && !error && <RowsSkeleton rows={3} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconMessages size={26} aria-hidden />}
            title={t('disputes.noneCreator')}
            text={t('disputes.noneCreatorText')}
          >
            {claim}
          </EmptyState>
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.disputes')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {claiming && <ClaimDialog onClose={() => setClaiming(false)} />}
    </Page>
  );
}
