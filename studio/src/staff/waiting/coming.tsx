// Videos that are still being prepared and can be watched already: a moderator may begin before the queue has them.
import { Progress, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { ComingVideosDocument, type ComingVideosQuery } from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { usePoll } from '../../api/use-poll';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { Card } from '../../ui/page';
import { Thumb } from '../../ui/thumb';
import { useLocale } from '../../ui/use-locale';

type Item = ComingVideosQuery['comingVideos']['nodes'][number];
const PAGE = 10;

function useColumns(): Column<Item>[] {
  const { t } = useLocale();
  return [
    {
      key: 'video',
      header: t('earnings.video'),
      lead: true,
      cell: (video) => (
        <span className="vt-with-thumb">
          <Thumb kind="video" size="sm" src={video.posterUrl} durationMs={video.durationMs} />
          <span className="vt-two">
            <Link to={`/staff/review/${video.id}`}>{video.title}</Link>
            <small>
              {video.creator.displayName} · {video.storeName}
            </small>
          </span>
        </span>
      ),
    },
    {
      key: 'progress',
      header: t('review.comingProgress'),
      cell: (video) => {
        const percent = Math.round(video.progress * 100);
        return (
          <Progress
            value={percent}
            radius="xl"
            miw={120}
            aria-label={t('videos.preparing', { title: video.title, percent })}
          />
        );
      },
    },
  ];
}

/** Nothing where nothing is coming: most of the time there is no such video. */
export function ComingVideos() {
  const { t } = useLocale();
  const columns = useColumns();
  const pages = usePages(PAGE);
  const [{ data }, ask] = useQuery({
    query: ComingVideosDocument,
    variables: { first: PAGE, after: pages.after },
  });
  usePoll(() => ask({ requestPolicy: 'network-only' }), 5_000, true);
  const list = data?.comingVideos;
  if (!list || list.totalCount === 0) return null;
  return (
    <Card
      flush
      title={t('review.coming')}
      aside={
        <Text size="sm" c="dimmed">
          {t('review.comingLead')}
        </Text>
      }
    >
      <DataTable caption={t('review.coming')} columns={columns} rows={list.nodes} rowKey={(video) => video.id} />
      <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
    </Card>
  );
}
