// Reports: of a store, of the whole marketplace, and of a creator, by whatever the reader asks.
import { Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  MyReportDocument,
  ReportDocument,
  type ReportBy,
  type ReportPartsFragment,
  type ReportSort,
} from '../api/generated';
import { usePages } from '../api/use-pages';
import { useStore } from '../store/use-store';
import { DayChart } from '../ui/day-chart';
import { Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { CustomersCard } from './customers-card';
import { KFactorCard } from './k-factor-card';
import { Figures } from './figures';
import { CsvButton, daysOf, PeriodChoice, usePeriod, type Period } from './period';
import { RowsCard } from './rows-card';

const PAGE = 20;
/** A longer period is drawn by months: that many bars can still be told apart. */
const MOST_DAYS_DRAWN = 92;

/** Whose report: a store's id, the whole marketplace, or one's own as a creator. */
type Whose = { own: true } | { own: false; storeId: string | null };

function useReport(
  whose: Whose,
  asked: Period & { by: ReportBy; sort: ReportSort; first: number; after: string | null; currency?: string },
) {
  const variables = { currency: null, ...asked };
  const storeId = whose.own ? null : whose.storeId;
  const [mine, askMine] = useQuery({ query: MyReportDocument, variables, pause: !whose.own });
  const [all, askAll] = useQuery({ query: ReportDocument, variables: { storeId, ...variables }, pause: whose.own });
  const report: ReportPartsFragment | undefined = whose.own ? mine.data?.myReport : all.data?.report;
  const again = () => (whose.own ? askMine : askAll)({ requestPolicy: 'network-only' });
  return { report, error: whose.own ? mine.error : all.error, again };
}

function Chart({ whose, period, currency }: { whose: Whose; period: Period; currency: string }) {
  const { t } = useLocale();
  const months = daysOf(period) > MOST_DAYS_DRAWN;
  const by = months ? 'MONTH' : 'DAY';
  const { report } = useReport(whose, { ...period, by, sort: 'KEY', first: 100, after: null, currency });
  const days = report?.nodes.toReversed() ?? [];
  if (days.length === 0) return null;
  const at = (index: number) => {
    const found = days[index];
    if (!found) throw new Error('No such day');
    return found;
  };
  return (
    <DayChart
      title={t(months ? 'reports.perMonth' : 'reports.perDay')}
      months={months}
      days={days.map((row) => row.key)}
      series={[
        { name: t('reports.net'), color: 'var(--vt-bar)', of: (index) => at(index).sales.net },
        { name: t('reports.commission'), color: 'var(--vt-bar-2)', of: (index) => at(index).commission.total },
      ]}
    />
  );
}

function Reports({ whose, file, dimensions }: { whose: Whose; file: string; dimensions: readonly ReportBy[] }) {
  const { t } = useLocale();
  const [by, setBy] = useState<ReportBy>(dimensions[0] ?? 'VIDEO');
  const [sort, setSort] = useState<ReportSort>('NET');
  const pages = usePages(PAGE);
  const { period, choice } = usePeriod(() => pages.restart());
  const { report, error, again } = useReport(whose, { ...period, by, sort, first: PAGE, after: pages.after });
  const choose = (rows: ReportBy) => {
    setBy(rows);
    setSort(rows === 'DAY' || rows === 'MONTH' ? 'KEY' : 'NET');
    pages.restart();
  };
  const actions = (
    <Group gap="xs">
      <NativeSelect
        aria-label={t('reports.by')}
        value={by}
        onChange={(event) => choose(dimensions.find((one) => one === event.currentTarget.value) ?? by)}
        data={dimensions.map((one) => ({ value: one, label: t(`reports.by_${one}`) }))}
      />
      <PeriodChoice {...choice} />
      <CsvButton file={file} by={by} period={period} more={{ sort }} />
    </Group>
  );
  return (
    <Page title={t('nav.reports')} lead={t(whose.own ? 'reports.leadOwn' : 'reports.lead')} actions={actions}>
      <div className="vt-cards">
        {error && !report && <ErrorState error={error} again={again} />}
        {!report && !error && <RowsSkeleton rows={3} height={120} />}
        {report?.totals.map((row) => (
          <Figures
            key={row.currency}
            row={row}
            own={whose.own}
            partners={report.partners.find((one) => one.currency === row.currency)}
          />
        ))}
        {report?.totals.map((row) => (
          <Chart key={row.currency} whose={whose} period={period} currency={row.currency} />
        ))}
        {report && (
          <RowsCard
            {...{ by, report, sort, pages }}
            own={whose.own}
            onSort={(chosen) => {
              setSort(chosen);
              pages.restart();
            }}
          />
        )}
        {!whose.own && whose.storeId !== null && <CustomersCard storeId={whose.storeId} period={period} />}
        {!whose.own && <KFactorCard storeId={whose.storeId} period={period} />}
        <p className="vt-footnote">{t('report.footnote')}</p>
      </div>
    </Page>
  );
}

export function StoreReportsPage() {
  const { storeId } = useStore();
  const file = `/stores/${encodeURIComponent(storeId)}/report.csv`;
  return (
    <Reports whose={{ own: false, storeId }} file={file} dimensions={['VIDEO', 'CREATOR', 'PRODUCT', 'DAY', 'MONTH']} />
  );
}

export function StaffReportsPage() {
  const dimensions = ['STORE', 'CREATOR', 'VIDEO', 'PRODUCT', 'DAY', 'MONTH'] as const;
  return <Reports whose={{ own: false, storeId: null }} file="/staff/report.csv" dimensions={dimensions} />;
}

export function MyReportsPage() {
  return (
    <Reports
      whose={{ own: true }}
      file="/creator/report.csv"
      dimensions={['VIDEO', 'PRODUCT', 'DAY', 'MONTH', 'STORE']}
    />
  );
}
