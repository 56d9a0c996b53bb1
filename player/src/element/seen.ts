// What happens once a card has been seen for a second: fetched then, so that the page pays nothing for it at load.
import { sendImpressions } from '../api.js';
import { newEventId } from '../core/ids.js';
import type { ImpressionEvent } from '../core/types.js';
import type { Shown } from './playing/stage.js';
import { savesData } from './saving.js';

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

/**
 * An impression; and where the connection allows, the first segment of the video, unless the page says
 * `preload="none"`. True when the video should begin by itself, without sound.
 */
export function wasSeen(element: Element, { clips, view, api, store }: Shown, productId: string): boolean {
  const [first] = clips;
  if (!first) return false;
  noteImpression(api, store, first.id, productId);
  if (savesData()) return false;
  if (element.hasAttribute('autoplay')) return !matchMedia('(prefers-reduced-motion:reduce)').matches;
  if (element.getAttribute('preload') !== 'none' && warmLeft > 0) {
    warmLeft -= 1;
    whenIdle(
      () => void import('../starting/starter.js').then((s) => s.prepare(first, view.frame)).catch(() => undefined),
    );
  }
  return false;
}
