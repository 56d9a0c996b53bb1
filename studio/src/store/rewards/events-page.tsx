// The register: what the shop told of shoppers who invite, sign up and order, and what became of each.
import { Select } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { RewardEventsDocument, type RewardEventKind, type RewardEventRowFragment } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { RewardTabs } from './tabs';

type Row = RewardEventRowFragment;
const PAGE = 20;
const KINDS: readonly RewardEventKind[] = ['invite', 'signup', 'order', 'order_cancelled', 'order_returned'];
const GOOD: readonly string[] = ['EARNED', 'BOUND'];
const PLAIN: readonly string[] = ['NOTED', 'REPLACED', 'KNOWN_FROM_ORDERS', 'SAME_ORDER', 'PENDING'];

function toneOf(verdict: string): Tone {
  if (GOOD.includes(verdict)) return 'success';
  return PLAIN.includes(verdict) ? 'neutral' : 'warning';
}

function useColumns(): Column<Row>[] {
  const { t, locale, money } = useLocale();
  const said = (row: Row): string[] => [
    row.kind === 'invite' && row.invitee ? t('rewards.invites', { person: row.invitee }) : '',
    row.inviter ? t('rewards.invitedBy', { person: row.inviter }) : '',
    row.code ? t('rewards.codeOf', { code: row.code }) : '',
    row.fromOrders ? t('rewards.fromOrders') : '',
  ];
  return [
    {
      ...{ key: 'what', header: t('rewards.event'), lead: true },
      cell: (row) => (
        <span className="vt-two">
          <span className="vt-break">
            {t(`rewards.kindOf_${row.kind}`)} ·{' '}
            {row.kind === 'invite' || row.kind === 'signup' ? row.person : row.orderId}
          </span>
          <small className="vt-break">
            {[row.kind === 'order' ? (row.person ?? '') : '', ...said(row)].filter(Boolean).join(' · ')}
          </small>
        </span>
      ),
    },
    { key: 'at', header: t('rewards.at'), cell: (row) => formatMoment(row.at, locale) },
    {
      ...{ key: 'verdict', header: t('rewards.result') },
      cell: (row) => (
        <span className="vt-two">
          <span>
            <Chip tone={toneOf(row.verdict)}>
              {t(
                GOOD.includes(row.verdict)
                  ? 'rewards.counted'
                  : PLAIN.includes(row.verdict)
                    ? 'rewards.noted'
                    : 'rewards.notCounted',
              )}
            </Chip>
          </span>
          {row.verdict !== 'NOTED' && <small className="vt-break">{row.verdictText}</small>}
        </span>
      ),
    },
    { key: 'amount', header: t('rewards.amount'), end: true, cell: (row) => (row.amount ? money(row.amount) : '—') },
  ];
}

export function RewardEventsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [kind, setKind] = useState<RewardEventKind | null>(null);
  const pages = usePages(PAGE);
  const variables = { storeId, mode: 'live' as const, kind, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: RewardEventsDocument, variables });
  const columns = useColumns();
  const list = data?.rewardEvents;
  return (
    <Page title={t('rewards.eventsTitle')} lead={t('rewards.eventsLead')} width="wide">
      <RewardTabs storeId={storeId} />
      <Card flush>
        <div className="vt-toolbar">
          <Select
            aria-label={t('rewards.filterEvents')}
            placeholder={t('rewards.all')}
            w={280}
            maw="100%"
            clearable
            clearButtonProps={{ 'aria-label': t('rewards.all') }}
            value={kind}
            data={KINDS.map((value) => ({ value, label: t(`rewards.kindOf_${value}`) }))}
            onChange={(value) => {
              setKind(KINDS.find((one) => one === value) ?? null);
              pages.restart();
            }}
          />
        </div>
        {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!list && !error && <RowsSkeleton />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconListDetails size={26} aria-hidden />}
            title={t('rewards.noEvents')}
            text={t('rewards.noEventsText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('rewards.eventsTitle')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
    </Page>
  );
}
