// What happens once a card has been seen for a second, and at the tap: fetched then, so that the page pays nothing for it at load.
import { sendImpressions } from '../api.js';
import { newEventId } from '../core/ids.js';
import type { Clip, ImpressionEvent } from '../core/types.js';
import type { Shown } from './playing/stage.js';
import { openSource, pick, prepare } from '../starting/first.js';
import type { holdsOut as holdout } from './holdout.js';
import { savesData } from './saving.js';

export { prepare } from '../starting/first.js';

/** Only while a shop runs an experiment, so its code is a file of its own. */
export const holdsOut: typeof holdout = async (...asked) => (await import('./holdout.js')).holdsOut(...asked);

/** Warm at most so many videos on a page: who never taps should not pay for a whole shelf. */
let warmLeft = 2;

const seen: Record<string, ImpressionEvent[]> = {};

/** Notes that a card was seen; cards seen within a second go together. */
export function noteImpression(api: string, store: string, videoId: string, productId: string): void {
  const waiting = (seen[api + store] ??= []);
  if (!waiting[0]) setTimeout(() => sendImpressions(api, store, waiting.splice(0)), 1000);
  waiting.push({ type: 'impression', id: newEventId(), occurredAt: new Date().toISOString(), videoId, productId });
}

function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 200);
}

/** A mouse over the button promises a click: the player may come, not yet a byte of video. A finger is the tap itself. */
function comeWithTheMouse(go: HTMLButtonElement): void {
  const come = (): unknown => import('./playing/stage.js').catch(() => 0);
  if (matchMedia('(hover)').matches && go.matches(':hover')) come();
  go.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && come(), { once: true });
}

/**
 * An impression, and the rung that a tap would begin with; where the connection allows, its first segment stands ready in
 * a video element, unless the page says `preload="none"`. True when the video should begin by itself, without sound.
 */
export function wasSeen(element: Element, shown: Shown, productId: string): boolean {
  const { clips, view, api, store } = shown;
  const [first] = clips;
  if (!first) return false;
  noteImpression(api, store, first.id, productId);
  void pick(first, view.frame);
  comeWithTheMouse(view.go);
  if (savesData()) return false;
  if (element.hasAttribute('autoplay')) return !matchMedia('(prefers-reduced-motion:reduce)').matches;
  if (element.getAttribute('preload') !== 'none' && warmLeft > 0) {
    warmLeft -= 1;
    whenIdle(() => {
      // Tapped already: it has everything.
      if (shown.video) return;
      shown.video = document.createElement('video');
      shown.video.playsInline = true;
      load(shown, first).catch(() => undefined);
    });
  }
  return false;
}

/** Once for a card: the bytes are asked for at once, and the code that feeds them comes beside them. */
function load(shown: Shown, first: Clip): Promise<void> {
  if (shown.loading) return shown.loading;
  const fetched = prepare(first, shown.view.frame);
  const source = first.start?.length && shown.video ? openSource(shown.video) : undefined;
  return (shown.loading = import('../starting/begin.js').then((s) => s.load(shown, fetched, source)));
}

/** A tap: if it plays, the first video begins as soon as its first segment is there; where it cannot begin this way, nothing happens. */
export async function tapped(element: HTMLElement, shown: Shown, plays: boolean): Promise<void> {
  const [first] = shown.clips;
  if (!first || !plays) return;
  await load(shown, first);
  await (await import('../starting/begin.js')).begin(element, shown);
}
