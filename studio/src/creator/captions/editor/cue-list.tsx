// The captions in their order: each a line, and the one in hand a form.
import { useEffect, useRef } from 'react';
import { useLocale } from '../../../ui/use-locale';
import { CueForm } from './cue-form';
import { odditiesOf, sayMoment, wordsOf, type Cue } from '../cues';
import type { EditedCue, Editing, Step } from './editing';
import type { Acts } from './editor';

/** From here on only lines in sight are painted. */
const LONG = 200;

type Props = { state: Editing; dispatch: (step: Step) => void; acts: Acts; nowMs: number; language: string };

type LineProps = { cue: EditedCue; next: Cue | undefined; durationMs: number; isNow: boolean; onTake: () => void };

function Line({ cue, next, durationMs, isNow, onTake }: LineProps) {
  const { t } = useLocale();
  const odd = odditiesOf(cue, next, durationMs);
  return (
    <button type="button" className="vt-cue-line" data-now={isNow || undefined} onClick={onTake}>
      <span className="vt-cue-times">
        {sayMoment(cue.startMs)} – {sayMoment(cue.endMs)}
      </span>
      <span className="vt-cue-words">{wordsOf(cue.text) || t('captions.noWords')}</span>
      {odd.length > 0 && (
        <span className="vt-cue-odd">
          <span aria-hidden>!</span>
          <span className="vt-hidden">{odd.map((one) => t(`captions.odd_${one}`)).join(' ')}</span>
        </span>
      )}
    </button>
  );
}

export function CueList({ state, dispatch, acts, nowMs, language }: Props) {
  const { t } = useLocale();
  const held = useRef<HTMLLIElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // The page opens at its top; later the hands follow the caption that was taken.
    if (first.current) {
      first.current = false;
      return;
    }
    held.current?.querySelector('textarea')?.focus({ preventScroll: true });
    held.current?.scrollIntoView({ block: 'nearest' });
  }, [state.at]);
  return (
    <ol className="vt-cues" data-long={state.cues.length > LONG || undefined} aria-label={t('captions.list')}>
      {state.cues.map((cue, at) => {
        const next = state.cues[at + 1];
        const isHeld = cue.id === state.at;
        return (
          <li key={cue.id} ref={isHeld ? held : undefined}>
            {isHeld ? (
              <CueForm {...{ cue, next, dispatch, acts, language }} at={at} durationMs={state.durationMs} />
            ) : (
              <Line
                {...{ cue, next }}
                durationMs={state.durationMs}
                isNow={cue.startMs <= nowMs && nowMs < cue.endMs}
                onTake={() => {
                  dispatch({ do: 'take', id: cue.id });
                  acts.seek(cue.startMs);
                }}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}
