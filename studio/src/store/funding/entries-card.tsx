// Money of a store in and out, page by page; finance decides in the same list.
import { Button, Group } from '@mantine/core';
import { IconCash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { FundingEntriesDocument, type FundingEntryCardFragment, type FundingStatus } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const PAGE = 20;
const TONES: Record<FundingStatus, Tone> = { prepared: 'warning', confirmed: 'success', refused: 'neutral' };

type Entry = FundingEntryCardFragment;
type Decide = (entry: Entry, what: 'confirm' | 'refuse') => void;

/** The amount with its sign: money that goes back to the store stands with a minus. */
function useColumns(named: boolean, onDecide?: Decide): Column<Entry>[] {
  const { t, locale, money } = useLocale();
  const decision: Column<Entry> = {
    ...{ key: 'actions', header: '', end: true },
    cell: (entry) =>
      entry.status !== 'prepared' ? null : (
        <Group gap="xs" justify="flex-end">
          <Button
            size="compact-sm"
            disabled={entry.preparedByMe}
            title={entry.preparedByMe ? t('funding.another') : undefined}
            aria-label={t('funding.confirmOf', { reference: entry.reference })}
            onClick={() => onDecide?.(entry, 'confirm')}
          >
            {t('funding.confirm')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('funding.refuseOf', { reference: entry.reference })}
            onClick={() => onDecide?.(entry, 'refuse')}
          >
            {t('funding.refuse')}
          </Button>
        </Group>
      ),
  };
  return [
    {
      ...{ key: 'what', header: t('funding.document'), lead: true },
      cell: (entry) => (
        <span className="vt-two">
          <span className="vt-break">{named ? entry.storeName : entry.reference}</span>
          <small className="vt-break">
            {named ? `${entry.reference} · ` : ''}
            {t(`funding.${entry.direction}`)}
          </small>
        </span>
      ),
    },
    {
      ...{ key: 'status', header: t('funding.status') },
      cell: (entry) => (
        <span className="vt-two">
          <span>
            <Chip tone={TONES[entry.status]}>{t(`funding.status_${entry.status}`)}</Chip>
          </span>
          <small>{formatMoment(entry.decidedAt ?? entry.preparedAt, locale)}</small>
          {entry.reason && <small className="vt-break">{entry.reason}</small>}
        </span>
      ),
    },
    {
      ...{ key: 'amount', header: t('funding.amount'), end: true },
      cell: ({ direction, amount }) =>
        money(direction === 'topup' ? amount : { ...amount, amountMinor: `-${amount.amountMinor}` }),
    },
    ...(onDecide ? [decision] : []),
  ];
}

type Props = { storeId: string | null; onDecide?: Decide; aside?: ReactNode };

/** Without a store those of all. */
export function FundingEntriesCard({ storeId, onDecide, aside }: Props) {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const variables = { storeId, status: null, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: FundingEntriesDocument, variables });
  const columns = useColumns(storeId === null, onDecide);
  const list = data?.fundingEntries;
  return (
    <Card title={t('funding.history')} flush aside={aside}>
      {error && !list && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!list && !error && <RowsSkeleton rows={3} />}
      {list?.nodes.length === 0 && (
        <EmptyState
          icon={<IconCash size={26} aria-hidden />}
          title={t('funding.none')}
          text={t(storeId === null ? 'funding.noneStaff' : 'funding.noneText')}
        />
      )}
      {list && list.nodes.length > 0 && (
        <DataTable caption={t('funding.history')} columns={columns} rows={list.nodes} rowKey={(one) => one.id} />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
    </Card>
  );
}
