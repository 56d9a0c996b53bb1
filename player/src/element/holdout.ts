// While a shop's experiment runs: asks whether this viewer sees videos, and keeps the place of the one who does not. Fetched only then.
import { askArm } from '../api.js';
import { orderClips } from '../core/playlist.js';
import type { Card } from '../core/types.js';
import { buildBox } from './card.js';
import type { Privacy } from './privacy.js';
import { storage } from './storage.js';
import type { VitrinaPlayer } from './vitrina-player.js';

/** Whoever does not know their arm yet waits so long for it at most; then the video is shown. */
const LONGEST_WAIT_MS = 1_500;
const ARM = 'vitrina.arm';

/** Players of one page ask one after the other, so that the first answer's token serves them all. */
let last: Promise<unknown> = Promise.resolve();

/**
 * True for a viewer who is held out; the element is then an empty place, as large as the card would be.
 *
 * The question goes out in the same way whatever the answer is: it is what the experiment counts. Without consent, or where
 * nothing can be stored, nobody is asked: a viewer who is another one on each page can be in no arm.
 */
export async function holdsOut(
  element: VitrinaPlayer,
  { experiment = '', videos }: Card,
  privacy: Privacy,
): Promise<boolean> {
  const names = ['store', 'product', 'video'].map((name) => element.getAttribute(name));
  const [store, product, video] = names;
  const [first] = orderClips(videos, video ?? null);
  if (!first || privacy.consent() !== 'granted') return false;
  const api = element.getAttribute('api') ?? (element.constructor as typeof VitrinaPlayer).api;
  const isHeld = await isHeldOut(api, { store, product, experiment }, privacy);
  const isSame = names.join() === ['store', 'product', 'video'].map((name) => element.getAttribute(name)).join();
  if (!isHeld || !isSame || !element.isConnected) return false;
  element.setAttribute('state', 'held');
  element.shadowRoot?.replaceChildren(buildBox(first.width || 9, first.height || 16).box);
  return true;
}

/** Asks, or knows from an earlier page; for whatever shows videos of this product to a viewer who agreed. */
export async function isHeldOut(
  api: string,
  question: { store: string | null | undefined; product: string | null | undefined; experiment: string },
  privacy: Privacy,
): Promise<boolean> {
  const kept = storage((stored) => {
    const text = stored.getItem(ARM) ?? '';
    stored.setItem(ARM, text);
    return text.split(' ');
  });
  if (!kept) return false;
  const answer = ask(api, { ...question, consent: true }, privacy).catch(() => null);
  const arm = kept[0] === question.experiment ? kept[1] : await Promise.race([answer, nothingAfter(LONGEST_WAIT_MS)]);
  return arm === 'holdout';
}

function ask(api: string, question: { experiment: string; [name: string]: unknown }, privacy: Privacy) {
  const asked = last.then(async () => {
    const { arm, viewerToken } = await askArm(api, { ...question, viewerToken: privacy.recall('viewer') });
    if (viewerToken) privacy.keep('viewer', viewerToken);
    // Also that they are in no arm: then later pages do not wait. The shopper may have said no in the meantime.
    if (privacy.consent() === 'granted') storage((stored) => stored.setItem(ARM, `${question.experiment} ${arm}`));
    return arm;
  });
  last = asked.catch(() => null);
  return asked;
}

const nothingAfter = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));
