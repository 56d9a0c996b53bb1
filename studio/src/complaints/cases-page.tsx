// Videos that shoppers reported, the newest case first: those that wait, and what was decided about the others.
import { Group, SegmentedControl, Stack } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { ComplaintCasesDocument, type ComplaintCasesQuery } from '../api/generated';
import { usePages } from '../api/use-pages';
import { Chip, type Tone } from '../ui/chip';
import { DataTable, Pager, type Column } from '../ui/data-table';
import { formatMoment } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { useLocale } from '../ui/use-locale';
import { ReasonChips } from './case-card';

type Row = ComplaintCasesQuery['complaintCases']['nodes'][number];
const PAGE = 25;
const TONES: Record<Row['status'], Tone> = { open: 'warning', removed: 'danger', kept: 'success', gone: 'neutral' };

function useColumns(isStaff: boolean): Column<Row>[] {
  const { t, locale } = useLocale();
  return [
    {
      key: 'video',
      header: t('earnings.video'),
      lead: true,
      cell: ({ video, status }) => (
        <span className="vt-with-thumb">
          <Thumb kind="video" size="sm" src={video.posterUrl} durationMs={video.durationMs} />
          <span className="vt-two">
            {isStaff && status === 'open' ? <Link to={`/staff/review/${video.id}`}>{video.title}</Link> : video.title}
            <small>
              {video.creator.displayName}
              {isStaff && ` · ${video.storeName}`}
            </small>
          </span>
        </span>
      ),
    },
    {
      key: 'reasons',
      header: t('complaints.reasons'),
      cell: ({ reasons, reporters }) => (
        <span className="vt-two">
          <ReasonChips reasons={reasons} />
          {reporters > 0 && <small>{t('complaints.from', { count: reporters })}</small>}
        </span>
      ),
    },
    { key: 'opened', header: t('complaints.opened'), cell: ({ openedAt }) => formatMoment(openedAt, locale) },
    {
      key: 'status',
      header: t('complaints.outcome'),
      cell: ({ status, closedAt, decision }) => (
        <span className="vt-two">
          <span>
            <Chip tone={TONES[status]}>{t(`complaints.status.${status}`)}</Chip>
          </span>
          {closedAt && (
            <small>
              {formatMoment(closedAt, locale)}
              {isStaff && decision && ` · ${decision.actor}`}
            </small>
          )}
        </span>
      ),
    },
  ];
}

/** For staff the cases of all stores, for an owner those of the store. */
export function ComplaintCasesPage() {
  const { t } = useLocale();
  const { storeId } = useParams();
  const [part, setPart] = useState('open');
  const pages = usePages(PAGE);
  const columns = useColumns(storeId === undefined);
  const open = part === 'all' ? null : part === 'open';
  const [{ data, error }, ask] = useQuery({
    query: ComplaintCasesDocument,
    variables: { storeId: storeId ?? null, open, first: PAGE, after: pages.after },
  });
  const list = data?.complaintCases;
  const again = () => ask({ requestPolicy: 'network-only' });
  const choose = (chosen: string) => {
    setPart(chosen);
    pages.restart();
  };
  return (
    <Page title={t('nav.complaints')} lead={t(storeId ? 'complaints.leadStore' : 'complaints.lead')}>
      <Stack gap="md">
        <Group>
          {' '}
          <SegmentedControl
            aria-label={t('complaints.which')}
            value={part}
            onChange={choose}
            data={['open', 'over', 'all'].map((value) => ({ value, label: t(`complaints.part.${value}`) }))}
          />
        </Group>
        <Card flush>
          {error && !list && <ErrorState error={error} again={again} />}
          {!list && !error && <RowsSkeleton />}
          {list?.nodes.length === 0 && (
            <EmptyState
              icon={<IconFlag size={26} aria-hidden />}
              title={t('complaints.none')}
              text={t('complaints.noneText')}
            />
          )}
          {list && list.nodes.length > 0 && (
            <DataTable caption={t('nav.complaints')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
          )}
          {list && (
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          )}
        </Card>
      </Stack>
    </Page>
  );
}
