// The books: the balance of every account, and whether they balance.
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { TrialBalanceDocument, type TrialBalanceQuery } from '../api/generated';
import { DataTable } from '../ui/data-table';
import { sumMoney } from '../ui/format/money';
import { Card, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';

type Row = TrialBalanceQuery['trialBalance']['rows'][number];

/** What an account means, from the first part of its name. */
function meaningKey(account: string): string {
  const [kind = '', , last = ''] = account.split(':');
  return kind === 'creator' ? `creator_${last}` : account.replace(/:/g, '_');
}

function CurrencyTable({ currency, rows }: { currency: string; rows: Row[] }) {
  const { t, money } = useLocale();
  const total = sumMoney(rows.map((row) => row.balance));
  const side = (row: Row, debit: boolean) => {
    const minor = BigInt(row.balance.amountMinor);
    if (minor === 0n || minor > 0n !== debit) return '';
    return money({ ...row.balance, amountMinor: (minor < 0n ? -minor : minor).toString() });
  };
  return (
    <Card
      title={currency}
      flush
      aside={total && <span className="vt-dim">{t('finance.sum', { sum: money(total) })}</span>}
    >
      <DataTable
        caption={t('finance.table', { currency })}
        rows={rows}
        rowKey={(row) => row.account}
        columns={[
          {
            key: 'account',
            header: t('finance.account'),
            lead: true,
            cell: (row) => (
              <span className="vt-two">
                <code className="vt-break">{row.account}</code>
                <small>{t(`finance.meaning_${meaningKey(row.account)}`, { defaultValue: '' })}</small>
              </span>
            ),
          },
          { key: 'debit', header: t('finance.debit'), end: true, cell: (row) => side(row, true) },
          { key: 'credit', header: t('finance.credit'), end: true, cell: (row) => side(row, false) },
        ]}
      />
    </Card>
  );
}

export function FinancePage() {
  const { t } = useLocale();
  const [{ data, error }, ask] = useQuery({ query: TrialBalanceDocument });
  const balance = data?.trialBalance;
  const currencies = [...new Set(balance?.rows.map((row) => row.currency) ?? [])];
  return (
    <Page title={t('nav.finance')} lead={t('finance.lead')}>
      <div className="vt-cards">
        {error && !balance && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!balance && !error && <RowsSkeleton />}
        {balance && (
          <div className="vt-notice" data-tone={balance.balanced ? 'success' : 'danger'} role="status">
            {balance.balanced ? <IconCircleCheck size={20} aria-hidden /> : <IconAlertTriangle size={20} aria-hidden />}
            <div>{balance.balanced ? t('finance.balanced') : t('finance.unbalanced')}</div>
          </div>
        )}
        {balance && currencies.length === 0 && <p className="vt-nothing">{t('finance.none')}</p>}
        {currencies.map((currency) => (
          <CurrencyTable
            key={currency}
            currency={currency}
            rows={balance?.rows.filter((row) => row.currency === currency) ?? []}
          />
        ))}
      </div>
    </Page>
  );
}
