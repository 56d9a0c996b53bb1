// Takes videos: by dropping them, from the file dialog, or from the camera roll of a phone.
import { Button, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { formatBytes } from '../../ui/format/size';
import { formatSpan } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';
import type { Bounds } from './preflight';

type Props = { bounds: Bounds | undefined; many?: boolean; some: boolean; onFiles: (files: readonly File[]) => void };

/** `accept` offers videos first on a phone; a file of another kind is refused with words. */
const ACCEPT = 'video/*,.mkv,.avi,.wmv,.mts,.m2ts,.ts';

export function FileDrop({ bounds, many = false, some, onFiles }: Props) {
  const { t, locale } = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const choose = some ? t(many ? 'uploads.chooseMore' : 'uploads.chooseOther') : t('uploads.choose');
  return (
    <div
      className="vt-drop"
      data-over={over || undefined}
      data-chosen={some || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {!some && (
        <span className="vt-state-icon">
          <IconUpload size={26} aria-hidden />
        </span>
      )}
      <div>
        {!some && <Text fw={560}>{t(many ? 'uploads.dropMany' : 'uploads.dropHere')}</Text>}
        <Text size="sm" c="dimmed">
          {bounds &&
            t('uploads.bounds', {
              maxSize: formatBytes(Number(bounds.maxBytes), locale),
              min: formatSpan(bounds.minDurationMs, locale),
              max: formatSpan(bounds.maxDurationMs, locale),
            })}
        </Text>
      </div>
      <Button variant={some ? 'default' : 'light'} onClick={() => input.current?.click()} disabled={!bounds}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        multiple={many}
        className="vt-hidden"
        tabIndex={-1}
        aria-label={choose}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
