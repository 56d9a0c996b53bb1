// What the videos cost a store's pages: how cards stand and why, both kinds of pages beside each other, by day, and our script's weight.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { StoreSpeedDocument, type SpeedMetric, type StoreSpeedQuery } from '../../api/generated';
import { DataTable } from '../../ui/data-table';
import { DayChart } from '../../ui/day-chart';
import { formatCount } from '../../ui/format/size';
import { formatMoment } from '../../ui/format/time';
import { Card, Figure, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';

type Guard = StoreSpeedQuery['speedGuard'];
type History = StoreSpeedQuery['speedHistory'];

const METRICS: readonly SpeedMetric[] = ['lcpMs', 'inpMs', 'clsMilli'];
/** What Web Vitals call good at the 75th percentile. */
const GOOD: Record<SpeedMetric, number> = { lcpMs: 2500, inpMs: 200, clsMilli: 100 };

/** A value of a metric as people read it: 1 240 ms, or 0.02. */
function useSaying(): (metric: SpeedMetric, value: number | null) => string {
  const { t, locale } = useLocale();
  return (metric, value) => {
    if (value === null) return t('speed.none');
    if (metric !== 'clsMilli') return t('speed.ms', { value: formatCount(value, locale) });
    return new Intl.NumberFormat(locale === 'kk' ? 'ru' : locale, { maximumFractionDigits: 3 }).format(value / 1000);
  };
}

function State({ guard }: { guard: Guard['guard'] }) {
  const { t, locale } = useLocale();
  return (
    <div className="vt-notice" data-tone={guard.state === 'poster' ? 'warning' : 'success'} role="status">
      <div>
        <strong>{t(`speed.state_${guard.state}`)}</strong> ·{' '}
        {t('speed.since', { when: formatMoment(guard.since, locale) })}
        <br />
        {t(guard.state === 'poster' ? 'speed.posterWhy' : 'speed.readyWhy')}
      </div>
    </div>
  );
}

function Now({ ready, poster }: Pick<Guard, 'ready' | 'poster'>) {
  const { t, locale } = useLocale();
  const say = useSaying();
  const of = ({ lcpMs, inpMs, cls }: Guard['ready'], metric: SpeedMetric): number | null =>
    ({ lcpMs, inpMs, clsMilli: cls === null ? null : Math.round(cls * 1000) })[metric];
  return (
    <>
      <Card title={t('speed.now')} flush>
        <DataTable
          caption={t('speed.now')}
          rows={METRICS}
          rowKey={(metric) => metric}
          columns={[
            { key: 'metric', header: t('speed.metric'), lead: true, cell: (metric) => t(`speed.${metric}`) },
            { key: 'ready', header: t('speed.ready'), end: true, cell: (metric) => say(metric, of(ready, metric)) },
            { key: 'poster', header: t('speed.poster'), end: true, cell: (metric) => say(metric, of(poster, metric)) },
            { key: 'good', header: t('speed.good'), end: true, cell: (metric) => say(metric, GOOD[metric]) },
          ]}
        />
      </Card>
      <p className="vt-footnote">
        {t('speed.pages')}: {formatCount(ready.pages, locale)} / {formatCount(poster.pages, locale)}.{' '}
        {t('speed.nowNote')}
      </p>
    </>
  );
}

function Days({ days }: Pick<History, 'days'>) {
  const { t } = useLocale();
  const [metric, setMetric] = useState<SpeedMetric>('lcpMs');
  const count = (value: number | null | undefined) => ({ amountMinor: String(value ?? 0), currency: '', decimals: 0 });
  const ready = { lcpMs: 'readyLcpMs', inpMs: 'readyInpMs', clsMilli: 'readyClsMilli' } as const;
  const poster = { lcpMs: 'posterLcpMs', inpMs: 'posterInpMs', clsMilli: 'posterClsMilli' } as const;
  const unit = t(metric === 'clsMilli' ? 'speed.chartUnit_cls' : 'speed.chartUnit_ms');
  return (
    <>
      <SegmentedControl
        aria-label={t('speed.metric')}
        value={metric}
        onChange={(value) => setMetric(METRICS.find((one) => one === value) ?? 'lcpMs')}
        data={METRICS.map((value) => ({ value, label: /\((\w+)\)/.exec(t(`speed.${value}`))?.[1] ?? value }))}
      />
      <DayChart
        title={`${t('speed.byDay', { metric: t(`speed.${metric}`) })}, ${unit}`}
        counts
        days={days.map(({ day }) => day)}
        series={[
          { name: t('speed.ready'), color: 'var(--vt-bar)', of: (at) => count(days[at]?.[ready[metric]]) },
          { name: t('speed.poster'), color: 'var(--vt-bar-2)', of: (at) => count(days[at]?.[poster[metric]]) },
        ]}
      />
    </>
  );
}

function Moves({ moves }: Pick<History, 'moves'>) {
  const { t, locale } = useLocale();
  const say = useSaying();
  return (
    <Card title={t('speed.moves')} flush={moves.length > 0}>
      {moves.length === 0 && <p>{t('speed.noMoves')}</p>}
      {moves.length > 0 && (
        <DataTable
          caption={t('speed.moves')}
          rows={moves}
          rowKey={({ at }) => at}
          columns={[
            { key: 'at', header: t('speed.when'), lead: true, cell: ({ at }) => formatMoment(at, locale) },
            { key: 'state', header: t('speed.what'), cell: ({ state }) => t(`speed.to_${state}`) },
            {
              key: 'loss',
              header: t('speed.lost'),
              end: true,
              cell: ({ metric, loss }) => (metric === null ? '' : `${t(`speed.${metric}`)}: ${say(metric, loss)}`),
            },
          ]}
        />
      )}
    </Card>
  );
}

function Script({ scripts, scriptBudgetBytes }: Pick<History, 'scripts' | 'scriptBudgetBytes'>) {
  const { t, locale } = useLocale();
  const [latest] = scripts;
  if (!latest) return null;
  const [bytes, budget] = [latest.bytes, scriptBudgetBytes].map((value) => formatCount(value, locale));
  const percent = Math.floor((100 * latest.bytes) / scriptBudgetBytes);
  return (
    <>
      <dl className="vt-figures">
        <Figure
          label={t('speed.script')}
          value={t('speed.share', { percent })}
          note={t('speed.scriptNote', { bytes, budget })}
          tone="accent"
        />
      </dl>
      <Card title={t('speed.script')} flush>
        <DataTable
          caption={t('speed.script')}
          rows={scripts}
          rowKey={({ since }) => since}
          columns={[
            {
              key: 'since',
              header: t('speed.scriptSince'),
              lead: true,
              cell: ({ since }) => formatMoment(since, locale),
            },
            { key: 'bytes', header: t('speed.scriptSize'), end: true, cell: (one) => formatCount(one.bytes, locale) },
          ]}
        />
      </Card>
    </>
  );
}

export function SpeedPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [{ data, error }, ask] = useQuery({ query: StoreSpeedDocument, variables: { storeId } });
  return (
    <Page title={t('nav.speed')} lead={t('speed.lead')}>
      <div className="vt-cards">
        {error && !data && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!data && !error && <RowsSkeleton rows={3} height={140} />}
        {data && (
          <>
            <State guard={data.speedGuard.guard} />
            <Now ready={data.speedGuard.ready} poster={data.speedGuard.poster} />
            <Days days={data.speedHistory.days} />
            <Moves moves={data.speedHistory.moves} />
            <Script scripts={data.speedHistory.scripts} scriptBudgetBytes={data.speedHistory.scriptBudgetBytes} />
          </>
        )}
      </div>
    </Page>
  );
}
