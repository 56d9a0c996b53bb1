// One video of a creator: plays it, tells its road and its results, lets the creator edit or withdraw it.
import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { IconArrowLeft, IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { EditVideoDocument, RetireVideoDocument, VideoDocument, type VideoFullFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { usePoll } from '../api/use-poll';
import { Ask } from '../ui/ask';
import { VideoChip } from '../ui/chip';
import { formatCount } from '../ui/format/size';
import { Card, Figure, Page } from '../ui/page';
import { RetentionCard } from '../reports/retention-card';
import { isEarly, Player } from '../ui/player';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { Thumb } from '../ui/thumb';
import { useLocale } from '../ui/use-locale';
import { CertificateCard } from '../versions/certificate-card';
import { LicenceCard } from '../versions/licence-card';
import { DeleteForGood } from '../versions/delete-for-good';
import { NewVersionNotice, VersionsCard } from '../versions/versions-card';
import { CommissionsCard } from './earnings/commissions';
import { CaptionsCard } from './captions/captions-card';
import { MarksCard } from './marks/marks-card';
import { TracksCard } from './tracks/tracks-card';
import { ContinueUpload } from './uploads/continue-upload';
import { NoticesCard } from './notices';
import { PosterPicker } from './poster-picker';
import { askEveryMs, isMoving, VideoSteps } from './video-steps';
import { Resubmit, VideoTrouble, VideoWarnings } from './video-trouble';

function Back() {
  const { t } = useLocale();
  return (
    <Anchor component={Link} to="/creator/videos" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {t('nav.myVideos')}
    </Anchor>
  );
}

function Results({ video }: { video: VideoFullFragment }) {
  const { t, locale, price } = useLocale();
  const { stats, votes } = video;
  return (
    <dl className="vt-figures">
      <Figure label={t('videos.impressions')} value={formatCount(stats.impressions, locale)} />
      <Figure
        label={t('videos.qualifiedViews')}
        value={formatCount(stats.qualifiedViews, locale)}
        note={t('videos.qualifiedNote')}
      />
      <Figure label={t('videos.clicks')} value={formatCount(stats.clicks, locale)} />
      <Figure
        label={t('videos.orders')}
        value={formatCount(stats.orders, locale)}
        note={video.earned ? t('videos.earnedNote', { sum: price(video.earned) }) : undefined}
      />
      <Figure
        label={t('videos.helped')}
        value={formatCount(votes.helpful, locale)}
        note={t('videos.helpedNote', { count: votes.total })}
      />
    </dl>
  );
}

function Details({ video, onChanged }: { video: VideoFullFragment; onChanged: () => void }) {
  const { t, price } = useLocale();
  const [title, setTitle] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const edit = useChange(EditVideoDocument);
  const retire = useChange(RetireVideoDocument);
  /** Its title stands beside the earlier file on product pages until the new version is approved. */
  const fixed = video.liveVersion !== null && video.status !== 'published';
  const save = async () => {
    if (title === null) return;
    if (await edit.run({ id: video.id, title: title.trim() }, t('ui.saved'))) setTitle(null);
  };
  return (
    <Card title={t('videos.details')}>
      <div className="vt-stack">
        {title === null ? (
          <Group justify="space-between" wrap="nowrap">
            <Text>{video.title}</Text>
            <Button
              size="xs"
              flex="none"
              variant="default"
              leftSection={<IconPencil size={14} aria-hidden />}
              disabled={fixed || video.status === 'retired'}
              onClick={() => setTitle(video.title)}
            >
              {t('videos.editTitle')}
            </Button>
          </Group>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <Group align="flex-end">
              <TextInput
                label={t('uploads.title')}
                className="vt-grow"
                autoFocus
                maxLength={120}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
              <Button type="submit" loading={edit.busy} disabled={!title.trim()}>
                {t('ui.save')}
              </Button>
              <Button variant="default" onClick={() => setTitle(null)}>
                {t('ui.cancel')}
              </Button>
            </Group>
          </form>
        )}
        <ul className="vt-rows" data-inset aria-label={t('uploads.products')}>
          {video.products.map((product) => (
            <li key={product.id}>
              <Thumb kind="product" size="sm" src={product.imageUrl} />
              <span className="vt-grow">{product.title}</span>
              <span className="vt-number">{price(product.price)}</span>
            </li>
          ))}
        </ul>
        <Group>
          {video.liveVersion !== null && (
            <Button variant="default" size="xs" onClick={() => setAsking(true)}>
              {t('videos.retire')}
            </Button>
          )}
          <DeleteForGood video={video} onDone={onChanged} />
        </Group>
      </div>
      <Ask
        opened={asking}
        title={t('videos.retireHead')}
        text={t('videos.retireText')}
        yes={t('videos.retire')}
        danger
        busy={retire.busy}
        onClose={() => setAsking(false)}
        onYes={() => {
          void retire.run({ id: video.id }, t('videos.retired')).then((data) => data && onChanged());
          setAsking(false);
        }}
      />
    </Card>
  );
}

export function VideoPage() {
  const { t } = useLocale();
  const { id = '' } = useParams();
  const [{ data, error }, ask] = useQuery({ query: VideoDocument, variables: { id } });
  const element = useRef<HTMLVideoElement>(null);
  const again = () => ask({ requestPolicy: 'network-only' });
  const video = data?.video;
  const moving = video ? isMoving(video.status) || video.posterChoice?.state === 'waiting' : false;
  usePoll(again, video ? askEveryMs(video) : 3000, moving);
  if (!video) {
    return (
      <Page title={t('videos.one')} back={<Back />}>
        {error ? <ErrorState error={error} again={again} /> : <RowsSkeleton rows={3} height={140} />}
      </Page>
    );
  }
  const seek = (ms: number) => {
    if (!element.current) return;
    element.current.currentTime = ms / 1000;
    element.current.focus();
  };
  const shown = video.liveVersion !== null || video.status === 'retired';
  const wrong = video.status === 'rejected' || video.status === 'refused';
  return (
    <Page title={video.title} lead={video.storeName} back={<Back />} actions={<VideoChip status={video.status} />}>
      <div className="vt-split" data-portrait={(video.height ?? 0) > (video.width ?? 0) || undefined}>
        <div className="vt-split-media">
          <Player
            video={element}
            src={video.previewHlsUrl ?? video.publicHlsUrl}
            poster={video.posterUrl}
            label={t('videos.playerLabel', { title: video.title })}
            storyboard={video.storyboard}
            durationMs={video.durationMs}
          />
          {isEarly(video.previewHlsUrl ?? '') && (
            <Text size="sm" c="dimmed" mt="xs" role="status">
              {t('videos.earlyNote')}
            </Text>
          )}
        </div>
        <div className="vt-cards">
          <NewVersionNotice video={video} onChanged={again} />
          {wrong && <VideoTrouble video={video} onSeek={seek} />}
          {video.status !== 'retired' && <VideoWarnings warnings={video.warnings} />}
          {video.status === 'uploading' && (
            <Card title={t('videoStatus.uploading')}>
              <ContinueUpload video={video} onCancelled={again} mayCancel={video.liveVersion === null} />
            </Card>
          )}
          {shown && <Results video={video} />}
          {shown && <RetentionCard videoId={video.id} onSeek={seek} />}
          <Card title={t('videos.road')}>
            <VideoSteps video={video} />
          </Card>
          {wrong && (
            <div id="resubmit">
              <Card title={t('videos.resubmitHead')}>
                <Resubmit video={video} onSent={again} />
              </Card>
            </div>
          )}
          <Details video={video} onChanged={again} />
          <PosterPicker video={video} onChanged={again} />
          {video.durationMs !== null && <CaptionsCard videoId={video.id} to="captions" />}
          {video.durationMs !== null && video.status !== 'retired' && (
            <TracksCard videoId={video.id} version={video.version} adds />
          )}
          {video.durationMs !== null && <MarksCard videoId={video.id} to="marks" />}
          <VersionsCard video={video} onChanged={again} onSeek={seek} />
          {video.status !== 'retired' && <LicenceCard video={video} />}
          {video.status !== 'uploading' && <CertificateCard videoId={video.id} />}
          <NoticesCard notices={video.decisions} />
        </div>
      </div>
      {shown && <CommissionsCard videoId={video.id} />}
    </Page>
  );
}
