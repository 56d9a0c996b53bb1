// The road of one video: the steps behind it with their times, the one it is at, and those ahead.
import type { VideoCardFragment, VideoStatus } from '../api/generated';
import { formatMoment } from '../ui/format/time';
import { useLocale } from '../ui/use-locale';

const ROAD: readonly VideoStatus[] = ['uploading', 'uploaded', 'checking', 'transcoding', 'in_review', 'published'];

/** Statuses in which something is still going on, and asking again makes sense. */
export const MOVING: readonly VideoStatus[] = ['uploading', 'uploaded', 'checking', 'transcoding', 'in_review'];

/** True while the service works on the video by itself. */
export function isMoving(status: VideoStatus): boolean {
  return MOVING.includes(status);
}

/** How soon to ask again: whoever has sent a file waits for its first picture, and then for little else. */
export function askEveryMs({ status, previewHlsUrl }: { status: VideoStatus; previewHlsUrl: string | null }): number {
  const soon = status === 'uploaded' || status === 'checking' || status === 'transcoding';
  return soon && !previewHlsUrl ? 1000 : 3000;
}

/** Percent of the step that runs; null when the step has no measure. */
export function progressOf(
  video: Pick<VideoCardFragment, 'status' | 'progress' | 'uploadedBytes' | 'sizeBytes'>,
): number | null {
  if (video.status === 'transcoding') return Math.round(video.progress * 100);
  if (video.status !== 'uploading' || BigInt(video.sizeBytes) === 0n) return null;
  return Number((BigInt(video.uploadedBytes) * 100n) / BigInt(video.sizeBytes));
}

export function VideoSteps({ video }: { video: VideoCardFragment }) {
  const { t, locale } = useLocale();
  const ahead = isMoving(video.status) ? ROAD.slice(ROAD.indexOf(video.status) + 1) : [];
  const percent = progressOf(video);
  return (
    <ol className="vt-steps" aria-label={t('videos.steps')}>
      {video.steps.map((step, at) => {
        const now = at === video.steps.length - 1;
        const bad = step.status === 'rejected' || step.status === 'refused';
        // What still goes on is not told as done.
        const running = now && isMoving(step.status);
        return (
          <li
            key={`${step.status}${step.at}`}
            data-state={bad ? 'bad' : running ? 'now' : 'done'}
            aria-current={now ? 'step' : undefined}
          >
            <span className="vt-step-name">
              {running ? t(`videoStatus.${step.status}`) : t(`videoStep.${step.status}`)}
              {now && percent !== null ? ` · ${percent}%` : ''}
            </span>
            <time dateTime={step.at}>{formatMoment(step.at, locale)}</time>
          </li>
        );
      })}
      {ahead.map((status) => (
        <li key={status} data-state="ahead">
          <span className="vt-step-name">{t(`videoStep.${status}`)}</span>
        </li>
      ))}
    </ol>
  );
}
