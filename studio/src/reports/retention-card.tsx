// How long people watch a video: a curve by seconds, where they put something into the cart, and the same as a table.
import { Anchor, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { Area, Bar, CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useQuery } from 'urql';
import { VideoRetentionDocument, type VideoRetentionQuery } from '../api/generated';
import { DataTable } from '../ui/data-table';
import { formatCount, formatRate } from '../ui/format/size';
import { formatDuration } from '../ui/format/time';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { halfLeftAt, rowsOf } from './retention';

type Retention = VideoRetentionQuery['videoRetention'];
type Seek = (ms: number) => void;

const DAYS = 90;

function Curve({ retention, onSeek }: { retention: Retention; onSeek: Seek }) {
  const { t, locale } = useLocale();
  const { views, seen, cartAdds } = retention;
  const points = seen.map((count, second) => ({ second, share: count / views, adds: cartAdds[second] ?? 0 }));
  const mostAdds = Math.max(1, ...cartAdds);
  const tip = (second: number) => {
    const { adds = 0 } = points[second] ?? {};
    return adds > 0 ? t('retention.adds', { count: adds }) : null;
  };
  return (
    <figure className="vt-chart">
      <figcaption className="vt-legend">
        <span>
          <i style={{ background: 'var(--vt-bar)' }} aria-hidden="true" /> {t('retention.watching')}
        </span>
        <span>
          <i style={{ background: 'var(--vt-bar-2)' }} aria-hidden="true" /> {t('retention.cart')}
        </span>
      </figcaption>
      <div role="img" aria-label={t('ui.chartLabel', { title: t('retention.title') })}>
        <ResponsiveContainer width="100%" height={220}>
          <ComposedChart
            data={points}
            margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
            accessibilityLayer={false}
            onClick={({ activeLabel }) => onSeek(Number(activeLabel ?? 0) * 1000)}
          >
            <CartesianGrid vertical={false} stroke="var(--vt-line)" />
            <XAxis
              dataKey="second"
              tickLine={false}
              axisLine={false}
              minTickGap={40}
              tick={{ fontSize: 12 }}
              tickFormatter={(second: number) => formatDuration(second * 1000)}
            />
            <YAxis
              width={52}
              domain={[0, 1]}
              ticks={[0, 0.25, 0.5, 0.75, 1]}
              tickLine={false}
              axisLine={false}
              tick={{ fontSize: 12 }}
              tickFormatter={(share: number) => formatRate(share * 10_000, locale)}
            />
            {/* The bars have a scale of their own and stay in the lower third: how many they are, the tip and the table say. */}
            <YAxis yAxisId="adds" hide domain={[0, mostAdds * 3]} />
            <Tooltip
              content={({ active, payload }) => {
                const second: unknown = payload?.[0]?.payload?.second;
                const point = typeof second === 'number' ? points[second] : undefined;
                if (!active || !point) return null;
                return (
                  <div className="vt-chart-tip">
                    <strong>{formatDuration(point.second * 1000)}</strong>
                    <span>
                      {t('retention.watching')}: {formatRate(point.share * 10_000, locale)}
                    </span>
                    {tip(point.second) && <span>{tip(point.second)}</span>}
                  </div>
                );
              }}
            />
            <Area
              dataKey="share"
              type="monotone"
              stroke="var(--vt-bar)"
              strokeWidth={2}
              fill="var(--vt-bar)"
              fillOpacity={0.18}
              isAnimationActive={false}
            />
            <Bar yAxisId="adds" dataKey="adds" fill="var(--vt-bar-2)" maxBarSize={10} isAnimationActive={false} />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function Steps({ retention, onSeek }: { retention: Retention; onSeek: Seek }) {
  const { t, locale } = useLocale();
  return (
    <DataTable
      caption={t('retention.title')}
      rows={rowsOf(retention)}
      rowKey={({ second }) => String(second)}
      columns={[
        {
          key: 'second',
          header: t('retention.second'),
          lead: true,
          cell: ({ second }) => (
            <Anchor component="button" type="button" size="sm" onClick={() => onSeek(second * 1000)}>
              {formatDuration(second * 1000)}
            </Anchor>
          ),
        },
        {
          key: 'share',
          header: t('retention.watching'),
          end: true,
          cell: ({ seen }) => formatRate((seen / retention.views) * 10_000, locale),
        },
        { key: 'adds', header: t('retention.cart'), end: true, cell: ({ adds }) => formatCount(adds, locale) },
      ]}
    />
  );
}

/** Nothing is shown before anybody has watched. `onSeek` leads the player to a second. */
export function RetentionCard({ videoId, onSeek }: { videoId: string; onSeek: Seek }) {
  const { t, locale } = useLocale();
  const [view, setView] = useState('chart');
  const [{ data }] = useQuery({ query: VideoRetentionDocument, variables: { videoId, days: DAYS } });
  const retention = data?.videoRetention;
  if (!retention || retention.views === 0 || retention.seen.length === 0) return null;
  const { views, allViews } = retention;
  const half = halfLeftAt(retention);
  const counted =
    allViews > views
      ? t('retention.newest', { shown: formatCount(views, locale), all: formatCount(allViews, locale) })
      : t('retention.counted', { count: views, shown: formatCount(views, locale) });
  return (
    <Card
      title={t('retention.title')}
      aside={
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
      }
    >
      <Text size="sm" mb="sm">
        {half === null ? t('retention.mostStay') : t('retention.halfAt', { at: formatDuration(half * 1000) })}{' '}
        <Text span c="dimmed" size="sm">
          {counted}
        </Text>
      </Text>
      {view === 'chart' ? (
        <Curve retention={retention} onSeek={onSeek} />
      ) : (
        <Steps retention={retention} onSeek={onSeek} />
      )}
    </Card>
  );
}
