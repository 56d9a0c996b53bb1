// What becomes of a file after its last byte: checked, prepared, waiting for review, or refused with a reason.
import { Text } from '@mantine/core';
import { useQuery } from 'urql';
import { VideoPhaseDocument } from '../../api/generated';
import { usePoll } from '../../api/use-poll';
import { useLocale } from '../../ui/use-locale';

const BUSY = ['uploading', 'uploaded', 'checking', 'transcoding'];

export function UploadPhase({ videoId }: { videoId: string }) {
  const { t } = useLocale();
  const [{ data }, ask] = useQuery({ query: VideoPhaseDocument, variables: { id: videoId } });
  const video = data?.video;
  usePoll(() => ask({ requestPolicy: 'network-only' }), 2000, !video || BUSY.includes(video.status));
  if (!video) return null;
  if (video.refusal) {
    return (
      <div className="vt-notice" data-tone="danger" role="alert">
        <div>
          {video.refusal.message} {video.refusal.whatToDo}
        </div>
      </div>
    );
  }
  const percent = video.status === 'transcoding' ? ` · ${Math.round(video.progress * 100)}%` : '';
  return (
    <Text size="sm" c="dimmed" className="vt-number">
      {t(`videoStatus.${video.status}`)}
      {percent}
    </Text>
  );
}
