// What a new customer costs, what the programme returns, and what customers bring over the months; the store adds what we cannot know.
import { Group, NumberInput, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../api/client';
import { CustomerReportDocument, type CustomerReportQuery } from '../api/generated';
import { DataTable, type Column } from '../ui/data-table';
import { formatCount, formatRate } from '../ui/format/size';
import { formatMonth } from '../ui/format/time';
import { Card, Figure } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import type { Period } from './period';

type Report = CustomerReportQuery['customerReport'];
type Cohort = Report['cohorts'][number];

const NONE = '—';
const SPANS = [1, 3, 6, 12];
const TYPING_MS = 400;

function Cost({ report }: { report: Report }) {
  const { t, locale, price } = useLocale();
  const { costOfCustomer, returnOnSpending, spent, margin } = report;
  const cost = costOfCustomer.value === null ? NONE : price({ ...spent, amountMinor: costOfCustomer.value });
  const back = returnOnSpending?.bps ?? null;
  return (
    <dl className="vt-figures">
      <Figure
        label={t('customers.new')}
        value={formatCount(report.newCustomers, locale)}
        note={t('customers.newNote', { all: formatCount(report.firstOrders, locale) })}
      />
      <Figure label={t('customers.cost')} value={cost} note={t('customers.costNote', { sum: price(spent) })} />
      <Figure
        label={t('customers.back')}
        value={back === null ? NONE : formatRate(back, locale)}
        note={
          margin ? t('customers.backNote', { margin: price(margin), sum: price(spent) }) : t('customers.needMargin')
        }
      />
    </dl>
  );
}

function Cohorts({ cohorts }: { cohorts: readonly Cohort[] }) {
  const { t, locale, money } = useLocale();
  const columns: Column<Cohort>[] = [
    { key: 'month', header: t('customers.month'), lead: true, cell: ({ month }) => formatMonth(month, locale) },
    { key: 'count', header: t('customers.count'), end: true, cell: ({ customers }) => formatCount(customers, locale) },
    ...SPANS.map((months, at) => ({
      key: `m${months}`,
      header: t('customers.within', { count: months }),
      end: true,
      cell: ({ perCustomer }: Cohort) => {
        const sum = perCustomer[at];
        return sum ? money(sum) : NONE;
      },
    })),
  ];
  return <DataTable caption={t('customers.cohorts')} rows={cohorts} rowKey={({ month }) => month} columns={columns} />;
}

export function CustomersCard({ storeId, period }: { storeId: string; period: Period }) {
  const { t } = useLocale();
  const [margin, setMargin] = useState<number | string>('');
  const [costs, setCosts] = useState('');
  const [asked] = useDebouncedValue({ margin, costs }, TYPING_MS);
  const marginBps = asked.margin === '' ? null : Math.round(Number(asked.margin) * 100);
  const variables = { storeId, ...period, marginBps, costs: asked.costs.trim() || null };
  const [{ data, error }, again] = useQuery({ query: CustomerReportDocument, variables });
  const report = data?.customerReport;
  const fields = error ? fieldsOf(error) : {};
  return (
    <>
      <Card title={t('customers.title')}>
        <Text size="sm" c="dimmed" mb="md">
          {t('customers.lead')}
        </Text>
        <Group mb="md" align="flex-start">
          <NumberInput
            label={t('customers.margin')}
            suffix=" %"
            min={0}
            max={100}
            decimalScale={2}
            value={margin}
            error={fields['marginBps']}
            onChange={setMargin}
          />
          <TextInput
            label={t('customers.costs')}
            inputMode="decimal"
            value={costs}
            error={fields['costs']}
            onChange={(event) => setCosts(event.currentTarget.value)}
          />
        </Group>
        {report && <Cost report={report} />}
        {!report && !error && <RowsSkeleton rows={1} height={100} />}
        {error && Object.keys(fields).length === 0 && (
          <ErrorState error={error} again={() => again({ requestPolicy: 'network-only' })} />
        )}
      </Card>
      {report && report.cohorts.length > 0 && (
        <Card title={t('customers.cohorts')} flush>
          <Cohorts cohorts={report.cohorts} />
        </Card>
      )}
    </>
  );
}
