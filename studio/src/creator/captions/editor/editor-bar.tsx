// The bar over the list: save, undo, a new caption at the moment of the video, and the file to take along.
import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDownload, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocale } from '../../../ui/use-locale';
import { toSrt, toVtt } from '../cues';
import { isDirty, type Editing } from './editing';
import type { Acts } from './editor';
import { download } from '../saving';
import type { Saving } from './use-saving';

function Tool(props: { label: string; off?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={props.label}
        disabled={props.off ?? false}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

type Props = { state: Editing; acts: Acts; saving: Saving; name: string };

export function EditorBar({ state, acts, saving, name }: Props) {
  const { t } = useLocale();
  const dirty = isDirty(state);
  return (
    <Group className="vt-caption-bar" gap={8}>
      <Button loading={saving.busy} disabled={!dirty} onClick={saving.save}>
        {t('ui.save')}
      </Button>
      <Tool label={t('captions.key_undo')} off={state.past.length === 0} onClick={acts.undo}>
        <IconArrowBackUp size={18} aria-hidden />
      </Tool>
      <Tool label={t('captions.key_redo')} off={state.future.length === 0} onClick={acts.redo}>
        <IconArrowForwardUp size={18} aria-hidden />
      </Tool>
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={acts.add}>
        {t('captions.newCue')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('captions.download')}>
            <IconDownload size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => download(`${name}.vtt`, toVtt(state.cues), 'text/vtt')}>WebVTT (.vtt)</Menu.Item>
          <Menu.Item onClick={() => download(`${name}.srt`, toSrt(state.cues), 'application/x-subrip')}>
            SubRip (.srt)
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className="vt-caption-state" role="status">
        {dirty ? t('captions.unsaved') : t('captions.allSaved')}
      </span>
    </Group>
  );
}
