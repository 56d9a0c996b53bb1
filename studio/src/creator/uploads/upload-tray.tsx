// Uploads that go on while another page is open, in the corner of it.
import { CloseButton, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { useLocale } from '../../ui/use-locale';
import { UploadProgress } from './upload-progress';
import { useUploads } from './use-uploads';

/** Hidden where the page itself shows the progress. */
export function UploadTray() {
  const { t } = useLocale();
  const { pathname } = useLocation();
  const views = useUploads();
  const [closed, setClosed] = useState('');
  const shown = views.filter((view) => !pathname.endsWith(view.videoId));
  const names = shown.map((view) => `${view.videoId}:${view.state}`).join();
  if (shown.length === 0 || pathname === '/creator/upload' || closed === names) return null;
  return (
    <Paper component="section" className="vt-tray" aria-label={t('uploads.tray')}>
      <Group justify="space-between" mb="xs">
        <Text fw={600}>{t('uploads.tray')}</Text>
        <CloseButton aria-label={t('ui.close')} onClick={() => setClosed(names)} />
      </Group>
      {shown.map((view) => (
        <UploadProgress key={view.videoId} view={view} compact />
      ))}
    </Paper>
  );
}
