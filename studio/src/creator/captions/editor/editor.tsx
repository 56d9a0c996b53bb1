// The editor of captions: the video on one side, the captions on the other, and nothing is lost without a question.
import { Button, Group, Text } from '@mantine/core';
import { useReducer, useRef, useState, type RefObject } from 'react';
import type { CaptionCuesQuery, CaptionVideoQuery } from '../../../api/generated';
import { Card } from '../../../ui/page';
import { Player } from '../../../ui/player';
import { useLocale } from '../../../ui/use-locale';
import { CueList } from './cue-list';
import { wordsOf, type Cue } from '../cues';
import { begin, edit, isDirty, type Editing, type Step } from './editing';
import { EditorBar } from './editor-bar';
import { EditorHelp } from './editor-help';
import { SaveTrouble } from './save-trouble';
import { LeaveGuard } from './leave-guard';
import { useEditorKeys } from './use-editor-keys';
import { useNow } from './use-now';
import { useSaving } from './use-saving';

type Track = CaptionCuesQuery['captions']['tracks'][number];
type Props = {
  video: CaptionVideoQuery['video'] & { durationMs: number };
  language: string;
  track: Track | null;
  cues: readonly Cue[];
  onReload: () => void;
};

/** The words at the present moment, also while they are not saved. For eyes: the list says the same. */
function Preview({ cues, nowMs }: { cues: readonly Cue[]; nowMs: number }) {
  const shown = cues.filter((cue) => cue.startMs <= nowMs && nowMs < cue.endMs).map((cue) => wordsOf(cue.text));
  return (
    <p className="vt-caption-now" aria-hidden>
      {shown.join('\n') || '\u00a0'}
    </p>
  );
}

/** What the buttons and keys do; the ones about time ask the video where it stands. */
function useActs(state: Editing, dispatch: (step: Step) => void, video: RefObject<HTMLVideoElement | null>) {
  const nowMs = () => Math.round((video.current?.currentTime ?? 0) * 1000);
  const held = () => state.at;
  const seek = (ms: number) => {
    if (video.current) video.current.currentTime = Math.max(0, ms) / 1000;
  };
  const withHeld = (step: (id: number) => Step) => {
    const id = held();
    if (id !== null) dispatch(step(id));
  };
  const caret = () => {
    const field = document.activeElement;
    return field instanceof HTMLTextAreaElement && field.selectionStart > 0 && field.selectionStart < field.value.length
      ? field.selectionStart
      : null;
  };
  return {
    seek,
    play: () => (video.current?.paused ? void video.current.play().catch(() => undefined) : video.current?.pause()),
    back: () => seek(nowMs() - 1000),
    forward: () => seek(nowMs() + 1000),
    start: () => withHeld((id) => ({ do: 'start', id, ms: nowMs() })),
    end: () => withHeld((id) => ({ do: 'end', id, ms: nowMs() })),
    split: () => withHeld((id) => ({ do: 'split', id, ms: nowMs(), caret: caret() })),
    merge: () => withHeld((id) => ({ do: 'merge', id })),
    remove: () => withHeld((id) => ({ do: 'remove', id })),
    add: () => dispatch({ do: 'add', ms: nowMs() }),
    previous: () => dispatch({ do: 'move', by: -1 }),
    next: () => dispatch({ do: 'move', by: 1 }),
    undo: () => dispatch({ do: 'undo' }),
    redo: () => dispatch({ do: 'redo' }),
  };
}
export type Acts = ReturnType<typeof useActs>;

export function Editor({ video, language, track, cues, onReload }: Props) {
  const { t } = useLocale();
  const element = useRef<HTMLVideoElement>(null);
  const [state, dispatch] = useReducer(edit, null, () => begin(cues, video.durationMs));
  const [helping, setHelping] = useState(false);
  const nowMs = useNow(element);
  const acts = useActs(state, dispatch, element);
  const saving = useSaving({ videoId: video.id, language, track, state, dispatch });
  useEditorKeys({ ...acts, save: saving.save });
  const portrait = (video.height ?? 0) > (video.width ?? 0) || undefined;
  return (
    <>
      <LeaveGuard on={isDirty(state)} />
      <SaveTrouble saving={saving} state={state} name={`${video.id}.${language}`} onReload={onReload} />
      {track?.source === 'recognised' && track.state === 'draft' && (
        <div className="vt-notice" data-tone="warning">
          <div>{t('captions.lookOver')}</div>
        </div>
      )}
      <div className="vt-split" data-portrait={portrait}>
        <div className="vt-split-media vt-caption-media">
          <Player
            video={element}
            src={video.previewHlsUrl ?? video.publicHlsUrl}
            poster={video.posterUrl}
            label={t('videos.playerLabel', { title: video.title })}
          />
          <Preview cues={state.cues} nowMs={nowMs} />
        </div>
        <Card>
          <EditorBar state={state} acts={acts} saving={saving} name={`${video.id}.${language}`} />
          <CueList state={state} dispatch={dispatch} acts={acts} nowMs={nowMs} language={language} />
          <Group mt="md" justify="space-between">
            <Text size="sm" c="dimmed">
              {t('captions.count', { count: state.cues.length, shown: state.cues.length })}
            </Text>
            <Button variant="subtle" size="xs" onClick={() => setHelping(true)}>
              {t('captions.keys')}
            </Button>
          </Group>
        </Card>
      </div>
      <EditorHelp opened={helping} onClose={() => setHelping(false)} />
    </>
  );
}
