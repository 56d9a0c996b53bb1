// Amounts per day as bars, and the same numbers as a table for whoever prefers or needs it.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { DataTable } from './data-table';
import { barLength, decimalText, type Money } from './format/money';
import { formatCompact, formatCount } from './format/size';
import { formatDay, formatMonth } from './format/time';
import { Card } from './page';
import { useLocale } from './use-locale';

export type DaySeries = { name: string; color: 'var(--vt-bar)' | 'var(--vt-bar-2)'; of: (at: number) => Money };

type Props = {
  title: string;
  days: readonly string[];
  series: DaySeries[];
  /** True when each day stands for its month. */
  months?: boolean;
  /** True when the series count things: their money has no currency and no decimals. */
  counts?: boolean;
};

const nameOf = (day: string, locale: string, months?: boolean) =>
  months ? formatMonth(day, locale) : formatDay(day, locale);

/** Two or more series stand side by side; the axis is drawn in whole units of the currency. */
export function DayChart({ title, days, series, months = false, counts = false }: Props) {
  const { t } = useLocale();
  const [view, setView] = useState('chart');
  const choice = (
    <SegmentedControl
      size="xs"
      value={view}
      onChange={setView}
      aria-label={t('ui.chartView')}
      data={[
        { value: 'chart', label: t('ui.chart') },
        { value: 'table', label: t('ui.table') },
      ]}
    />
  );
  return (
    <Card title={title} aside={choice} flush={view === 'table'}>
      {view === 'chart' ? (
        <Bars title={title} days={days} series={series} months={months} counts={counts} />
      ) : (
        <DaysTable title={title} days={days} series={series} months={months} counts={counts} />
      )}
    </Card>
  );
}

function useSaying(counts: boolean): (amount: Money) => string {
  const { locale, money } = useLocale();
  return counts ? ({ amountMinor }) => formatCount(BigInt(amountMinor), locale) : money;
}

function Bars({ title, days, series, months, counts }: Required<Props>) {
  const { t, locale } = useLocale();
  const say = useSaying(counts);
  const points = days.map((day, at) => ({
    at,
    name: nameOf(day, locale, months),
    ...Object.fromEntries(series.map((one, index) => [`s${index}`, barLength(one.of(at))])),
  }));
  return (
    <figure className="vt-chart">
      <figcaption className="vt-legend">
        {series.map((one) => (
          <span key={one.name}>
            <i style={{ background: one.color }} aria-hidden="true" /> {one.name}
          </span>
        ))}
      </figcaption>
      <div role="img" aria-label={t('ui.chartLabel', { title })}>
        <ResponsiveContainer width="100%" height={240}>
          <BarChart
            data={points}
            margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
            accessibilityLayer={false}
            barGap={2}
          >
            <CartesianGrid vertical={false} stroke="var(--vt-line)" />
            <XAxis dataKey="name" tickLine={false} axisLine={false} minTickGap={28} tick={{ fontSize: 12 }} />
            <YAxis
              width={64}
              tickLine={false}
              axisLine={false}
              allowDecimals={!counts}
              tickFormatter={(value: number) => formatCompact(value, locale)}
              tick={{ fontSize: 12 }}
            />
            <Tooltip
              cursor={{ fill: 'var(--vt-hover)' }}
              content={({ active, payload, label }) => {
                const at: unknown = payload?.[0]?.payload?.at;
                if (!active || typeof at !== 'number') return null;
                return (
                  <div className="vt-chart-tip">
                    <strong>{label}</strong>
                    {series.map((one) => (
                      <span key={one.name}>
                        <i style={{ background: one.color }} /> {one.name}: {say(one.of(at))}
                      </span>
                    ))}
                  </div>
                );
              }}
            />
            {series.map((one, index) => (
              <Bar
                key={one.name}
                dataKey={`s${index}`}
                fill={one.color}
                radius={[4, 4, 0, 0]}
                maxBarSize={22}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function DaysTable({ title, days, series, months, counts }: Required<Props>) {
  const { t, locale } = useLocale();
  const say = useSaying(counts);
  const rows = days
    .map((day, at) => ({ day, at }))
    .filter(({ at }) => series.some((one) => BigInt(one.of(at).amountMinor) !== 0n))
    .reverse();
  return (
    <DataTable
      caption={title}
      rows={rows}
      rowKey={(row) => row.day}
      columns={[
        {
          key: 'day',
          header: t(months ? 'ui.month' : 'ui.day'),
          lead: true,
          cell: (row) => nameOf(row.day, locale, months),
        },
        ...series.map((one, index) => ({
          key: `s${index}`,
          header: one.name,
          end: true,
          cell: (row: { at: number }) => (
            <data value={decimalText(one.of(row.at).amountMinor, one.of(row.at).decimals)}>{say(one.of(row.at))}</data>
          ),
        })),
      ]}
    />
  );
}
