// Every entry of a creator's own accounts in the book, and the proof of each that anyone can check without us.
import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { MyLedgerEntriesDocument } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager } from '../../ui/data-table';
import { isZero, type Money } from '../../ui/format/money';
import { formatDate } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const PAGE = 10;

export function EntriesCard() {
  const { t, locale, money } = useLocale();
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: MyLedgerEntriesDocument,
    variables: { first: PAGE, after: pages.after },
  });
  const list = data?.myLedgerEntries;
  const sum = (amount: Money) => (isZero(amount) ? '' : money(amount));
  return (
    <Card title={t('book.title')} flush>
      <p className="vt-card-lead">{t('book.lead')}</p>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={4} />}
      {list?.nodes.length === 0 && <p className="vt-nothing">{t('book.none')}</p>}
      {list && list.nodes.length > 0 && (
        <DataTable
          caption={t('book.title')}
          rows={list.nodes}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'kind',
              header: t('book.entry'),
              lead: true,
              cell: (row) => (
                <span className="vt-two">
                  <span>{t(`book.kind_${row.kind}`)}</span>
                  <small>{[row.storeName, row.orderExternalId].filter(Boolean).join(' · ')}</small>
                </span>
              ),
            },
            { key: 'date', header: t('book.date'), cell: (row) => formatDate(row.postedAt, locale) },
            { key: 'pending', header: t('earnings.pending'), end: true, cell: (row) => sum(row.pending) },
            { key: 'payable', header: t('earnings.payable'), end: true, cell: (row) => sum(row.payable) },
            { key: 'transit', header: t('earnings.inTransit'), end: true, cell: (row) => sum(row.inTransit) },
            {
              key: 'proof',
              header: t('book.proof'),
              end: true,
              cell: (row) =>
                row.sealedDay ? (
                  <Button
                    component="a"
                    size="compact-sm"
                    variant="light"
                    href={`/v1/ledger/proofs/${row.id}`}
                    download
                    aria-label={t('book.proofOf', { day: formatDate(row.postedAt, locale) })}
                    leftSection={<IconShieldCheck size={14} aria-hidden />}
                  >
                    {t('book.get')}
                  </Button>
                ) : (
                  <small className="vt-dim">{t('book.tomorrow')}</small>
                ),
            },
          ]}
        />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
    </Card>
  );
}
