// An upload that stopped, perhaps with the browser: choosing the same file again goes on at the same byte.
import { Button, Group, Progress, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { CancelVideoDocument, type VideoCardFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { formatBytes } from '../../ui/format/size';
import { useLocale } from '../../ui/use-locale';
import { progressOf } from '../video-steps';
import { isSameFile } from './preflight';
import { UploadProgress } from './upload-progress';
import { uploads } from './uploads';
import { useUpload } from './use-uploads';

/** The address is the one door for uploads; the service finds the video by its id in the metadata. */
export const UPLOAD_DOOR = '/uploads';

/** The service fetches this file itself: there is nothing to choose, only to watch or to call off. */
function Fetching({ video }: { video: VideoCardFragment }) {
  const { t, locale } = useLocale();
  const percent = progressOf(video);
  const arrived = formatBytes(Number(video.uploadedBytes), locale);
  return (
    <>
      <Text size="sm">{t('uploads.fetching', { host: video.fetchedFrom ?? '', arrived })}</Text>
      {percent !== null && (
        <Progress value={percent} mt="sm" radius="xl" aria-label={t('uploads.progressOf', { title: video.title })} />
      )}
    </>
  );
}

type Props = { video: VideoCardFragment; onCancelled: () => void; mayCancel?: boolean };

/** `mayCancel` is false for a new version of a live video: it is given up, which leaves the live one. */
export function ContinueUpload({ video, onCancelled, mayCancel = true }: Props) {
  const { t, locale } = useLocale();
  const view = useUpload(video.id);
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const cancel = useChange(CancelVideoDocument);
  const choose = (file: File | undefined) => {
    if (!file) return;
    const same = isSameFile(file, video);
    setWrong(same ? null : file.name);
    if (same) void uploads.start({ videoId: video.id, title: video.title, file, uploadUrl: UPLOAD_DOOR });
  };
  const stop = async () => {
    await uploads.drop(video.id);
    if (await cancel.run({ id: video.id }, t('uploads.cancelled'))) onCancelled();
    setAsking(false);
  };
  const size = formatBytes(Number(video.sizeBytes), locale);
  return (
    <div className="vt-continue">
      {view ? (
        <UploadProgress view={view} />
      ) : video.fetchedFrom ? (
        <Fetching video={video} />
      ) : (
        <Text size="sm">{t('uploads.continueText', { file: video.fileName, size })}</Text>
      )}
      {wrong && (
        <div className="vt-notice" data-tone="warning" role="alert">
          <div>{t('uploads.otherFile', { chosen: wrong, file: video.fileName, size })}</div>
        </div>
      )}
      <Group gap="xs" mt="sm">
        {!view && !video.fetchedFrom && (
          <Button
            size="xs"
            leftSection={<IconFileUpload size={14} aria-hidden />}
            onClick={() => input.current?.click()}
          >
            {t('uploads.chooseSame')}
          </Button>
        )}
        {mayCancel && view?.state !== 'done' && (
          <Button size="xs" variant="subtle" color="gray" c="dimmed" onClick={() => setAsking(true)}>
            {t('uploads.cancel')}
          </Button>
        )}
      </Group>
      {!video.fetchedFrom && (
        <input
          ref={input}
          type="file"
          accept="video/*"
          className="vt-hidden"
          tabIndex={-1}
          aria-label={t('uploads.chooseSame')}
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      )}
      <Ask
        opened={asking}
        title={t('uploads.cancelHead')}
        text={t('uploads.cancelText', { title: video.title })}
        yes={t('uploads.cancelYes')}
        danger
        busy={cancel.busy}
        onYes={() => void stop()}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
