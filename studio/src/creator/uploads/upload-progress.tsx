// One upload: how far, how fast, how long still, and the buttons to pause it and go on.
import { Button, Group, Progress, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from 'react-router';
import { formatBytes, formatSpeed } from '../../ui/format/size';
import { formatSpan } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';
import { UploadPhase } from './upload-phase';
import { uploads, type UploadView } from './uploads';

function useLine(view: UploadView): string {
  const { t, locale } = useLocale();
  const sent = t('uploads.sent', {
    sent: formatBytes(view.sentBytes, locale),
    all: formatBytes(view.sizeBytes, locale),
  });
  if (view.state === 'done') return t('uploads.done');
  if (view.state === 'queued') return `${t('uploads.queued')} · ${sent}`;
  if (view.state === 'paused') return `${t('uploads.paused')} · ${sent}`;
  if (view.state === 'waiting') return `${t('uploads.waiting')} · ${sent}`;
  if (view.state === 'failed') return t(`uploads.problem.${view.problem ?? 'refused'}`);
  if (view.bytesPerSecond === 0) return sent;
  const leftMs = ((view.sizeBytes - view.sentBytes) / view.bytesPerSecond) * 1000;
  const left = t('uploads.left', { time: formatSpan(leftMs, locale) });
  return [sent, formatSpeed(view.bytesPerSecond, locale), left].join(' · ');
}

/** Percent in steps of ten: a screen reader hears ten messages, not a thousand. */
function Spoken({ view, percent }: { view: UploadView; percent: number }) {
  const { t } = useLocale();
  const step = Math.floor(percent / 10) * 10;
  const text =
    view.state === 'running'
      ? t('uploads.spoken', { title: view.title, percent: step })
      : `${view.title}: ${view.state === 'failed' ? t(`uploads.problem.${view.problem ?? 'refused'}`) : t(`uploads.${view.state}`)}`;
  return (
    <span className="vt-hidden" role="status">
      {text}
    </span>
  );
}

export function UploadProgress({ view, compact = false }: { view: UploadView; compact?: boolean }) {
  const { t } = useLocale();
  const line = useLine(view);
  const percent = view.state === 'done' ? 100 : Math.min(99, Math.floor((view.sentBytes / view.sizeBytes) * 100));
  const canResume = view.state === 'paused' || view.state === 'waiting' || view.state === 'failed';
  return (
    <div className="vt-upload">
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text fw={560} truncate>
          {view.title}
        </Text>
        <Text fw={560} className="vt-number">
          {percent}%
        </Text>
      </Group>
      <Progress
        value={percent}
        my={8}
        radius="xl"
        color={view.state === 'failed' ? 'red.8' : view.state === 'done' ? 'teal.8' : 'iris'}
        aria-label={t('uploads.progressOf', { title: view.title })}
      />
      <Group justify="space-between" gap="sm">
        <Text size="sm" c={view.state === 'failed' ? 'var(--vt-danger-fg)' : 'dimmed'} className="vt-number vt-grow">
          {line}
        </Text>
        <Group gap="xs">
          {(view.state === 'running' || view.state === 'queued') && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerPause size={14} aria-hidden />}
              onClick={() => void uploads.pause(view.videoId)}
            >
              {t('uploads.pause')}
            </Button>
          )}
          {canResume && (
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              onClick={() => uploads.resume(view.videoId)}
            >
              {t('uploads.resume')}
            </Button>
          )}
          {view.state === 'done' && (
            <Button
              size="xs"
              variant={compact ? 'default' : 'filled'}
              component={Link}
              to={`/creator/videos/${view.videoId}`}
              onClick={() => void uploads.drop(view.videoId)}
            >
              {t('uploads.see')}
            </Button>
          )}
        </Group>
      </Group>
      {view.state === 'done' && <UploadPhase videoId={view.videoId} />}
      <Spoken view={view} percent={percent} />
    </div>
  );
}
