// Whom a creator invited, where each stands, and the share by creator and by month.
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from 'urql';
import {
  MyInvitationDocument,
  MyReferralsDocument,
  type MyInvitationQuery,
  type ReferralCardFragment,
  type ReferralState,
} from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatCount, formatRate } from '../../ui/format/size';
import { formatDate, formatMonth } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { InviteCard } from './invite-card';

const PAGE = 20;
const NONE = '—';
const TONES: Record<ReferralState, Tone> = {
  invited: 'info',
  lapsed: 'neutral',
  joined: 'warning',
  published: 'success',
  ended: 'neutral',
};

type Month = MyInvitationQuery['myReferralMonths'][number];

/** The date that matters in each state: what has happened, or until when it goes on. */
function dateOf(one: ReferralCardFragment): { key: string; at: string } {
  if (one.endsAt) return { key: one.state === 'ended' ? 'endedAt' : 'until', at: one.endsAt };
  if (one.joinedAt) return { key: 'joinedAt', at: one.joinedAt };
  return { key: 'invitedAt', at: one.invitedAt };
}

function useColumns(): Column<ReferralCardFragment>[] {
  const { t, locale, money } = useLocale();
  return [
    {
      ...{ key: 'who', header: t('referrals.who'), lead: true },
      cell: (one) => <span className="vt-break">{one.name}</span>,
    },
    {
      ...{ key: 'state', header: t('referrals.status') },
      cell: (one) => {
        const { key, at } = dateOf(one);
        return (
          <span className="vt-two">
            <span>
              <Chip tone={TONES[one.state]}>{t(`referrals.state_${one.state}`)}</Chip>
            </span>
            <small>{t(`referrals.${key}`, { date: formatDate(at, locale) })}</small>
          </span>
        );
      },
    },
    {
      ...{ key: 'share', header: t('referrals.share') },
      cell: (one) =>
        one.shares.length === 0 ? (
          NONE
        ) : (
          <span className="vt-two">
            {one.shares.map(({ storeName, rateBps }, at) => (
              <span key={at}>
                {storeName} · {formatRate(rateBps, locale)}
              </span>
            ))}
          </span>
        ),
    },
    {
      ...{ key: 'earned', header: t('referrals.earned'), end: true },
      cell: (one) =>
        one.earned.length === 0 ? (
          NONE
        ) : (
          <span className="vt-two">
            {one.earned.map((sum) => (
              <span key={sum.currency}>{money(sum)}</span>
            ))}
          </span>
        ),
    },
  ];
}

function Months({ months }: { months: readonly Month[] }) {
  const { t, locale, money } = useLocale();
  const columns: Column<Month>[] = [
    { ...{ key: 'month', header: t('ui.month'), lead: true }, cell: ({ month }) => formatMonth(`${month}-01`, locale) },
    { ...{ key: 'by', header: t('referrals.by'), end: true }, cell: ({ creators }) => formatCount(creators, locale) },
    { ...{ key: 'earned', header: t('referrals.earned'), end: true }, cell: ({ earned }) => money(earned) },
  ];
  return (
    <Card title={t('referrals.months')} flush>
      <DataTable
        caption={t('referrals.months')}
        columns={columns}
        rows={months}
        rowKey={({ month, earned }) => month + earned.currency}
      />
    </Card>
  );
}

export function ReferralsPage() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const variables = { first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: MyReferralsDocument, variables });
  const [own, askOwn] = useQuery({ query: MyInvitationDocument });
  const columns = useColumns();
  const list = data?.myReferrals;
  const again = () => ask({ requestPolicy: 'network-only' });
  const months = own.data?.myReferralMonths ?? [];
  return (
    <Page title={t('nav.referrals')} lead={t('referrals.lead')}>
      <div className="vt-cards">
        {own.error && !own.data && (
          <ErrorState error={own.error} again={() => askOwn({ requestPolicy: 'network-only' })} />
        )}
        {!own.data && !own.error && <RowsSkeleton rows={1} height={180} />}
        {own.data && <InviteCard invitation={own.data.myInvitation} onSent={again} />}
        <Card title={t('referrals.list')} flush>
          {error && !list && <ErrorState error={error} again={again} />}
          {!list && !error && <RowsSkeleton rows={3} />}
          {list?.nodes.length === 0 && (
            <EmptyState
              icon={<IconUserPlus size={26} aria-hidden />}
              title={t('referrals.none')}
              text={t('referrals.noneText')}
            />
          )}
          {list && list.nodes.length > 0 && (
            <DataTable caption={t('referrals.list')} columns={columns} rows={list.nodes} rowKey={(one) => one.id} />
          )}
          {list && (
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          )}
        </Card>
        {months.length > 0 && <Months months={months} />}
      </div>
    </Page>
  );
}
