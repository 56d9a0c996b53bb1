// Trims and cuts a video in the browser: the player shows only what stays, and the result goes to review.
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import {
  TrimVideoDocument,
  UploadBoundsDocument,
  VideoDocument,
  VideoVersionsDocument,
  type VideoFullFragment,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { formatDuration, formatSpan } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { Player } from '../ui/player';
import { ErrorState, FormError, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { keptMs, keptParts, nextKept, type Part } from './keep';
import { TrimEditor, type Trim } from './trim-editor';
import { WhyField } from './versions-card';

/** While it plays, what is cut away is skipped: so it will look. */
function useSkipping(element: RefObject<HTMLVideoElement | null>, kept: readonly Part[]) {
  const parts = useRef(kept);
  useEffect(() => {
    parts.current = kept;
  }, [kept]);
  useEffect(() => {
    const player = element.current;
    if (!player) return undefined;
    const look = () => {
      if (player.paused || player.seeking) return;
      const ms = player.currentTime * 1000;
      const next = nextKept(parts.current, ms);
      if (next === null) player.pause();
      else if (next > ms) player.currentTime = next / 1000;
    };
    player.addEventListener('timeupdate', look);
    return () => player.removeEventListener('timeupdate', look);
  }, [element]);
}

/** A trimmed version may get its whole recording back. */
function Whole({ video, onSent }: { video: VideoFullFragment; onSent: () => void }) {
  const { t } = useLocale();
  const trim = useChange(TrimVideoDocument);
  const [{ data }] = useQuery({ query: VideoVersionsDocument, variables: { videoId: video.id, first: 20 } });
  const present = data?.videoVersions.nodes.find((one) => one.version === video.version);
  if (!present?.keep) return null;
  return (
    <Card title={t('trim.wholeHead')}>
      <p className="vt-card-lead">{t('trim.wholeText')}</p>
      <Group>
        <Button
          variant="default"
          loading={trim.busy}
          onClick={() =>
            void trim.run({ id: video.id, keep: null, why: null }, t('trim.sent')).then((ok) => ok && onSent())
          }
        >
          {t('trim.whole')}
        </Button>
      </Group>
    </Card>
  );
}

function Trimming({ video, durationMs }: { video: VideoFullFragment; durationMs: number }) {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const element = useRef<HTMLVideoElement>(null);
  const [trim, setTrim] = useState<Trim>({ ends: { fromMs: 0, toMs: durationMs }, pieces: [] });
  const [why, setWhy] = useState('');
  const send = useChange(TrimVideoDocument, true);
  const [{ data }] = useQuery({ query: UploadBoundsDocument });
  const kept = keptParts(trim.ends, trim.pieces);
  useSkipping(element, kept);
  const minMs = data?.uploadBounds.minDurationMs ?? 0;
  const [short, same] = [keptMs(kept) < minMs, keptMs(kept) === durationMs];
  const back = () => void navigate(`/creator/videos/${video.id}`);
  const seek = (ms: number) => {
    if (element.current) element.current.currentTime = ms / 1000;
  };
  const submit = async () => {
    if (await send.run({ id: video.id, keep: kept, why }, t('trim.sent'))) back();
  };
  return (
    <div className="vt-split" data-portrait={(video.height ?? 0) > (video.width ?? 0) || undefined}>
      <div className="vt-split-media">
        <Player
          video={element}
          src={video.previewHlsUrl ?? video.publicHlsUrl}
          poster={video.posterUrl}
          label={t('videos.playerLabel', { title: video.title })}
        />
      </div>
      <div className="vt-cards">
        <Card title={t('trim.head')}>
          <TrimEditor
            durationMs={durationMs}
            trim={trim}
            kept={kept}
            now={() => Math.round((element.current?.currentTime ?? 0) * 1000)}
            onChange={setTrim}
            onSeek={seek}
          />
          <Text mt="md" role="status">
            {t('trim.keeps', { kept: formatDuration(keptMs(kept)), all: formatDuration(durationMs) })}
            {short && ` ${t('trim.tooShort', { min: formatSpan(minMs, locale) })}`}
          </Text>
        </Card>
        <Card title={t('trim.sendHead')}>
          <div className="vt-stack">
            <Text c="dimmed">{t('trim.sendText')}</Text>
            <WhyField value={why} onChange={setWhy} />
            <FormError error={send.error} />
            <Group>
              <Button disabled={short || same} loading={send.busy} onClick={() => void submit()}>
                {t('versions.send')}
              </Button>
              <Button variant="default" onClick={back}>
                {t('ui.cancel')}
              </Button>
            </Group>
          </div>
        </Card>
        <Whole video={video} onSent={back} />
      </div>
    </div>
  );
}

export function TrimPage() {
  const { t } = useLocale();
  const { id = '' } = useParams();
  const [{ data, error }, ask] = useQuery({ query: VideoDocument, variables: { id } });
  const video = data?.video;
  const back = (
    <Anchor component={Link} to={`/creator/videos/${id}`} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {video?.title ?? t('videos.one')}
    </Anchor>
  );
  const ready = video?.durationMs && (video.status === 'published' || video.status === 'rejected');
  return (
    <Page title={t('trim.title')} lead={t('trim.lead')} back={back}>
      {!video && error && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
      {!video && !error && <RowsSkeleton rows={3} height={140} />}
      {video && !ready && <Text>{t('trim.notNow')}</Text>}
      {video?.durationMs && ready && <Trimming key={video.version} video={video} durationMs={video.durationMs} />}
    </Page>
  );
}
