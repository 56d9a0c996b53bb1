// The poster of a video: one of the frames on offer, best first, or a picture of the creator's own.
import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconPhotoUp } from '@tabler/icons-react';
import { useState } from 'react';
import { CombinedError } from 'urql';
import { ChoosePosterDocument, type VideoFullFragment } from '../api/generated';
import { pictureFailure, sendPicture } from '../api/send-picture';
import { useChange } from '../api/use-change';
import { formatDuration } from '../ui/format/time';
import { Card } from '../ui/page';
import { toastDone, toastFailed } from '../ui/toast';
import { useLocale } from '../ui/use-locale';

const ACCEPTED = 'image/jpeg,image/png,image/webp';

function useOwnPicture(videoId: string, sent: () => void) {
  const { t } = useLocale();
  const [busy, setBusy] = useState(false);
  const send = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    try {
      await sendPicture(`/uploads/posters/${videoId}`, file);
      toastDone(t('posters.sent'));
      sent();
    } catch (error) {
      toastFailed(t, error instanceof CombinedError ? error : pictureFailure('UNKNOWN'));
    } finally {
      setBusy(false);
    }
  };
  return { busy, send };
}

function Frames({
  video,
  picked,
  onPick,
}: {
  video: VideoFullFragment;
  picked: string | null;
  onPick: (f: string) => void;
}) {
  const { t } = useLocale();
  return (
    <fieldset className="vt-posters" data-portrait={(video.height ?? 0) > (video.width ?? 0) || undefined}>
      <legend>{t('posters.legend')}</legend>
      {video.posterFrames.map((frame, index) => (
        <label key={frame.frame}>
          <input
            type="radio"
            name="poster"
            checked={picked === frame.frame}
            aria-label={t('posters.frame', { rank: index + 1, at: formatDuration(frame.atMs) })}
            onChange={() => onPick(frame.frame)}
          />
          <img src={frame.url} alt="" width={frame.width} height={frame.height} loading="lazy" decoding="async" />
          <span className="vt-posters-rank" aria-hidden="true">
            {index + 1}
          </span>
          <span className="vt-posters-time vt-number" aria-hidden="true">
            {formatDuration(frame.atMs)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Shown once the video is prepared. A changed poster of a published video goes back to review, and the page says so. */
export function PosterPicker({ video, onChanged }: { video: VideoFullFragment; onChanged: () => void }) {
  const { t } = useLocale();
  const [picked, setPicked] = useState<string | null>(null);
  const choose = useChange(ChoosePosterDocument);
  const own = useOwnPicture(video.id, onChanged);
  if (video.posterFrames.length === 0 || video.status === 'retired') return null;
  const state = video.posterChoice?.state;
  const present = video.posterFrames.find((frame) => frame.chosen)?.frame ?? null;
  const wanted = picked ?? (state === 'waiting' ? (video.posterChoice?.frame ?? null) : present);
  const use = async () => {
    if (!picked) return;
    if (await choose.run({ id: video.id, frame: picked }, t('posters.sent'))) {
      setPicked(null);
      onChanged();
    }
  };
  return (
    <Card title={t('posters.title')}>
      <div className="vt-stack">
        {video.posterIsOwn && video.posterUrl && (
          <figure className="vt-posters-own">
            <img src={video.posterUrl} alt={t('posters.alt', { title: video.title })} />
            <figcaption>{t('posters.own')}</figcaption>
          </figure>
        )}
        {state === 'refused' && (
          <div className="vt-notice" data-tone="danger" role="status">
            <IconAlertTriangle size={20} aria-hidden />
            <div>{t('posters.refused')}</div>
          </div>
        )}
        <Frames video={video} picked={wanted} onPick={setPicked} />
        {video.status === 'published' && (
          <Text size="sm" c="dimmed">
            {t('posters.review')}
          </Text>
        )}
        <Group>
          <Button disabled={!picked || picked === present} loading={choose.busy} onClick={() => void use()}>
            {t('posters.use')}
          </Button>
          <FileButton accept={ACCEPTED} onChange={(file) => void own.send(file)}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                loading={own.busy}
                leftSection={<IconPhotoUp size={16} aria-hidden />}
              >
                {t('posters.upload')}
              </Button>
            )}
          </FileButton>
        </Group>
        <Text size="sm" c="dimmed" role="status">
          {state === 'waiting' ? t('posters.making') : t('posters.kinds')}
        </Text>
      </div>
    </Card>
  );
}
