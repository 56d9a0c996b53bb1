// Adds audio description or sign language: its kind, its language, its file, sent in pieces that go on after a cut line.
import { Button, FileButton, Group, Progress, SegmentedControl, Select, Text } from '@mantine/core';
import { IconAlertTriangle, IconUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { BeginTrackDocument, type TrackKind } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { toastDone } from '../../ui/toast';
import { useLocale } from '../../ui/use-locale';
import { languageChoices } from '../captions/languages';
import type { Problem, Sender } from '../uploads/sending/sender';
import { tusSender } from '../uploads/sending/tus-sender';

const ACCEPTED: Record<TrackKind, string> = {
  description: 'video/*,audio/mpeg,audio/mp4,audio/wav,audio/ogg,.mp3,.m4a,.wav,.ogg,.mkv',
  sign: 'video/*,.mkv',
};

type Sent = { share: number; problem: Problem | null };

type Props = {
  videoId: string;
  /** No more fit; what is being sent is sent to its end. */
  isFull: boolean;
  onChanged: () => void;
};

export function AddTrack({ videoId, isFull, onChanged }: Props) {
  const { t, locale } = useLocale();
  const [kind, setKind] = useState<TrackKind>('description');
  const [language, setLanguage] = useState<string | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const sender = useRef<Sender | null>(null);
  const begin = useChange(BeginTrackDocument);
  // Who leaves the page goes on later with the same file.
  useEffect(() => () => void sender.current?.stop(), []);
  const send = async (file: File | null) => {
    if (!file || !language) return;
    const input = { videoId, kind, language, fileName: file.name, sizeBytes: String(file.size) };
    const begun = await begin.run({ input });
    if (!begun) return;
    onChanged();
    setSent({ share: 0, problem: null });
    const told = {
      onProgress: (bytes: number) => setSent({ share: bytes / file.size, problem: null }),
      onWaiting: () => undefined,
      onDone: () => {
        setSent(null);
        setLanguage(null);
        toastDone(t('tracks.sent'));
        onChanged();
      },
      onFailed: (problem: Problem) => setSent({ share: 0, problem }),
    };
    sender.current = tusSender({ videoId, trackId: begun.beginTrack.id, file, uploadUrl: '/uploads' }, told);
    sender.current.start();
  };
  const busy = sent !== null && sent.problem === null;
  if (isFull && sent === null && !begin.busy) return null;
  return (
    <div className="vt-stack">
      <SegmentedControl
        aria-label={t('tracks.kind')}
        value={kind}
        onChange={(value) => setKind(value as TrackKind)}
        data={(['description', 'sign'] as const).map((value) => ({ value, label: t(`tracks.kind_${value}`) }))}
        disabled={busy}
      />
      <Select
        label={t('tracks.language')}
        placeholder={t('captions.chooseLanguage')}
        data={languageChoices(locale, [])}
        value={language}
        onChange={setLanguage}
        searchable
        nothingFoundMessage={t('captions.noLanguage')}
        disabled={busy}
        maw={360}
      />
      {sent?.problem && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <IconAlertTriangle size={20} aria-hidden />
          <div>{t('tracks.notSent')}</div>
        </div>
      )}
      {busy && <Progress value={sent.share * 100} aria-label={t('tracks.sending')} />}
      <Group>
        <FileButton accept={ACCEPTED[kind]} onChange={(file) => void send(file)}>
          {(props) => (
            <Button
              {...props}
              disabled={!language}
              loading={busy || begin.busy}
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              {t('tracks.choose')}
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="sm" c="dimmed">
        {t(`tracks.hint_${kind}`)}
      </Text>
    </div>
  );
}
