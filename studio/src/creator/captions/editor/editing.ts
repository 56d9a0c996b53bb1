// What the editor does to captions, as a reducer: every change can be undone, and the one in hand stays in hand.
import { wordsOf, type Cue } from '../cues';

/** A caption with a name of its own, so that it stays the same one while the list is sorted. */
export type EditedCue = Cue & { id: number };

export type Editing = {
  cues: EditedCue[];
  /** The one in hand. */
  at: number | null;
  past: EditedCue[][];
  future: EditedCue[][];
  /** What the last change was: typing on in one caption is one step back. */
  last: string | null;
  saved: EditedCue[];
  nextId: number;
  durationMs: number;
};

export type Step =
  | { do: 'take'; id: number | null }
  | { do: 'move'; by: number }
  | { do: 'text'; id: number; text: string }
  | { do: 'start' | 'end'; id: number; ms: number }
  | { do: 'split'; id: number; ms: number; caret: number | null }
  | { do: 'merge'; id: number }
  | { do: 'add'; ms: number }
  | { do: 'remove'; id: number }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'saved'; cues: EditedCue[] };

const NEW_MS = 2000;
const LEAST_MS = 100;
const KEPT_STEPS = 200;

const sorted = (cues: readonly EditedCue[]): EditedCue[] =>
  [...cues].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || a.id - b.id);

export function begin(cues: readonly Cue[], durationMs: number): Editing {
  const own = cues.map((cue, id) => ({ ...cue, id }));
  return {
    ...{ cues: own, at: own[0]?.id ?? null, past: [], future: [], last: null, saved: own },
    ...{ nextId: own.length, durationMs },
  };
}

const same = (a: Cue, b: Cue): boolean =>
  a.startMs === b.startMs && a.endMs === b.endMs && a.text === b.text && a.settings === b.settings;

/** Whether there is anything that a closed tab would lose. */
export function isDirty({ cues, saved }: Editing): boolean {
  return cues !== saved && (cues.length !== saved.length || cues.some((cue, at) => !same(cue, saved[at] as Cue)));
}

/** The state after a change; `name` joins changes that are one step for whoever undoes them. */
function changed(
  state: Editing,
  cues: readonly EditedCue[],
  name: string | null,
  at: number | null = state.at,
): Editing {
  const joins = name !== null && name === state.last;
  const past = joins ? state.past : [...state.past, state.cues].slice(-KEPT_STEPS);
  return { ...state, cues: sorted(cues), at, past, future: [], last: name };
}

function patched(state: Editing, id: number, patch: Partial<Cue>, name: string | null): Editing {
  return changed(
    state,
    state.cues.map((cue) => (cue.id === id ? { ...cue, ...patch } : cue)),
    name,
  );
}

/** The words before and after a place, at the nearest space where there is no caret. */
function halves(text: string, caret: number | null, share: number): [string, string] {
  const wished = caret ?? Math.round(text.length * share);
  const spaces = [...text.matchAll(/\s+/g)].map((match) => match.index);
  const near = spaces.sort((a, b) => Math.abs(a - wished) - Math.abs(b - wished))[0];
  const cut = caret ?? near ?? text.length;
  return [text.slice(0, cut).trim(), text.slice(cut).trim()];
}

function split(state: Editing, cue: EditedCue, ms: number, caret: number | null): Editing {
  const inside = ms > cue.startMs + LEAST_MS && ms < cue.endMs - LEAST_MS;
  const seam = inside ? Math.round(ms) : Math.round((cue.startMs + cue.endMs) / 2);
  const [before, after] = halves(cue.text, caret, (seam - cue.startMs) / (cue.endMs - cue.startMs));
  const second = { ...cue, id: state.nextId, startMs: seam, text: after };
  const first = { ...cue, endMs: seam, text: before };
  const cues = state.cues.flatMap((one) => (one.id === cue.id ? [first, second] : [one]));
  return { ...changed(state, cues, null), nextId: state.nextId + 1 };
}

function merge(state: Editing, cue: EditedCue): Editing {
  const next = state.cues[state.cues.indexOf(cue) + 1];
  if (!next) return state;
  const text = [cue.text, next.text].filter((one) => wordsOf(one).trim() !== '').join('\n');
  const both = { ...cue, endMs: Math.max(cue.endMs, next.endMs), text };
  return changed(
    state,
    state.cues.filter((one) => one !== next).map((one) => (one === cue ? both : one)),
    null,
  );
}

/** A new caption at a moment, two seconds long, or shorter where the next one begins or the video ends. */
function add(state: Editing, ms: number): Editing {
  const startMs = Math.min(Math.max(0, Math.round(ms)), Math.max(0, state.durationMs - LEAST_MS));
  const next = state.cues.find((cue) => cue.startMs > startMs)?.startMs ?? state.durationMs;
  const endMs = Math.min(startMs + NEW_MS, Math.max(next, startMs + LEAST_MS), state.durationMs);
  const cue = { startMs, endMs, text: '', settings: '', id: state.nextId };
  return { ...changed(state, [...state.cues, cue], null, cue.id), nextId: state.nextId + 1 };
}

function remove(state: Editing, cue: EditedCue): Editing {
  const at = state.cues.indexOf(cue);
  const neighbour = state.cues[at + 1] ?? state.cues[at - 1];
  return changed(
    state,
    state.cues.filter((one) => one !== cue),
    null,
    neighbour?.id ?? null,
  );
}

function travel(state: Editing, from: 'past' | 'future'): Editing {
  const cues = state[from].at(-1);
  if (!cues) return state;
  const to = from === 'past' ? 'future' : 'past';
  const at = cues.some((cue) => cue.id === state.at) ? state.at : (cues[0]?.id ?? null);
  return { ...state, cues, at, last: null, [from]: state[from].slice(0, -1), [to]: [...state[to], state.cues] };
}

/** One step; what cannot be done changes nothing. */
export function edit(state: Editing, step: Step): Editing {
  if (step.do === 'undo' || step.do === 'redo') return travel(state, step.do === 'undo' ? 'past' : 'future');
  if (step.do === 'saved') return { ...state, saved: step.cues, last: null };
  if (step.do === 'add') return add(state, step.ms);
  if (step.do === 'take') return { ...state, at: step.id, last: null };
  if (step.do === 'move') {
    const at = state.cues.findIndex((cue) => cue.id === state.at) + step.by;
    return { ...state, at: state.cues[at]?.id ?? state.at, last: null };
  }
  const cue = state.cues.find((one) => one.id === step.id);
  if (!cue) return state;
  switch (step.do) {
    case 'text':
      return patched(state, step.id, { text: step.text }, `text ${step.id}`);
    case 'start':
      return patched(state, step.id, { startMs: clamp(step.ms, state) }, null);
    case 'end':
      return patched(state, step.id, { endMs: clamp(step.ms, state) }, null);
    case 'split':
      return split(state, cue, step.ms, step.caret);
    case 'merge':
      return merge(state, cue);
    case 'remove':
      return remove(state, cue);
  }
}

const clamp = (ms: number, { durationMs }: Editing): number => Math.min(Math.max(0, Math.round(ms)), durationMs);
