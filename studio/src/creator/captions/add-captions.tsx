// Adds a language: a file from the disk, or an empty sheet in the editor. The same file again replaces what is there.
import { Button, FileButton, Group, Select, Text } from '@mantine/core';
import { IconAlertTriangle, IconPencil, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { CaptionsQuery, CaptionVideoQuery } from '../../api/generated';
import { formatBytes } from '../../ui/format/size';
import { Card } from '../../ui/page';
import { toastDone } from '../../ui/toast';
import { useLocale } from '../../ui/use-locale';
import { languageChoices, languageName } from './languages';
import { refusalWords, saveCaptions, type Refusal } from './saving';

type Props = { video: CaptionVideoQuery['video']; captions: CaptionsQuery['captions']; onAdded: () => void };

export function AddCaptions({ video, captions, onAdded }: Props) {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const [language, setLanguage] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const present = captions.tracks.find((track) => track.language === language);
  const choices = languageChoices(locale, []);
  const others = captions.tracks.filter(({ language: tag }) => !choices.some(({ value }) => value === tag));
  const data = [...others.map(({ language: tag }) => ({ value: tag, label: languageName(tag, locale) })), ...choices];
  const send = async (file: File | null) => {
    if (!file || !language) return;
    setRefusal(null);
    if (file.size > captions.maxBytes) {
      setRefusal({ code: 'BAD_CAPTIONS', reason: 'TOO_LARGE', line: null, revision: null });
      return;
    }
    setBusy(true);
    const revision = present?.revision ?? 0;
    const saved = await saveCaptions({ videoId: video.id, language, revision, source: 'uploaded', file });
    setBusy(false);
    if ('refusal' in saved) return setRefusal(saved.refusal);
    toastDone(t('captions.uploaded', { language: languageName(language, locale) }));
    setLanguage(null);
    onAdded();
  };
  const words = refusal && refusalWords(t, refusal);
  return (
    <Card title={t('captions.add')}>
      <div className="vt-stack">
        <Select
          label={t('captions.language')}
          placeholder={t('captions.chooseLanguage')}
          data={data}
          value={language}
          onChange={setLanguage}
          searchable
          nothingFoundMessage={t('captions.noLanguage')}
          maw={360}
        />
        {words && (
          <div className="vt-notice" data-tone="danger" role="alert">
            <IconAlertTriangle size={20} aria-hidden />
            <div>
              <strong>{words.title}</strong>
              <div>{words.whatToDo}</div>
            </div>
          </div>
        )}
        {present && (
          <Text size="sm" c="dimmed">
            {t('captions.replaces', { language: languageName(present.language, locale) })}
          </Text>
        )}
        <Group>
          <FileButton accept=".srt,.vtt,text/vtt,application/x-subrip" onChange={(file) => void send(file)}>
            {(props) => (
              <Button {...props} disabled={!language} loading={busy} leftSection={<IconUpload size={16} aria-hidden />}>
                {t('captions.upload')}
              </Button>
            )}
          </FileButton>
          <Button
            variant="default"
            disabled={!language || present !== undefined}
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={() => void navigate(language ?? '')}
          >
            {t('captions.write')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t('captions.uploadHint', { size: formatBytes(captions.maxBytes, locale) })}
        </Text>
      </div>
    </Card>
  );
}
