// Whether the video helped: two buttons, one vote a viewer, and how many others it helped.
import type { Clip } from '../../core/types.js';
import { el } from '../dom.js';
import { icon } from '../playing/draw.js';
import type { Viewer } from '../playing/viewer.js';
import { storage } from '../storage.js';
import type { MenuWords } from './words.js';

type Vote = 'helpful' | 'not_helpful';

interface VoteState {
  vote: Vote | null;
  counted: boolean;
  helpful: number;
  total: number;
}

export interface VoteDeps {
  clip: Clip;
  viewer: Viewer;
}

const THUMB =
  'M9 10.2 12.7 3a1 1 0 0 1 .9-.5c1.5 0 2.6 1.3 2.4 2.8L15.4 9H19a2.5 2.5 0 0 1 2.4 3.1l-1.5 6A2.5 2.5 0 0 1 17.5 20H9v-9.8ZM3 11.5A1.5 1.5 0 0 1 4.5 10H7v10H4.5A1.5 1.5 0 0 1 3 18.5v-7Z';
const THUMB_DOWN =
  'M15 13.8 11.3 21a1 1 0 0 1-.9.5c-1.5 0-2.6-1.3-2.4-2.8l.6-3.7H5a2.5 2.5 0 0 1-2.4-3.1l1.5-6A2.5 2.5 0 0 1 6.5 4H15v9.8Zm6-1.3a1.5 1.5 0 0 1-1.5 1.5H17V4h2.5A1.5 1.5 0 0 1 21 5.5v7Z';

let groups = 0;

/** What was heard of a video last: the card of the page may be older. */
const heard = new WeakMap<Clip, VoteState>();

/** Why this visitor cannot vote, or null. */
function hindrance({ viewer }: VoteDeps, say: MenuWords): string | null {
  if (!viewer.hasConsent) return say.noConsent;
  // A viewer who is another one on each page would vote on each page.
  return storage((stored) => stored.length) === undefined ? say.noStorage : null;
}

export function voteGroup(deps: VoteDeps, say: MenuWords): HTMLElement {
  const { clip, viewer } = deps;
  const id = `vote-${(groups += 1)}`;
  const said = el('p', { id, class: 'vote-said', role: 'status' });
  const buttons = (['helpful', 'not_helpful'] as const).map((vote) => {
    const [label, path] = vote === 'helpful' ? [say.yes, THUMB] : [say.no, THUMB_DOWN];
    const button = el('button', { type: 'button', class: 'vote', 'aria-describedby': id }, icon(path), label);
    button.addEventListener('click', () => void give(vote));
    return { vote, button };
  });
  let state = heard.get(clip) ?? { vote: null, counted: true, ...(clip.votes ?? { helpful: 0, total: 0 }) };
  let busy = false;

  function show(note = ''): void {
    const why = hindrance(deps, say);
    for (const { vote, button } of buttons) {
      button.setAttribute('aria-pressed', String(!why && state.vote === vote));
      if (why) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
    const sums = say.votes.replace('{0}', `${state.helpful}`).replace('{1}', `${state.total}`);
    const waits = state.vote && !state.counted ? say.notYet : '';
    said.textContent = [state.total > 0 && sums, why ?? (note || waits)].filter(Boolean).join(' · ');
  }

  async function ask(path: string, question: object): Promise<void> {
    state = await viewer.say<VoteState>(path, { video: clip.id, ...question });
    heard.set(clip, state);
  }

  /** Pressed once more, it is taken back. */
  async function give(chosen: Vote): Promise<void> {
    if (busy || hindrance(deps, say)) return show();
    busy = true;
    const before = state;
    const vote = state.vote === chosen ? null : chosen;
    state = { ...state, vote };
    show();
    try {
      await ask('votes', { vote });
      show();
    } catch {
      state = before;
      show(say.notTaken);
    }
    busy = false;
  }

  show();
  // Nobody who was not heard of before has voted.
  if (!heard.has(clip) && viewer.isKnown && !hindrance(deps, say)) {
    ask('votes/mine', {}).then(
      () => busy || show(),
      () => undefined,
    );
  }
  return el('fieldset', { class: 'variants' }, el('legend', {}, say.helped), ...buttons.map((b) => b.button), said);
}
