// What a store's videos weigh: by day, by video, a view and an order, and in money where the store said what a gigabyte costs.
import { Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { TrafficDaysDocument, TrafficDocument, type BytesBy, type BytesRowPartsFragment } from '../../api/generated';
import { usePages, type Pages } from '../../api/use-pages';
import { CsvButton, daysOf, PeriodChoice, usePeriod, type Period } from '../../reports/period';
import { DataTable, Pager } from '../../ui/data-table';
import { DayChart } from '../../ui/day-chart';
import { formatBytes, formatCount, formatRate } from '../../ui/format/size';
import { formatDay } from '../../ui/format/time';
import { Card, Figure, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { TermsCard } from './terms-card';

type Row = BytesRowPartsFragment;

const PAGE = 20;
const NONE = '—';
/** More bars than that cannot be told apart; the table has them all. */
const MOST_DAYS_DRAWN = 92;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MEGABYTE = 1_000_000n;

/** Bytes, counts and shares as people read them. */
function useSaying() {
  const { locale } = useLocale();
  return {
    bytes: (text: string | null | undefined) => (text ? formatBytes(Number(text), locale) : NONE),
    count: (text: string) => formatCount(BigInt(text), locale),
    share: (bps: number | null) => (bps === null ? NONE : formatRate(bps, locale)),
  };
}

function Figures({ total }: { total: Row }) {
  const { t, price } = useLocale();
  const { bytes, count, share } = useSaying();
  const [saver, others] = [total.perSaverView.value, total.perOtherView.value];
  return (
    <dl className="vt-figures">
      <Figure
        tone="accent"
        label={t('traffic.bytes')}
        value={bytes(total.bytes)}
        note={t('traffic.views', { count: Number(total.views), shown: count(total.views) })}
      />
      <Figure
        label={t('traffic.perView')}
        value={bytes(total.perView.value)}
        note={t('traffic.ahead', { share: share(total.ahead.bps) })}
      />
      <Figure
        label={t('traffic.perOrder')}
        value={bytes(total.perOrder.value)}
        note={t('traffic.orders', { count: Number(total.orders), shown: count(total.orders) })}
      />
      <Figure
        label={t('traffic.cost')}
        value={total.cost ? price(total.cost) : NONE}
        note={total.costPerOrder ? t('traffic.costPerOrder', { sum: price(total.costPerOrder) }) : t('traffic.noCost')}
      />
      <Figure
        label={t('traffic.av1')}
        value={share(total.av1.bps)}
        note={total.av1SavedBytes ? t('traffic.av1Saved', { bytes: bytes(total.av1SavedBytes) }) : t('traffic.av1None')}
      />
      <Figure label={t('traffic.saver')} value={bytes(saver)} note={t('traffic.saverNote', { bytes: bytes(others) })} />
    </dl>
  );
}

function Chart({ storeId, period }: { storeId: string; period: Period }) {
  const { t } = useLocale();
  const isDrawn = daysOf(period) <= MOST_DAYS_DRAWN;
  const [{ data }] = useQuery({ query: TrafficDaysDocument, variables: { storeId, ...period }, pause: !isDrawn });
  const days = data?.bytesDays ?? [];
  if (!isDrawn || days.length === 0) return null;
  const megabytes = (value: bigint) => ({ amountMinor: String(value / MEGABYTE), currency: '', decimals: 0 });
  const all = (at: number) => BigInt(days[at]?.bytes ?? 0);
  const ahead = (at: number) => BigInt(days[at]?.ahead.numerator ?? 0);
  return (
    <DayChart
      title={t('traffic.byDay')}
      counts
      days={days.map(({ key }) => key)}
      series={[
        { name: t('traffic.afterTap'), color: 'var(--vt-bar)', of: (at) => megabytes(all(at) - ahead(at)) },
        { name: t('traffic.beforeTap'), color: 'var(--vt-bar-2)', of: (at) => megabytes(ahead(at)) },
      ]}
    />
  );
}

function Rows(props: { by: BytesBy; rows: readonly Row[]; count: number; pages: Pages; info: PageInfo }) {
  const { t, locale, money } = useLocale();
  const { bytes, count, share } = useSaying();
  const { by, rows, pages } = props;
  const title = t(`traffic.by_${by}`);
  return (
    <Card title={title} flush>
      {rows.length === 0 && <p className="vt-nothing">{t('traffic.none')}</p>}
      {rows.length > 0 && (
        <DataTable
          caption={title}
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'name',
              header: t(`traffic.one_${by}`),
              lead: true,
              cell: ({ key, name }) => (DAY.test(key) ? formatDay(key, locale) : (name ?? key)),
            },
            { key: 'views', header: t('traffic.viewsShort'), end: true, cell: (row) => count(row.views) },
            { key: 'bytes', header: t('traffic.bytes'), end: true, cell: (row) => <strong>{bytes(row.bytes)}</strong> },
            { key: 'view', header: t('traffic.perView'), end: true, cell: (row) => bytes(row.perView.value) },
            { key: 'ahead', header: t('traffic.beforeTap'), end: true, cell: (row) => share(row.ahead.bps) },
            { key: 'orders', header: t('traffic.ordersShort'), end: true, cell: (row) => count(row.orders) },
            { key: 'order', header: t('traffic.perOrder'), end: true, cell: (row) => bytes(row.perOrder.value) },
            {
              key: 'cost',
              header: t('traffic.cost'),
              end: true,
              cell: ({ cost }) => (cost ? money(cost) : NONE),
            },
          ]}
        />
      )}
      <Pager pages={pages} shown={rows.length} totalCount={props.count} pageInfo={props.info} />
    </Card>
  );
}

type PageInfo = { hasNextPage: boolean; endCursor: string | null };

export function TrafficPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [by, setBy] = useState<BytesBy>('VIDEO');
  const pages = usePages(PAGE);
  const { period, choice } = usePeriod(() => pages.restart());
  const variables = { storeId, by, ...period, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: TrafficDocument, variables });
  const report = data?.bytesReport;
  const again = () => ask({ requestPolicy: 'network-only' });
  const actions = (
    <Group gap="xs">
      <NativeSelect
        aria-label={t('reports.by')}
        value={by}
        onChange={(event) => {
          setBy(event.currentTarget.value === 'DAY' ? 'DAY' : 'VIDEO');
          pages.restart();
        }}
        data={(['VIDEO', 'DAY'] as const).map((one) => ({ value: one, label: t(`traffic.by_${one}`) }))}
      />
      <PeriodChoice {...choice} />
      <CsvButton file={`/stores/${encodeURIComponent(storeId)}/bytes.csv`} by={by} period={period} />
    </Group>
  );
  return (
    <Page title={t('nav.traffic')} lead={t('traffic.lead')} actions={actions}>
      <div className="vt-cards">
        {error && !report && <ErrorState error={error} again={again} />}
        {!report && !error && <RowsSkeleton rows={3} height={120} />}
        {report && <Figures total={report.total} />}
        {report && <Chart storeId={storeId} period={period} />}
        {report && <Rows by={by} rows={report.nodes} count={report.totalCount} pages={pages} info={report.pageInfo} />}
        <TermsCard storeId={storeId} onSaved={again} />
        <p className="vt-footnote">{t('traffic.footnote')}</p>
      </div>
    </Page>
  );
}
