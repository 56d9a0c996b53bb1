// Being paid: details, every payout with its payslip, statements of a month, and the book with its proofs.
import { Button, Group, Select, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  MyPayoutsDocument,
  NoteReceiptDocument,
  UploadStoresDocument,
  type PayslipPartsFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager } from '../../ui/data-table';
import { formatDate, formatDay } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { PayoutChip } from '../../ui/payouts/payout-chip';
import { PayslipDrawer } from '../../ui/payouts/payslip';
import { SentLine } from '../../ui/payouts/sent-line';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { EntriesCard } from './entries-card';
import { ProfileCard } from './profile-card';

const PAGE = 10;

function Receipt({ payout }: { payout: PayslipPartsFragment }) {
  const { t, locale } = useLocale();
  const [number, setNumber] = useState('');
  const note = useChange(NoteReceiptDocument);
  if (!payout.receiptDueOn || payout.status !== 'settled') return null;
  if (payout.receiptNumber && !payout.receiptAnnulled)
    return <small>{t('payouts.receipt', { number: payout.receiptNumber })}</small>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void note.run({ payoutId: payout.id, number }, t('payouts.receiptNoted'));
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          size="xs"
          label={t('payouts.receiptBy', { day: formatDay(payout.receiptDueOn, locale) })}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button size="xs" type="submit" variant="light" loading={note.busy} disabled={number.trim().length < 3}>
          {t('ui.save')}
        </Button>
      </Group>
    </form>
  );
}

function PayoutsCard() {
  const { t, locale, money } = useLocale();
  const pages = usePages(PAGE);
  const [shown, setShown] = useState<PayslipPartsFragment | null>(null);
  const [{ data, error }, ask] = useQuery({ query: MyPayoutsDocument, variables: { first: PAGE, after: pages.after } });
  const list = data?.myPayouts;
  return (
    <Card title={t('payouts.list')} flush>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={3} />}
      {list?.nodes.length === 0 && <p className="vt-nothing">{t('payouts.none')}</p>}
      {list && list.nodes.length > 0 && (
        <DataTable
          caption={t('payouts.list')}
          rows={list.nodes}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'store',
              header: t('payouts.payout'),
              lead: true,
              cell: (row) => (
                <span className="vt-two">
                  <span>{row.storeName}</span>
                  <small>{formatDate(row.at, locale)}</small>
                  <Receipt payout={row} />
                </span>
              ),
            },
            {
              key: 'status',
              header: t('payouts.state'),
              cell: (row) => (
                <span className="vt-two">
                  <span>
                    <PayoutChip status={row.status} />
                  </span>
                  {(row.sent ?? row.bankReason) && <SentLine payout={row} />}
                </span>
              ),
            },
            { key: 'gross', header: t('payouts.gross'), end: true, cell: (row) => money(row.gross) },
            { key: 'withheld', header: t('payouts.withheld'), end: true, cell: (row) => money(row.withheld) },
            { key: 'net', header: t('payouts.net'), end: true, cell: (row) => <strong>{money(row.pay)}</strong> },
            {
              key: 'slip',
              header: '',
              end: true,
              cell: (row) => (
                <Button
                  size="compact-sm"
                  variant="light"
                  aria-label={t('payouts.payslipOf', { at: formatDate(row.at, locale) })}
                  onClick={() => setShown(row)}
                >
                  {t('payouts.payslip')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
      <PayslipDrawer payout={shown} onClose={() => setShown(null)} />
    </Card>
  );
}

function StatementCard() {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: UploadStoresDocument, variables: { search: null } });
  const stores = data?.stores.nodes ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [month, setMonth] = useState(new Date().toISOString().slice(0, 7));
  const storeId = chosen ?? stores[0]?.id ?? '';
  const link = (form: string) => `/v1/payouts/statements/${storeId}/${month}.${form}`;
  return (
    <Card title={t('payouts.statement')}>
      <p className="vt-dim">{t('payouts.statementLead')}</p>
      <Group align="flex-end">
        <Select
          label={t('uploads.store')}
          data={stores.map((store) => ({ value: store.id, label: store.name }))}
          value={storeId}
          onChange={setChosen}
        />
        <TextInput
          type="month"
          label={t('payouts.month')}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        {['pdf', 'csv'].map((form) => (
          <Button
            key={form}
            component="a"
            variant="default"
            href={link(form)}
            download
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {form.toUpperCase()}
          </Button>
        ))}
      </Group>
    </Card>
  );
}

export function CreatorPayoutsPage() {
  const { t } = useLocale();
  return (
    <Page title={t('nav.payouts')} lead={t('payouts.lead')}>
      <div className="vt-cards">
        <ProfileCard />
        <PayoutsCard />
        <StatementCard />
        <EntriesCard />
      </div>
    </Page>
  );
}
