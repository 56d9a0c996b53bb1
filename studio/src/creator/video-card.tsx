// One video in a list: picture, state, progress or results, and what the creator can do about it.
import { Anchor, Progress, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { VideoCardFragment } from '../api/generated';
import { VideoChip } from '../ui/chip';
import { formatCount } from '../ui/format/size';
import { formatAgo } from '../ui/format/time';
import { Thumb } from '../ui/thumb';
import { useLocale } from '../ui/use-locale';
import { ContinueUpload } from './uploads/continue-upload';
import { progressOf } from './video-steps';
import { VideoTrouble } from './video-trouble';

function Results({ video }: { video: VideoCardFragment }) {
  const { t, locale, price } = useLocale();
  const { stats, earned } = video;
  return (
    <dl className="vt-facts">
      <div>
        <dt>{t('videos.qualifiedViews')}</dt>
        <dd>{formatCount(stats.qualifiedViews, locale)}</dd>
      </div>
      <div>
        <dt>{t('videos.orders')}</dt>
        <dd>{formatCount(stats.orders, locale)}</dd>
      </div>
      {earned && (
        <div>
          <dt>{t('videos.earned')}</dt>
          <dd>{price(earned)}</dd>
        </div>
      )}
    </dl>
  );
}

export function VideoCard({ video, onChanged }: { video: VideoCardFragment; onChanged: () => void }) {
  const { t, locale } = useLocale();
  const percent = progressOf(video);
  const last = video.steps.at(-1)?.at ?? video.createdAt;
  return (
    <article className="vt-video-card" aria-labelledby={`v-${video.id}`}>
      <Thumb kind="video" size="lg" src={video.posterUrl} durationMs={video.durationMs} />
      <div className="vt-grow">
        <div className="vt-video-card-head">
          <h2 id={`v-${video.id}`}>
            <Anchor component={Link} to={`/creator/videos/${video.id}`} c="inherit" underline="hover">
              {video.title}
            </Anchor>
          </h2>
          <VideoChip status={video.status} />
        </div>
        <Text size="sm" c="dimmed">
          {video.storeName} · {formatAgo(last, locale)}
        </Text>
        {video.status === 'transcoding' && percent !== null && (
          <Progress
            value={percent}
            mt="sm"
            radius="xl"
            aria-label={t('videos.preparing', { title: video.title, percent })}
          />
        )}
        {video.status === 'uploading' && <ContinueUpload video={video} onCancelled={onChanged} />}
        {(video.status === 'published' || video.status === 'retired') && <Results video={video} />}
        {(video.status === 'rejected' || video.status === 'refused') && (
          <>
            <VideoTrouble video={video} />
            <Anchor component={Link} to={`/creator/videos/${video.id}#resubmit`} size="sm" underline="always">
              {t('videos.toResubmit')}
            </Anchor>
          </>
        )}
      </div>
    </article>
  );
}
