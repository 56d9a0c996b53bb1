// A creator's first page: what was earned, what needs attention, the latest videos.
import { Anchor, Button } from '@mantine/core';
import { IconPlus, IconVideo } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { MyEarningsDocument, MyVideosDocument, type MyVideosQuery } from '../api/generated';
import { useMe } from '../api/session';
import { usePoll } from '../api/use-poll';
import { formatCount } from '../ui/format/size';
import { dayBefore } from '../ui/format/time';
import { Card, Figure, Page } from '../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { VideoCard } from './video-card';
import { isMoving } from './video-steps';

type Videos = MyVideosQuery['myVideos']['nodes'];

function Figures({ videos }: { videos: Videos }) {
  const { t, locale, price } = useLocale();
  const [{ data }] = useQuery({ query: MyEarningsDocument, variables: { from: dayBefore(29), to: null } });
  const first = data?.myEarnings[0];
  const views = videos.reduce((sum, video) => sum + video.stats.qualifiedViews, 0);
  const waiting = videos.filter((video) => video.status === 'in_review').length;
  return (
    <dl className="vt-figures">
      <Figure
        tone="accent"
        label={t('earnings.payable')}
        value={first ? price(first.balance.payable) : '—'}
        note={t('earnings.payableNote')}
      />
      <Figure
        label={t('earnings.pending')}
        value={first ? price(first.balance.pending) : '—'}
        note={t('earnings.pendingNote')}
      />
      <Figure label={t('videos.qualifiedViews')} value={formatCount(views, locale)} note={t('home.viewsNote')} />
      <Figure label={t('videoStatus.in_review')} value={formatCount(waiting, locale)} note={t('home.reviewNote')} />
    </dl>
  );
}

export function CreatorHome() {
  const { t } = useLocale();
  const me = useMe();
  const [{ data, error }, ask] = useQuery({ query: MyVideosDocument, variables: { first: 20 } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const videos = data?.myVideos.nodes ?? [];
  usePoll(
    again,
    5000,
    videos.some((video) => isMoving(video.status)),
  );
  const needs = videos.filter((video) => ['rejected', 'refused', 'uploading'].includes(video.status));
  const rest = videos.filter((video) => !needs.includes(video)).slice(0, 5);
  const upload = (
    <Button component={Link} to="/creator/upload" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('nav.upload')}
    </Button>
  );
  const all = (
    <Anchor component={Link} to="/creator/videos" size="sm">
      {t('home.allVideos')}
    </Anchor>
  );
  return (
    <Page title={t('home.hello', { name: me.creator?.displayName ?? me.name })} lead={t('home.lead')} actions={upload}>
      {error && !data && <ErrorState error={error} again={again} />}
      {!data && !error && <RowsSkeleton rows={4} height={96} />}
      {data && (
        <div className="vt-cards">
          <Figures videos={videos} />
          {needs.length > 0 && (
            <Card title={t('home.attention')} flush>
              <div className="vt-video-list">
                {needs.map((video) => (
                  <VideoCard key={video.id} video={video} onChanged={again} />
                ))}
              </div>
            </Card>
          )}
          <Card title={t('home.latest')} aside={all} flush>
            {rest.length === 0 && needs.length === 0 && (
              <EmptyState
                icon={<IconVideo size={26} aria-hidden />}
                title={t('videos.none')}
                text={t('videos.noneText')}
              >
                {upload}
              </EmptyState>
            )}
            <div className="vt-video-list">
              {rest.map((video) => (
                <VideoCard key={video.id} video={video} onChanged={again} />
              ))}
            </div>
          </Card>
        </div>
      )}
    </Page>
  );
}
