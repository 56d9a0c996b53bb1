// Why a video was not taken, where in it, how to mend it, and the way to send it again.
import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { ResubmitVideoDocument, UploadBoundsDocument, type VideoCardFragment } from '../api/generated';
import { useChange } from '../api/use-change';
import { formatDuration } from '../ui/format/time';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { ChosenList } from './uploads/chosen-list';
import { FileDrop } from './uploads/file-drop';
import { uploads } from './uploads/uploads';
import { isGood, useChosen } from './uploads/use-chosen';

/** `onSeek` makes the time code a button that moves the player there. */
export function VideoTrouble({ video, onSeek }: { video: VideoCardFragment; onSeek?: (ms: number) => void }) {
  const { t } = useLocale();
  const { rejection, refusal } = video;
  if (!rejection && !refusal) return null;
  const timecodeMs = rejection?.timecodeMs ?? null;
  return (
    <div className="vt-notice" data-tone="danger">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <strong>{rejection?.message ?? refusal?.message}</strong>
        {timecodeMs !== null && (
          <div>
            {t('videos.where')}{' '}
            {onSeek ? (
              <button type="button" className="vt-timecode" onClick={() => onSeek(timecodeMs)}>
                {formatDuration(timecodeMs)}
              </button>
            ) : (
              <span className="vt-number">{formatDuration(timecodeMs)}</span>
            )}
          </div>
        )}
        {rejection?.note && <div>{t('videos.reviewerNote', { note: rejection.note })}</div>}
        <div>
          {t('videos.howToFix')} {rejection?.howToFix ?? refusal?.whatToDo}
        </div>
      </div>
    </div>
  );
}

/** What was odd in a video that was taken all the same. */
export function VideoWarnings({ warnings }: { warnings: readonly string[] }) {
  const { t } = useLocale();
  if (warnings.length === 0) return null;
  return (
    <div className="vt-notice" data-tone="warning">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <strong>{t('videos.noticed')}</strong>
        <ul>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** The same video record with a mended file: products, title and history stay. */
export function Resubmit({ video, onSent }: { video: VideoCardFragment; onSent: () => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: UploadBoundsDocument });
  const bounds = data?.uploadBounds;
  const files = useChosen(bounds, true);
  const chosen = files.list.find(isGood) ?? null;
  const resubmit = useChange(ResubmitVideoDocument, true);
  const send = async () => {
    if (!chosen) return;
    const { file } = chosen;
    const sent = await resubmit.run({
      id: video.id,
      fileName: file.name,
      sizeBytes: String(file.size),
      contentType: file.type || 'application/octet-stream',
    });
    if (!sent) return;
    const { uploadUrl } = sent.resubmitVideo;
    void uploads.start({ videoId: sent.resubmitVideo.video.id, title: video.title, file, uploadUrl });
    onSent();
  };
  return (
    <div className="vt-stack">
      <Text c="dimmed">{t('videos.resubmitText')}</Text>
      <FileDrop bounds={bounds} some={files.list.length > 0} onFiles={files.add} />
      <ChosenList chosen={files} bounds={bounds} />
      <FormError error={resubmit.error} />
      <Group>
        <Button disabled={!chosen} loading={resubmit.busy} onClick={() => void send()}>
          {t('videos.resubmit')}
        </Button>
      </Group>
    </div>
  );
}
