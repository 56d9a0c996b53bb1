// A store's report: orders that were credited to creators, their worth, and what they cost.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { StoreReportDocument, type StoreReportQuery } from '../api/generated';
import { DayChart } from '../ui/day-chart';
import { formatCount, formatRate } from '../ui/format/size';
import { dayBefore } from '../ui/format/time';
import { Figure, Page } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { useStore } from './use-store';

type Report = StoreReportQuery['storeReport'];

function Figures({ report }: { report: Report }) {
  const { t, locale, price } = useLocale();
  const shareBps = report.orders > 0 ? Math.round((report.creditedOrders * 10_000) / report.orders) : 0;
  return (
    <dl className="vt-figures">
      <Figure
        tone="accent"
        label={t('report.credited')}
        value={formatCount(report.creditedOrders, locale)}
        note={t('report.creditedNote', {
          all: formatCount(report.orders, locale),
          share: formatRate(shareBps, locale),
        })}
      />
      <Figure label={t('report.gmv')} value={price(report.gmv)} note={t('report.gmvNote')} />
      <Figure label={t('report.net')} value={price(report.netGmv)} note={t('report.netNote')} />
      <Figure label={t('report.commission')} value={price(report.commission)} note={t('report.commissionNote')} />
    </dl>
  );
}

export function OverviewPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const [span, setSpan] = useState('30');
  const variables = { storeId, from: dayBefore(Number(span) - 1), to: null };
  const [{ data, error }, ask] = useQuery({ query: StoreReportDocument, variables });
  const report = data?.storeReport;
  const day = (at: number) => {
    const found = report?.days[at];
    if (!found) throw new Error('No such day');
    return found;
  };
  const choice = (
    <SegmentedControl
      aria-label={t('ui.period')}
      value={span}
      onChange={setSpan}
      data={['7', '30', '90'].map((days) => ({ value: days, label: t('ui.days', { count: Number(days) }) }))}
    />
  );
  return (
    <Page title={store?.name ?? t('nav.overview')} lead={t('report.lead')} actions={choice}>
      <div className="vt-cards">
        {error && !report && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!report && !error && <RowsSkeleton rows={3} height={120} />}
        {report && (
          <>
            <Figures report={report} />
            <DayChart
              title={t('report.perDay')}
              days={report.days.map((one) => one.day)}
              series={[
                { name: t('report.gmv'), color: 'var(--vt-bar)', of: (at) => day(at).gmv },
                { name: t('report.commission'), color: 'var(--vt-bar-2)', of: (at) => day(at).commission },
              ]}
            />
            <p className="vt-footnote">{t('report.footnote')}</p>
          </>
        )}
      </div>
    </Page>
  );
}
