// Videos that wait for a decision, the longest wait first.
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMoodCheck, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useQuery } from 'urql';
import {
  ClaimNextReviewDocument,
  ReviewQueueDocument,
  StoreNamesDocument,
  type ReviewQueueQuery,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { usePoll } from '../../api/use-poll';
import { toastDone } from '../../ui/toast';
import { Chip } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatSpan } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { Thumb } from '../../ui/thumb';
import { useLocale } from '../../ui/use-locale';
import { ComingVideos } from './coming';

type Item = ReviewQueueQuery['reviewQueue']['nodes'][number];
const PAGE = 20;
const WAITS = ['60', '240', '1440'];

/** Four hours is what creators are told; a day is too long. */
function waitTone(waitMs: number): 'neutral' | 'warning' | 'danger' {
  if (waitMs > 86_400_000) return 'danger';
  return waitMs > 4 * 3_600_000 ? 'warning' : 'neutral';
}

function useColumns(): Column<Item>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'video',
      header: t('earnings.video'),
      lead: true,
      cell: (row) => (
        <span className="vt-with-thumb">
          <Thumb kind="video" size="sm" src={row.video.posterUrl} durationMs={row.video.durationMs} />
          <span className="vt-two">
            <Link to={`/staff/review/${row.video.id}`}>{row.video.title}</Link>
            <small>{row.video.creator.displayName}</small>
            {(row.published || row.complaints > 0) && (
              <span className="vt-chips">
                {row.published && <Chip tone="success">{t('review.published')}</Chip>}
                {row.complaints > 0 && (
                  <Chip tone="warning">{t('complaints.reported', { count: row.complaints })}</Chip>
                )}
              </span>
            )}
          </span>
        </span>
      ),
    },
    {
      key: 'product',
      header: t('earnings.product'),
      cell: (row) => (
        <span className="vt-two">
          <span>{row.video.products.map((product) => product.title).join(', ')}</span>
          <small>{row.video.storeName}</small>
        </span>
      ),
    },
    {
      key: 'wait',
      header: t('review.waiting'),
      cell: (row) => {
        const waitMs = Date.now() - new Date(row.waitingSince).getTime();
        return <Chip tone={waitTone(waitMs)}>{formatSpan(waitMs, locale)}</Chip>;
      },
    },
    { key: 'attempts', header: t('review.attempt'), end: true, cell: (row) => row.attempts },
    {
      key: 'claim',
      header: t('review.withWhom'),
      cell: (row) =>
        row.claimedByMe ? (
          <Chip tone="accent">{t('review.withMe')}</Chip>
        ) : row.claimedBy ? (
          <Chip tone="info">{row.claimedBy}</Chip>
        ) : (
          <span className="vt-dim">{t('review.free')}</span>
        ),
    },
  ];
}

type Filter = {
  published: boolean | null;
  reported: boolean | null;
  storeId: string | null;
  minWaitMinutes: number | null;
  search: string | null;
};

function Filters({ filter, onFilter }: { filter: Filter; onFilter: (part: Partial<Filter>) => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: StoreNamesDocument });
  return (
    <Group className="vt-toolbar">
      <TextInput
        className="vt-grow"
        miw={200}
        maw={320}
        aria-label={t('review.find')}
        placeholder={t('review.find')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter.search ?? ''}
        onChange={(event) => onFilter({ search: event.currentTarget.value || null })}
      />
      <Select
        aria-label={t('review.part')}
        value={filter.reported ? 'reported' : filter.published === null ? 'all' : filter.published ? 'after' : 'before'}
        data={[
          { value: 'all', label: t('review.anyPart') },
          { value: 'before', label: t('review.toPublish') },
          { value: 'after', label: t('review.lookAfter') },
          { value: 'reported', label: t('complaints.onlyReported') },
        ]}
        onChange={(value) =>
          onFilter({
            published: value === 'before' ? false : value === 'after' ? true : null,
            reported: value === 'reported' ? true : null,
          })
        }
      />
      <Select
        aria-label={t('uploads.store')}
        value={filter.storeId ?? 'all'}
        data={[
          { value: 'all', label: t('review.allStores') },
          ...(data?.stores.nodes ?? []).map((store) => ({ value: store.id, label: store.name })),
        ]}
        onChange={(value) => onFilter({ storeId: value === 'all' ? null : value })}
      />
      <Select
        aria-label={t('review.waiting')}
        value={filter.minWaitMinutes ? String(filter.minWaitMinutes) : 'any'}
        data={[
          { value: 'any', label: t('review.anyWait') },
          ...WAITS.map((minutes) => ({
            value: minutes,
            label: t('review.longerThan', { count: Number(minutes) / 60 }),
          })),
        ]}
        onChange={(value) => onFilter({ minWaitMinutes: value === 'any' ? null : Number(value) })}
      />
    </Group>
  );
}

export function QueuePage() {
  const { t } = useLocale();
  const navigate = useNavigate();
  const [filter, setFilter] = useState<Filter>({
    ...{ published: null, reported: null, storeId: null, minWaitMinutes: null, search: null },
  });
  const [settled] = useDebouncedValue(filter, 250);
  const pages = usePages(PAGE);
  const columns = useColumns();
  const [{ data, error }, ask] = useQuery({
    query: ReviewQueueDocument,
    variables: { filter: settled, first: PAGE, after: pages.after },
  });
  const claim = useChange(ClaimNextReviewDocument);
  const list = data?.reviewQueue;
  const again = () => ask({ requestPolicy: 'network-only' });
  usePoll(again, 15_000, true);
  const next = async () => {
    const claimed = await claim.run({ filter: settled });
    if (claimed?.claimNextReview) void navigate(`/staff/review/${claimed.claimNextReview.video.id}`);
    else if (claimed) toastDone(t('review.nothingFree'));
  };
  const start = (
    <Button
      leftSection={<IconPlayerPlay size={18} aria-hidden />}
      loading={claim.busy}
      disabled={list?.totalCount === 0}
      onClick={() => void next()}
    >
      {t('review.start')}
    </Button>
  );
  return (
    <Page
      title={t('nav.review')}
      lead={list ? t('review.count', { count: list.totalCount }) : t('review.lead')}
      actions={start}
    >
      <Stack gap="lg">
        <Card flush>
          <Filters
            filter={filter}
            onFilter={(part) => {
              setFilter({ ...filter, ...part });
              pages.restart();
            }}
          />
          {error && !list && <ErrorState error={error} again={again} />}
          {!list && !error && <RowsSkeleton />}
          {list?.nodes.length === 0 && (
            <EmptyState
              icon={<IconMoodCheck size={26} aria-hidden />}
              title={t('review.none')}
              text={t('review.noneText')}
            />
          )}
          {list && list.nodes.length > 0 && (
            <DataTable caption={t('nav.review')} columns={columns} rows={list.nodes} rowKey={(row) => row.video.id} />
          )}
          {list && (
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          )}
        </Card>
        <ComingVideos />
      </Stack>
    </Page>
  );
}
