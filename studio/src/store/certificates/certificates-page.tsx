// A store's pools of e-certificates, and before them whatever waits for one of its people.
import { Button } from '@mantine/core';
import { IconGift, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useQuery } from 'urql';
import { CertificatePoolsDocument, type CertificatePoolCardFragment } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatCount } from '../../ui/format/size';
import { formatFullDay } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { PoolForm } from './pool-form';
import { QueueCard } from './queue-card';
import { PoolChip, Worth } from './worth';

type Pool = CertificatePoolCardFragment;
const PAGE = 20;

function useColumns(storeId: string): Column<Pool>[] {
  const { t, locale } = useLocale();
  const count = (n: number) => formatCount(n, locale);
  return [
    {
      ...{ key: 'name', header: t('certificates.pool'), lead: true },
      cell: (pool) => (
        <span className="vt-two">
          <Link className="vt-break" to={`/store/${storeId}/certificates/${pool.id}`}>
            {pool.name}
          </Link>
          <small>
            <Worth pool={pool} />
          </small>
        </span>
      ),
    },
    {
      ...{ key: 'stand', header: t('certificates.status') },
      cell: (pool) => (
        <span className="vt-two">
          <span>
            <PoolChip pool={pool} />
          </span>
          {pool.validUntil && <small>{t('certificates.until', { day: formatFullDay(pool.validUntil, locale) })}</small>}
        </span>
      ),
    },
    ...(['free', 'issued', 'waiting', 'held', 'cancelled'] as const).map((name) => ({
      ...{ key: name, header: t(`certificates.status_${name}`), end: true },
      cell: (pool: Pool) => count(pool.contents[name]),
    })),
  ];
}

export function CertificatesPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const go = useNavigate();
  const [creating, setCreating] = useState(false);
  const pages = usePages(PAGE);
  const variables = { storeId, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: CertificatePoolsDocument, variables });
  const again = () => ask({ requestPolicy: 'network-only' });
  const columns = useColumns(storeId);
  const list = data?.certificatePools;
  return (
    <Page
      title={t('nav.certificates')}
      lead={t('certificates.lead')}
      width="wide"
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
          {t('certificates.new')}
        </Button>
      }
    >
      <div className="vt-cards">
        <QueueCard storeId={storeId} poolId={null} queue="held" onChanged={again} />
        <QueueCard storeId={storeId} poolId={null} queue="to_block" onChanged={again} />
        <Card title={t('certificates.pools')} flush>
          {error && !list && <ErrorState error={error} again={again} />}
          {!list && !error && <RowsSkeleton rows={3} />}
          {list?.nodes.length === 0 && (
            <EmptyState
              icon={<IconGift size={26} aria-hidden />}
              title={t('certificates.noPools')}
              text={t('certificates.noPoolsText')}
            />
          )}
          {list && list.nodes.length > 0 && (
            <DataTable
              caption={t('certificates.pools')}
              columns={columns}
              rows={list.nodes}
              rowKey={(pool) => pool.id}
            />
          )}
          {list && (
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          )}
        </Card>
      </div>
      {creating && (
        <PoolForm
          storeId={storeId}
          currency={store?.currency ?? 'KZT'}
          pool={null}
          onClose={(saved) => {
            setCreating(false);
            if (saved) void go(`/store/${storeId}/certificates/${saved.id}`);
          }}
        />
      )}
    </Page>
  );
}
