// All videos of a creator, with their state; asked again while any of them is on its way.
import { Button, Select } from '@mantine/core';
import { IconPlus, IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { MyVideosDocument, type VideoStatus } from '../api/generated';
import { usePages } from '../api/use-pages';
import { usePoll } from '../api/use-poll';
import { Pager } from '../ui/data-table';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { VideoCard } from './video-card';
import { isMoving } from './video-steps';

const PAGE = 12;
const STATUSES: readonly VideoStatus[] = [
  'uploading',
  'checking',
  'transcoding',
  'in_review',
  'published',
  'rejected',
  'refused',
  'retired',
];

export function VideosPage() {
  const { t } = useLocale();
  const [status, setStatus] = useState<VideoStatus | null>(null);
  const pages = usePages(PAGE);
  const [{ data, error }, ask] = useQuery({
    query: MyVideosDocument,
    variables: { status, first: PAGE, after: pages.after },
  });
  const list = data?.myVideos;
  const again = () => ask({ requestPolicy: 'network-only' });
  usePoll(again, 4000, list?.nodes.some((video) => isMoving(video.status)) ?? false);
  const upload = (
    <Button component={Link} to="/creator/upload" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('nav.upload')}
    </Button>
  );
  return (
    <Page title={t('nav.myVideos')} lead={t('videos.lead')} actions={upload}>
      <Card flush>
        <div className="vt-toolbar">
          <Select
            aria-label={t('videos.filter')}
            value={status ?? 'all'}
            data={[
              { value: 'all', label: t('videos.all') },
              ...STATUSES.map((value) => ({ value, label: t(`videoStatus.${value}`) })),
            ]}
            onChange={(value) => {
              setStatus(STATUSES.find((one) => one === value) ?? null);
              pages.restart();
            }}
          />
        </div>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={4} height={96} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconVideo size={26} aria-hidden />}
            title={status ? t('videos.noneSuch') : t('videos.none')}
            text={status ? t('videos.noneSuchText') : t('videos.noneText')}
          >
            {!status && upload}
          </EmptyState>
        )}
        <div className="vt-video-list">
          {list?.nodes.map((video) => (
            <VideoCard key={video.id} video={video} onChanged={again} />
          ))}
        </div>
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
    </Page>
  );
}
