// Captions from a machine: asks for them, tells how far it is, and why it failed. Only where the service is set up for it.
import { Button, Group, Select, Text } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import { useState } from 'react';
import { RecogniseCaptionsDocument, type CaptionsQuery } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Chip, type Tone } from '../../ui/chip';
import { formatAgo } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';
import { languageChoices, languageName } from './languages';

const TONES: Record<'waiting' | 'done' | 'failed', Tone> = { waiting: 'info', done: 'success', failed: 'danger' };

type Props = { videoId: string; captions: CaptionsQuery['captions']; onAsked: () => void };

export function Recognitions({ videoId, captions, onAsked }: Props) {
  const { t, locale } = useLocale();
  const [language, setLanguage] = useState<string | null>(null);
  const ask = useChange(RecogniseCaptionsDocument);
  const waiting = captions.recognitions.filter((one) => one.state === 'waiting').map((one) => one.language);
  const taken = [...captions.tracks.map((track) => track.language), ...waiting];
  const send = async () => {
    if (!language) return;
    if (await ask.run({ videoId, language }, t('captions.listening'))) setLanguage(null);
    onAsked();
  };
  return (
    <Card title={t('captions.speech')}>
      <div className="vt-stack">
        <Text size="sm" c="dimmed">
          {t('captions.speechText')}
        </Text>
        {captions.recognitionOffered && (
          <Group align="flex-end">
            <Select
              label={t('captions.spoken')}
              placeholder={t('captions.chooseLanguage')}
              data={languageChoices(locale, taken)}
              value={language}
              onChange={setLanguage}
              searchable
              nothingFoundMessage={t('captions.noLanguage')}
            />
            <Button
              disabled={!language}
              loading={ask.busy}
              leftSection={<IconEar size={16} aria-hidden />}
              onClick={() => void send()}
            >
              {t('captions.listen')}
            </Button>
          </Group>
        )}
        {captions.recognitions.length > 0 && (
          <ul className="vt-rows" data-inset aria-live="polite">
            {captions.recognitions.map((one) => (
              <li key={one.id}>
                <span className="vt-two vt-grow">
                  <span>{languageName(one.language, locale)}</span>
                  <small>{one.reason ? t(`captions.speech_${one.reason}`) : formatAgo(one.requestedAt, locale)}</small>
                </span>
                <Chip tone={TONES[one.state]}>{t(`captions.recognition_${one.state}`)}</Chip>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
