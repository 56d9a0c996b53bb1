// The cards of a page: each product is asked for once, and a silent service is left alone for five minutes.
import { fetchCard, QUIET_MS, sendImpressions } from '../api.js';
import { newEventId } from '../core/ids.js';
import type { Card, ImpressionEvent } from '../core/types.js';

const asked = new Map<string, Promise<Card>>();
const quietUntil = new Map<string, number>();

/** How long this service is still to be left alone, in milliseconds. */
export function quietFor(api: string): number {
  return Math.max(0, (quietUntil.get(api) ?? 0) - Date.now());
}

/** The card, shared by all players of the page that show the same product. */
export function cardOf(api: string, store: string, product: string): Promise<Card> {
  const key = [api, store, product].join(' ');
  const known = asked.get(key);
  if (known) return known;
  const card = fetchCard(api, store, product).catch((error: unknown) => {
    asked.delete(key);
    quietUntil.set(api, Date.now() + QUIET_MS);
    throw error;
  });
  asked.set(key, card);
  return card;
}

const seen = new Map<string, ImpressionEvent[]>();

/** Notes that a card was seen; cards seen within a second go together. */
export function noteImpression(api: string, store: string, videoId: string, productId: string): void {
  const key = `${api} ${store}`;
  const waiting = seen.get(key);
  const event: ImpressionEvent = {
    type: 'impression',
    id: newEventId(),
    occurredAt: new Date().toISOString(),
    videoId,
    productId,
  };
  if (waiting) {
    waiting.push(event);
    return;
  }
  seen.set(key, [event]);
  setTimeout(() => {
    sendImpressions(api, store, seen.get(key)?.slice(0, 100) ?? []);
    seen.delete(key);
  }, 1000);
}
