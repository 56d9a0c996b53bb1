// The cards of a page: each product is asked for once, and a silent service is left alone for five minutes.
import { fetchCard, QUIET_MS } from '../api.js';
import type { Card } from '../core/types.js';

const asked: Record<string, Promise<Card> | undefined> = {};
const quietUntil: Record<string, number> = {};

/** How long the service is still to be left alone about this store, in milliseconds; not above 0 means not at all. */
export function quietFor(api: string, store: string): number {
  return (quietUntil[api + store] ?? 0) - Date.now();
}

/** The card, shared by all players of the page that show the same product; null while the service is left alone. */
export function cardOf(api: string, store: string, product: string): Promise<Card> | null {
  const key = `${api + store} ${product}`;
  if (quietFor(api, store) > 0) return null;
  return (asked[key] ??= fetchCard(api, store, product).catch((error: unknown) => {
    delete asked[key];
    quietUntil[api + store] = Date.now() + QUIET_MS;
    throw error;
  }));
}
