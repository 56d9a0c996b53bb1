// What a creator has earned: balances, days, videos, and every commission with its reason.
import { SegmentedControl } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { MyEarningsDocument, type MyEarningsQuery } from '../../api/generated';
import { DataTable } from '../../ui/data-table';
import { DayChart } from '../../ui/day-chart';
import { formatCount } from '../../ui/format/size';
import { dayBefore } from '../../ui/format/time';
import { Card, Figure, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { HeldCard } from '../held/held-card';
import { CommissionsCard } from './commissions';
import { PayNewsCard } from './pay-news-card';
import { TiersCard } from './tiers-card';

type Earned = MyEarningsQuery['myEarnings'][number];

function Balance({ balance }: { balance: Earned['balance'] }) {
  const { t, price } = useLocale();
  return (
    <dl className="vt-figures">
      <Figure
        tone="accent"
        label={t('earnings.payable')}
        value={price(balance.payable)}
        note={t('earnings.payableNote')}
      />
      <Figure label={t('earnings.pending')} value={price(balance.pending)} note={t('earnings.pendingNote')} />
      <Figure label={t('earnings.review')} value={price(balance.review)} note={t('earnings.reviewNote')} />
      <Figure label={t('earnings.inTransit')} value={price(balance.inTransit)} note={t('earnings.inTransitNote')} />
      <Figure label={t('earnings.paid')} value={price(balance.paid)} note={t('earnings.paidNote')} />
      <Figure label={t('earnings.withheld')} value={price(balance.withheld)} note={t('earnings.withheldNote')} />
    </dl>
  );
}

function VideosTable({ videos }: { videos: Earned['videos'] }) {
  const { t, locale, money } = useLocale();
  if (videos.length === 0) return null;
  return (
    <Card title={t('earnings.byVideo')} flush>
      <DataTable
        caption={t('earnings.byVideo')}
        rows={videos}
        rowKey={(row) => row.videoId}
        columns={[
          {
            key: 'title',
            header: t('earnings.video'),
            lead: true,
            cell: (row) => <Link to={`/creator/videos/${row.videoId}`}>{row.title}</Link>,
          },
          {
            key: 'views',
            header: t('videos.qualifiedViews'),
            end: true,
            cell: (row) => formatCount(row.qualifiedViews, locale),
          },
          { key: 'orders', header: t('videos.orders'), end: true, cell: (row) => formatCount(row.orders, locale) },
          { key: 'earned', header: t('videos.earned'), end: true, cell: (row) => money(row.earned) },
        ]}
      />
    </Card>
  );
}

function OneCurrency({ earned }: { earned: Earned }) {
  const { t } = useLocale();
  const day = (at: number) => {
    const found = earned.days[at];
    if (!found) throw new Error('No such day');
    return found;
  };
  return (
    <>
      <Balance balance={earned.balance} />
      <DayChart
        title={t('earnings.perDay')}
        days={earned.days.map((one) => one.day)}
        series={[
          { name: t('earnings.earned'), color: 'var(--vt-bar)', of: (at) => day(at).earned },
          { name: t('earnings.reversed'), color: 'var(--vt-bar-2)', of: (at) => day(at).reversed },
        ]}
      />
      <VideosTable videos={earned.videos} />
    </>
  );
}

export function EarningsPage() {
  const { t } = useLocale();
  const [span, setSpan] = useState('30');
  const variables = { from: dayBefore(Number(span) - 1), to: null };
  const [{ data, error }, ask] = useQuery({ query: MyEarningsDocument, variables });
  const choice = (
    <SegmentedControl
      aria-label={t('ui.period')}
      value={span}
      onChange={setSpan}
      data={['7', '30', '90'].map((days) => ({ value: days, label: t('ui.days', { count: Number(days) }) }))}
    />
  );
  return (
    <Page title={t('nav.earnings')} lead={t('earnings.lead')} actions={choice}>
      <div className="vt-cards">
        {error && !data && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!data && !error && <RowsSkeleton rows={3} height={120} />}
        {data?.myEarnings.length === 0 && (
          <Card>
            <EmptyState
              icon={<IconCoins size={26} aria-hidden />}
              title={t('earnings.none')}
              text={t('earnings.noneText')}
            />
          </Card>
        )}
        {data?.myEarnings.map((earned) => (
          <OneCurrency key={earned.currency} earned={earned} />
        ))}
        <HeldCard />
        <TiersCard />
        <PayNewsCard />
        {data && data.myEarnings.length > 0 && <CommissionsCard />}
      </div>
    </Page>
  );
}
