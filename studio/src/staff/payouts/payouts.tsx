// Finance prepares batches of payouts of a store and finds every earlier one.
import { Button, Select } from '@mantine/core';
import { IconCash, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useQuery } from 'urql';
import {
  CreatePayoutBatchDocument,
  PayoutBatchesDocument,
  PayoutDeskDocument,
  StoreNamesDocument,
  type PayoutMethod,
} from '../../api/generated';
import { hasRole, useMe } from '../../api/session';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { BatchChip } from '../../ui/payouts/payout-chip';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { CandidatesTable, PayerCard, Stopped } from './desk';
import { PaypalNote, PrepareButtons } from './ways';
import { BonusCard, RateCard } from './extras';

const PAGE = 10;

function BatchesCard({ storeId }: { storeId: string }) {
  const { t, locale, money } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }] = useQuery({
    query: PayoutBatchesDocument,
    variables: { storeId, first: PAGE, after: pages.after },
    requestPolicy: 'cache-and-network',
  });
  const list = data?.payoutBatches;
  return (
    <Card title={t('batches.list')} flush>
      {error && !list && <ErrorState error={error} />}
      {!list && !error && <RowsSkeleton rows={3} />}
      {list?.nodes.length === 0 && <p className="vt-nothing">{t('batches.none')}</p>}
      {list && list.nodes.length > 0 && (
        <DataTable
          caption={t('batches.list')}
          rows={list.nodes}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'at',
              header: t('batches.batch'),
              lead: true,
              cell: (row) => (
                <span className="vt-two">
                  <Link to={`/staff/payouts/${row.id}`}>{formatMoment(row.at, locale)}</Link>
                  <small>{[t(`payoutMethod.${row.method}`), row.preparedBy].filter(Boolean).join(' · ')}</small>
                </span>
              ),
            },
            { key: 'status', header: t('payouts.state'), cell: (row) => <BatchChip status={row.status} /> },
            { key: 'count', header: t('batches.payouts'), end: true, cell: (row) => row.payoutCount },
            { key: 'net', header: t('payouts.net'), end: true, cell: (row) => <strong>{money(row.net)}</strong> },
          ]}
        />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
    </Card>
  );
}

function StoreDesk({ storeId }: { storeId: string }) {
  const { t } = useLocale();
  const me = useMe();
  const navigate = useNavigate();
  const [{ data, error }, ask] = useQuery({ query: PayoutDeskDocument, variables: { storeId } });
  const create = useChange(CreatePayoutBatchDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const desk = data?.payoutDesk;
  const prepare = async (method: PayoutMethod) => {
    const made = await create.run({ storeId, method }, t('batches.made'));
    if (made) void navigate(`/staff/payouts/${made.createPayoutBatch.id}`);
  };
  if (error && !desk) return <ErrorState error={error} again={again} />;
  if (!desk) return <RowsSkeleton rows={4} />;
  return (
    <>
      <Stopped storeId={storeId} desk={desk} onDone={again} />
      <Card
        title={t('batches.owed')}
        flush
        aside={
          hasRole(me, 'finance') && (
            <PrepareButtons desk={desk} busy={create.busy} onPrepare={(way) => void prepare(way)} />
          )
        }
      >
        {desk.candidates.length === 0 ? (
          <EmptyState
            icon={<IconCash size={26} aria-hidden />}
            title={t('batches.nobody')}
            text={t('batches.nobodyText')}
          />
        ) : (
          <CandidatesTable rows={desk.candidates} onDone={again} />
        )}
        <PaypalNote desk={desk} />
      </Card>
      <BatchesCard storeId={storeId} />
      <PayerCard storeId={storeId} desk={desk} onDone={again} />
      {hasRole(me, 'finance') && (
        <>
          <BonusCard
            storeId={storeId}
            currency={desk.currency}
            creators={desk.candidates.map((one) => ({ value: one.creatorId, label: one.name }))}
            onDone={again}
          />
          <RateCard storeId={storeId} currency={desk.currency} />
        </>
      )}
      <Card title={t('batches.papers')}>
        <div className="vt-stack">
          <div className="vt-dim">{t('batches.papersText')}</div>
          <Button
            component="a"
            variant="default"
            href={`/v1/payouts/registers/${storeId}?from=${new Date().getFullYear()}-01-01&to=${new Date().toISOString().slice(0, 10)}`}
            download
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('batches.register')}
          </Button>
          <Button
            component="a"
            variant="default"
            href={`/v1/ledger/books/${storeId}`}
            download
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('batches.book')}
          </Button>
        </div>
      </Card>
    </>
  );
}

/** The store that finance works for; the first one until another is chosen. */
export function useChosenStore() {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: StoreNamesDocument });
  const [chosen, setChosen] = useState<string | null>(null);
  const stores = data?.stores.nodes ?? [];
  const storeId = chosen ?? stores[0]?.id ?? null;
  const choice = (
    <Select
      aria-label={t('uploads.store')}
      data={stores.map((store) => ({ value: store.id, label: store.name }))}
      value={storeId}
      onChange={setChosen}
    />
  );
  return { storeId, choice };
}

export function PayoutsPage() {
  const { t } = useLocale();
  const { storeId, choice } = useChosenStore();
  return (
    <Page title={t('nav.batches')} lead={t('batches.lead')} actions={choice}>
      <div className="vt-cards">
        {storeId ? <StoreDesk key={storeId} storeId={storeId} /> : <RowsSkeleton rows={4} />}
      </div>
    </Page>
  );
}
