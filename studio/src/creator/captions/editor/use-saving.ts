// Saves what is edited, says when somebody else was faster, and keeps the words until they are safe.
import { useRef, useState } from 'react';
import { toastDone } from '../../../ui/toast';
import { useLocale } from '../../../ui/use-locale';
import { toVtt, wordsOf } from '../cues';
import type { Editing, Step } from './editing';
import { saveCaptions, type Refusal } from '../saving';

type Wish = {
  videoId: string;
  language: string;
  track: { revision: number } | null;
  state: Editing;
  dispatch: (step: Step) => void;
};

export type Saving = {
  busy: boolean;
  refusal: Refusal | null;
  save: () => void;
  /** Saves over what somebody else saved meanwhile. */
  overwrite: () => void;
};

export function useSaving({ videoId, language, track, state, dispatch }: Wish): Saving {
  const { t } = useLocale();
  const revision = useRef(track?.revision ?? 0);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async (over: number) => {
    if (busy) return;
    setRefusal(null);
    if (state.cues.every((cue) => wordsOf(cue.text).trim() === '')) {
      setRefusal({ code: 'BAD_CAPTIONS', reason: 'NOTHING', line: null, revision: null });
      return;
    }
    setBusy(true);
    const { cues } = state;
    const saved = await saveCaptions({ videoId, language, revision: over, source: 'edited', file: toVtt(cues) });
    setBusy(false);
    if ('refusal' in saved) return setRefusal(saved.refusal);
    revision.current = saved.revision;
    dispatch({ do: 'saved', cues });
    toastDone(t('ui.saved'));
  };
  return {
    ...{ busy, refusal },
    save: () => void run(revision.current),
    overwrite: () => void run(refusal?.revision ?? revision.current),
  };
}
