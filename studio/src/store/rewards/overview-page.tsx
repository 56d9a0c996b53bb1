// What inviting friends brings a store: invitations, new customers, K and what a new customer costs, by week.
import { Button } from '@mantine/core';
import { IconUserHeart } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { RewardFiguresDocument, RewardProgrammeDocument, type RewardFiguresQuery } from '../../api/generated';
import { DataTable, type Column } from '../../ui/data-table';
import { DayChart } from '../../ui/day-chart';
import { formatCount } from '../../ui/format/size';
import { formatDay } from '../../ui/format/time';
import { Card, Figure, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { StopNotice } from './stop-notice';
import { RewardTabs } from './tabs';

type Found = RewardFiguresQuery['rewardFigures'];
type Week = Found['weeks'][number];
const NONE = '—';

function Figures({ found }: { found: Found }) {
  const { t, locale } = useLocale();
  const sum = (pick: (week: Week) => number) =>
    formatCount(
      found.weeks.reduce((all, one) => all + pick(one), 0),
      locale,
    );
  // Numbers of people, not shares: 7500 ten-thousandths are 0.75.
  const times = (bps: string | null) =>
    bps === null ? NONE : (Number(bps) / 10_000).toLocaleString(locale, { maximumFractionDigits: 2 });
  const held = found.states.find(({ status }) => status === 'held')?.count ?? 0;
  const shoppers = formatCount(found.activeShoppers, locale);
  return (
    <dl className="vt-figures">
      <Figure label={t('rewards.k')} value={times(found.kBps)} note={t('rewards.kNote', { shoppers })} tone="accent" />
      <Figure
        label={t('rewards.invitations')}
        value={sum((week) => week.invitations)}
        note={t('rewards.perShopper', { times: times(found.invitationsBps) })}
      />
      <Figure
        label={t('rewards.firstOrders')}
        value={sum((week) => week.firstOrders)}
        note={t('rewards.perInvitation', { times: times(found.conversionBps), signUps: sum((week) => week.signUps) })}
      />
      <Figure
        label={t('rewards.given')}
        value={sum((week) => week.rewards)}
        note={held > 0 ? t('rewards.heldNote', { count: held }) : t('rewards.noneHeld')}
      />
    </dl>
  );
}

function WeeksTable({ weeks }: { weeks: Week[] }) {
  const { t, locale, money } = useLocale();
  const count = (key: 'invitations' | 'signUps' | 'firstOrders' | 'rewards'): Column<Week> => ({
    ...{ key, header: t(`rewards.${key}`), end: true, cell: (week) => formatCount(week[key], locale) },
  });
  const columns: Column<Week>[] = [
    { key: 'week', header: t('rewards.week'), lead: true, cell: (week) => formatDay(week.week, locale) },
    ...(['invitations', 'signUps', 'firstOrders', 'rewards'] as const).map(count),
    { key: 'cost', header: t('rewards.cost'), end: true, cell: (week) => money(week.cost) },
    {
      ...{ key: 'per', header: t('rewards.perCustomer'), end: true },
      cell: (week) => (week.perCustomer ? money(week.perCustomer) : NONE),
    },
  ];
  return (
    <Card title={t('rewards.byWeek')} flush>
      <DataTable
        caption={t('rewards.byWeek')}
        columns={columns}
        rows={[...weeks].reverse()}
        rowKey={({ week }) => week}
      />
    </Card>
  );
}

export function RewardsOverviewPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [{ data, error }, ask] = useQuery({ query: RewardFiguresDocument, variables: { storeId, mode: 'live' } });
  const [programme, askProgramme] = useQuery({ query: RewardProgrammeDocument, variables: { storeId } });
  const found = data?.rewardFigures;
  const rules = programme.data?.rewardProgramme;
  const again = () => {
    ask({ requestPolicy: 'network-only' });
    askProgramme({ requestPolicy: 'network-only' });
  };
  const weeks = found?.weeks ?? [];
  const costAt = (at: number) => {
    const week = weeks[at];
    if (!week) throw new Error('No such week');
    return week.perCustomer ?? { ...week.cost, amountMinor: '0' };
  };
  return (
    <Page title={t('nav.rewards')} lead={t('rewards.lead')} width="wide">
      <RewardTabs storeId={storeId} />
      <div className="vt-cards">
        {error && !found && <ErrorState error={error} again={again} />}
        {!found && !error && <RowsSkeleton rows={2} height={140} />}
        <StopNotice storeId={storeId} stop={rules?.stop ?? null} onDone={again} />
        {rules?.versions.length === 0 && (
          <Card>
            <EmptyState
              icon={<IconUserHeart size={26} aria-hidden />}
              title={t('rewards.noRules')}
              text={t('rewards.noRulesText')}
            >
              <Button component={Link} to={`/store/${storeId}/rewards/rules`}>
                {t('rewards.writeRules')}
              </Button>
            </EmptyState>
          </Card>
        )}
        {found && rules && rules.versions.length > 0 && (
          <>
            <Figures found={found} />
            <DayChart
              title={t('rewards.costByWeek')}
              days={weeks.map(({ week }) => week)}
              series={[{ name: t('rewards.perCustomer'), color: 'var(--vt-bar)', of: costAt }]}
            />
            <WeeksTable weeks={weeks} />
          </>
        )}
      </div>
    </Page>
  );
}
