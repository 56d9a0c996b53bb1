// The caption in hand: its words, its two times, what is odd about it, and what can be done with it.
import { ActionIcon, Group, Textarea, TextInput, Tooltip } from '@mantine/core';
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconClockPause,
  IconClockPlay,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useLocale } from '../../../ui/use-locale';
import { odditiesOf, pace, readMoment, REFUSED, sayMoment, type Cue } from '../cues';
import type { EditedCue, Step } from './editing';
import type { Acts } from './editor';

function Moment({ label, ms, onChange }: { label: string; ms: number; onChange: (ms: number) => void }) {
  const { t } = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const read = typed === null ? null : readMoment(typed);
    if (read !== null) onChange(read);
    if (typed === null || read !== null) setTyped(null);
  };
  return (
    <TextInput
      label={label}
      size="xs"
      className="vt-cue-moment"
      value={typed ?? sayMoment(ms)}
      error={typed !== null && readMoment(typed) === null ? t('captions.badMoment') : null}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      {/* The field keeps its caret: splitting asks where it stands. */}
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={label}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

type Props = {
  cue: EditedCue;
  next: Cue | undefined;
  at: number;
  durationMs: number;
  dispatch: (step: Step) => void;
  acts: Acts;
  language: string;
};

export function CueForm({ cue, next, at, durationMs, dispatch, acts, language }: Props) {
  const { t } = useLocale();
  const odd = odditiesOf(cue, next, durationMs);
  const { id } = cue;
  return (
    <div className="vt-cue-form" role="group" aria-label={t('captions.cue', { place: at + 1 })}>
      <Textarea
        label={t('captions.words')}
        autosize
        minRows={2}
        maxLength={600}
        lang={language}
        dir="auto"
        value={cue.text}
        onChange={(event) => dispatch({ do: 'text', id, text: event.currentTarget.value })}
      />
      <Group gap={8} align="flex-start">
        <Moment label={t('captions.start')} ms={cue.startMs} onChange={(ms) => dispatch({ do: 'start', id, ms })} />
        <Moment label={t('captions.end')} ms={cue.endMs} onChange={(ms) => dispatch({ do: 'end', id, ms })} />
        <span className="vt-cue-pace">{t('captions.pace', { count: Math.round(pace(cue)) })}</span>
      </Group>
      {odd.length > 0 && (
        <ul className="vt-cue-odds" aria-live="polite">
          {odd.map((one) => (
            <li key={one} data-tone={REFUSED.includes(one) ? 'danger' : 'warning'}>
              {t(`captions.odd_${one}`)}
            </li>
          ))}
        </ul>
      )}
      <Group gap={6}>
        <Tool label={t('captions.playCue')} onClick={() => acts.seek(cue.startMs)}>
          <IconPlayerPlay size={16} aria-hidden />
        </Tool>
        <Tool label={t('captions.key_start')} onClick={acts.start}>
          <IconClockPlay size={16} aria-hidden />
        </Tool>
        <Tool label={t('captions.key_end')} onClick={acts.end}>
          <IconClockPause size={16} aria-hidden />
        </Tool>
        <Tool label={t('captions.key_split')} onClick={acts.split}>
          <IconArrowsSplit2 size={16} aria-hidden />
        </Tool>
        <Tool label={t('captions.key_merge')} onClick={acts.merge}>
          <IconArrowMerge size={16} aria-hidden />
        </Tool>
        <Tool label={t('captions.key_remove')} onClick={acts.remove}>
          <IconTrash size={16} aria-hidden />
        </Tool>
      </Group>
    </div>
  );
}
