// The cards of a page: each product is asked for once, and a silent service is left alone for five minutes.
import { fetchCard, QUIET_MS, sendImpressions } from '../api.js';
import { newEventId } from '../core/ids.js';
import type { Card, ImpressionEvent } from '../core/types.js';

const asked: Record<string, Promise<Card> | undefined> = {};
const quietUntil: Record<string, number> = {};

/** How long the service is still to be left alone about this store, in milliseconds. */
export function quietFor(api: string, store: string): number {
  return Math.max(0, (quietUntil[api + store] ?? 0) - Date.now());
}

/** The card, shared by all players of the page that show the same product. */
export function cardOf(api: string, store: string, product: string): Promise<Card> {
  const key = [api, store, product].join(' ');
  return (asked[key] ??= fetchCard(api, store, product).catch((error: unknown) => {
    asked[key] = undefined;
    quietUntil[api + store] = Date.now() + QUIET_MS;
    throw error;
  }));
}

const seen: Record<string, ImpressionEvent[]> = {};

/** Notes that a card was seen; cards seen within a second go together. */
export function noteImpression(api: string, store: string, videoId: string, productId: string): void {
  const waiting = (seen[api + store] ??= []);
  if (waiting.length === 0) setTimeout(() => sendImpressions(api, store, waiting.splice(0)), 1000);
  waiting.push({ type: 'impression', id: newEventId(), occurredAt: new Date().toISOString(), videoId, productId });
}
