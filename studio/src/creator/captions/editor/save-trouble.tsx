// Why captions were not saved, and the ways out: none of them loses words without being asked.
import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useLocale } from '../../../ui/use-locale';
import { toVtt } from '../cues';
import type { Editing } from './editing';
import { download, refusalWords } from '../saving';
import type { Saving } from './use-saving';

type Props = { saving: Saving; state: Editing; name: string; onReload: () => void };

export function SaveTrouble({ saving, state, name, onReload }: Props) {
  const { t } = useLocale();
  const { refusal } = saving;
  if (!refusal) return null;
  const isRace = refusal.code === 'CONFLICT' && refusal.revision !== null;
  const { title, whatToDo } = isRace
    ? { title: t('captions.raceHead'), whatToDo: t('captions.raceText') }
    : refusalWords(t, refusal);
  return (
    <div className="vt-notice" data-tone="danger" role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div className="vt-grow">
        <strong>{title}</strong>
        <div>{whatToDo}</div>
        {isRace && (
          <Group mt="sm" gap="xs">
            <Button size="xs" onClick={() => download(`${name}.mine.vtt`, toVtt(state.cues), 'text/vtt')}>
              {t('captions.keepMine')}
            </Button>
            <Button size="xs" variant="default" onClick={onReload}>
              {t('captions.takeTheirs')}
            </Button>
            <Button size="xs" variant="default" loading={saving.busy} onClick={saving.overwrite}>
              {t('captions.overwrite')}
            </Button>
          </Group>
        )}
      </div>
    </div>
  );
}
