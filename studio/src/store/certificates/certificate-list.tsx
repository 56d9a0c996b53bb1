// The certificates of a pool by status and by pages: ends of codes, where they stand in the store's file, and when what happened.
import { Select } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  CertificatesDocument,
  type CertificatePoolCardFragment,
  type CertificateRowFragment,
  type CertificateStatus,
} from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatCount } from '../../ui/format/size';
import { formatFullDay, formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Row = CertificateRowFragment;
const PAGE = 20;
const LISTS = ['issued', 'waiting', 'held', 'cancelled', 'free', 'expired'] as const;
const TONES: Record<CertificateStatus, Tone> = {
  ...{ free: 'success', expired: 'neutral', waiting: 'info', held: 'warning', issued: 'accent', cancelled: 'neutral' },
};

function useColumns(): Column<Row>[] {
  const { t, locale } = useLocale();
  return [
    {
      ...{ key: 'code', header: t('certificates.code'), lead: true },
      cell: (row) => (
        <span className="vt-two">
          <span className="vt-mono">{row.tail === null ? t('certificates.noCode') : `…${row.tail}`}</span>
          {row.fileName && (
            <small className="vt-break">{t('certificates.fileLine', { file: row.fileName, line: row.line })}</small>
          )}
        </span>
      ),
    },
    {
      ...{ key: 'status', header: t('certificates.status') },
      cell: (row) => (
        <span className="vt-two">
          <span>
            <Chip tone={row.toBlock ? 'danger' : TONES[row.status]}>
              {t(row.toBlock ? 'certificates.toBlock' : `certificates.status_${row.status}`)}
            </Chip>
          </span>
          {row.heldReason && row.status === 'held' && <small>{t(`certificates.held_${row.heldReason}`)}</small>}
          {row.releasedAt && <small>{t('certificates.byHand')}</small>}
          {row.cancelReason && <small className="vt-break">{row.cancelReason}</small>}
        </span>
      ),
    },
    {
      ...{ key: 'key', header: t('certificates.for') },
      cell: (row) => (row.key === null ? '—' : <span className="vt-mono vt-break">{row.key}</span>),
    },
    {
      ...{ key: 'expires', header: t('certificates.expires') },
      cell: (row) => (row.expiresOn === null ? '—' : formatFullDay(row.expiresOn, locale)),
    },
    {
      ...{ key: 'at', header: t('certificates.when'), end: true },
      cell: (row) => formatMoment(row.cancelledAt ?? row.issuedAt ?? row.askedAt, locale),
    },
  ];
}

export function CertificateList({ pool }: { pool: CertificatePoolCardFragment }) {
  const { t, locale } = useLocale();
  const [which, setWhich] = useState<(typeof LISTS)[number]>('issued');
  const pages = usePages(PAGE);
  const columns = useColumns();
  const variables = { storeId: pool.storeId, poolId: pool.id, list: which, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: CertificatesDocument, variables });
  const list = data?.certificates;
  const choice = (
    <Select
      aria-label={t('certificates.status')}
      value={which}
      allowDeselect={false}
      data={LISTS.map((value) => ({
        value,
        label: `${t(`certificates.status_${value}`)} · ${formatCount(pool.contents[value], locale)}`,
      }))}
      onChange={(value) => {
        setWhich(LISTS.find((one) => one === value) ?? 'issued');
        pages.restart();
      }}
    />
  );
  return (
    <Card title={t('certificates.list')} aside={choice} flush>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={3} />}
      {list?.nodes.length === 0 && (
        <EmptyState
          icon={<IconGift size={26} aria-hidden />}
          title={t('certificates.none')}
          text={t('certificates.noneText')}
        />
      )}
      {list && list.nodes.length > 0 && (
        <DataTable caption={t('certificates.list')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
    </Card>
  );
}
