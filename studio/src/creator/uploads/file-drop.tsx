// Chooses one video: by dropping it, from the file dialog, or from the camera roll of a phone.
import { Button, Text } from '@mantine/core';
import { IconMovie, IconUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent } from 'react';
import { useQuery } from 'urql';
import { UploadBoundsDocument } from '../../api/generated';
import { formatBytes } from '../../ui/format/size';
import { formatDuration, formatSpan } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';
import { judgeFile, readDuration, type Bounds, type PreflightCode } from './preflight';

export type ChosenFile = { file: File; durationMs: number | null };

/** `accept` offers videos first on a phone; a file of another kind is refused with words. */
const ACCEPT = 'video/*,.mkv,.avi,.wmv,.mts,.m2ts,.ts';

function useRefusalWords(bounds: Bounds | undefined) {
  const { t, locale } = useLocale();
  return (code: PreflightCode, file: File) =>
    t(`uploads.refusal.${code}`, {
      name: file.name,
      size: formatBytes(file.size, locale),
      maxSize: formatBytes(Number(bounds?.maxBytes ?? 0), locale),
      min: formatSpan(bounds?.minDurationMs ?? 0, locale),
      max: formatSpan(bounds?.maxDurationMs ?? 0, locale),
    });
}

export function FileDrop({
  chosen,
  onChosen,
}: {
  chosen: ChosenFile | null;
  onChosen: (file: ChosenFile | null) => void;
}) {
  const { t, locale } = useLocale();
  const [{ data }] = useQuery({ query: UploadBoundsDocument });
  const bounds = data?.uploadBounds;
  const words = useRefusalWords(bounds);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const look = async (file: File | undefined) => {
    if (!file || !bounds) return;
    setRefusal(null);
    const durationMs = await readDuration(file);
    const judged = judgeFile({ name: file.name, type: file.type, sizeBytes: file.size, durationMs }, bounds);
    if (judged.fits) return onChosen({ file, durationMs });
    setRefusal(words(judged.code, file));
    onChosen(null);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void look(event.dataTransfer.files[0]);
  };
  return (
    <div>
      <div
        className="vt-drop"
        data-over={over || undefined}
        data-chosen={chosen ? true : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className="vt-state-icon">
          {chosen ? <IconMovie size={26} aria-hidden /> : <IconUpload size={26} aria-hidden />}
        </span>
        <div>
          <Text fw={560} className="vt-break">
            {chosen ? chosen.file.name : t('uploads.dropHere')}
          </Text>
          <Text size="sm" c="dimmed">
            {chosen
              ? [formatBytes(chosen.file.size, locale), chosen.durationMs ? formatDuration(chosen.durationMs) : null]
                  .filter(Boolean)
                  .join(' · ')
              : bounds &&
                t('uploads.bounds', {
                  maxSize: formatBytes(Number(bounds.maxBytes), locale),
                  min: formatSpan(bounds.minDurationMs, locale),
                  max: formatSpan(bounds.maxDurationMs, locale),
                })}
          </Text>
        </div>
        <Button variant={chosen ? 'default' : 'light'} onClick={() => input.current?.click()} disabled={!bounds}>
          {chosen ? t('uploads.chooseOther') : t('uploads.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          accept={ACCEPT}
          className="vt-hidden"
          tabIndex={-1}
          aria-label={t('uploads.choose')}
          onChange={(event) => {
            void look(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {refusal && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <div>{refusal}</div>
        </div>
      )}
    </div>
  );
}
