// What creators earned at a store: sums by creator, and every commission.
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { StoreCommissionsDocument, StoreCreatorsDocument, type CommissionState } from '../api/generated';
import { usePages } from '../api/use-pages';
import { CommissionsTable, StateFilter } from '../creator/earnings/commissions';
import { WhyDrawer, type WhyOf } from '../creator/earnings/why-drawer';
import { DataTable, Pager } from '../ui/data-table';
import { formatCount } from '../ui/format/size';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { useStore } from './use-store';

const PAGE = 20;

function Sums({ storeId }: { storeId: string }) {
  const { t, locale, money } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: StoreCreatorsDocument,
    variables: { storeId, first: PAGE, after: pages.after },
  });
  const list = data?.storeCreators;
  return (
    <Card title={t('creators.sums')} flush>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={3} />}
      {list?.nodes.length === 0 && (
        <EmptyState
          icon={<IconUsers size={26} aria-hidden />}
          title={t('creators.none')}
          text={t('creators.noneText')}
        />
      )}
      {list && list.nodes.length > 0 && (
        <DataTable
          caption={t('creators.sums')}
          rows={list.nodes}
          rowKey={(row) => row.creatorId}
          columns={[
            { key: 'name', header: t('creators.creator'), lead: true, cell: (row) => row.name },
            { key: 'orders', header: t('creators.orders'), end: true, cell: (row) => formatCount(row.orders, locale) },
            { key: 'gmv', header: t('report.gmv'), end: true, cell: (row) => money(row.gmv) },
            {
              key: 'sum',
              header: t('orders.commission'),
              end: true,
              cell: (row) => <strong>{money(row.commission)}</strong>,
            },
          ]}
        />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
    </Card>
  );
}

function Commissions({ storeId }: { storeId: string }) {
  const { t } = useLocale();
  const [state, setState] = useState<CommissionState | null>(null);
  const [why, setWhy] = useState<WhyOf | null>(null);
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: StoreCommissionsDocument,
    variables: { storeId, state, first: PAGE, after: pages.after },
  });
  const list = data?.storeCommissions;
  const choose = (chosen: CommissionState | null) => {
    setState(chosen);
    pages.restart();
  };
  return (
    <Card title={t('earnings.commissions')} aside={<StateFilter state={state} onChoose={choose} />} flush>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={4} />}
      {list?.nodes.length === 0 && <p className="vt-nothing">{t('creators.noCommissions')}</p>}
      {list && list.nodes.length > 0 && <CommissionsTable rows={list.nodes} onWhy={setWhy} withCreator />}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
      <WhyDrawer why={why} onClose={() => setWhy(null)} />
    </Card>
  );
}

export function CreatorsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  return (
    <Page title={t('nav.creators')} lead={t('creators.lead')}>
      <div className="vt-cards">
        <Sums storeId={storeId} />
        <Commissions storeId={storeId} />
      </div>
    </Page>
  );
}
