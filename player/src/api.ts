// The only file that talks to the backend.
import type { Delivery } from './core/outbox.js';
import type { Card, EventBatch, ImpressionEvent, Marks } from './core/types.js';

/** After a failure the page is left alone for five minutes. */
export const QUIET_MS = 5 * 60_000;
const TIMEOUT_MS = 8_000;

// No cookie of the service travels with a shopper's request: without consent there must be no identifier on the wire.
const PLAIN = { credentials: 'omit' } as const;

/** In a frame on another site: the code of the frame, which our page there says. */
function source(): { source?: string } {
  const { vitrinaSource } = document.documentElement.dataset;
  return vitrinaSource ? { source: vitrinaSource } : {};
}

/** The card of a product. Throws when the service cannot be asked; an unknown product is a card without videos. */
export async function fetchCard(api: string, store: string, product: string): Promise<Card> {
  const response = await fetch(`${api}/v1/cards?${new URLSearchParams({ store, product })}`, {
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`card ${response.status}`);
  return (await response.json()) as Card;
}

/** What is marked in a video. `version` names it, so that nothing older is taken from a cache. */
export async function fetchMarks(api: string, store: string, video: string, version: string): Promise<Marks> {
  const asked = new URLSearchParams({ store, video, v: version });
  const response = await fetch(`${api}/v1/marks?${asked}`, { ...PLAIN, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`marks ${response.status}`);
  return (await response.json()) as Marks;
}

/** A new signed viewer token. Asked for only after consent. */
export async function registerViewer(api: string, store: string): Promise<string> {
  const response = await fetch(`${api}/v1/viewers`, {
    ...PLAIN,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ store }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`viewer ${response.status}`);
  return ((await response.json()) as { viewerToken: string }).viewerToken;
}

interface Answer {
  results?: { id: string; status: string; reason?: string }[];
}

/**
 * Sends one batch as text/plain (what `fetch` makes of a text), which needs no preflight and may outlive the page.
 *
 * 4xx other than 429 means that the batch will never be taken, so it is not kept.
 */
export async function deliverEvents(
  api: string,
  store: string,
  batch: EventBatch,
  leaving: boolean,
): Promise<Delivery> {
  const url = `${api}/v1/events`;
  const body = JSON.stringify({ store, ...source(), ...batch });
  if (leaving && !('keepalive' in Request.prototype)) return navigator.sendBeacon(url, body) ? 'sent' : 'failed';
  const response = await fetch(url, { ...PLAIN, method: 'POST', body, keepalive: true });
  if (response.status === 429 || response.status >= 500) return 'failed';
  if (!response.ok) return 'refused';
  const { results } = (await response.json().catch(() => ({}))) as Answer;
  return results?.some((result) => result.reason === 'BAD_TOKEN') ? 'unknown_viewer' : 'sent';
}

/** Anonymous totals: which cards were seen. Lost when the network is down; nobody's money depends on them. */
export function sendImpressions(api: string, store: string, events: ImpressionEvent[]): void {
  const body = JSON.stringify({ store, ...source(), viewerToken: null, consent: false, events });
  fetch(`${api}/v1/events`, { ...PLAIN, method: 'POST', body, keepalive: true }).catch(() => undefined);
}

/** How fast a page was: numbers of a page, of nobody. */
export function sendSpeed(api: string, store: string, report: object): void {
  const body = JSON.stringify({ store, ...report });
  fetch(`${api}/v1/speeds`, { ...PLAIN, method: 'POST', body, keepalive: true }).catch(() => undefined);
}

/** Says that a viewer who agreed would see a video here, and asks whether they may. As text, which needs no preflight. */
export async function askArm(api: string, question: object): Promise<{ arm: string | null; viewerToken?: string }> {
  const response = await fetch(`${api}/v1/exposures`, {
    ...PLAIN,
    method: 'POST',
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`arm ${response.status}`);
  return (await response.json()) as { arm: string | null; viewerToken?: string };
}

/** What a shopper says in the menu. Rejects with the status of a refusal: `401`. As text, which needs no preflight. */
export async function tell<Told>(api: string, path: string, said: object): Promise<Told> {
  const response = await fetch(`${api}/v1/${path}`, {
    ...PLAIN,
    method: 'POST',
    body: JSON.stringify(said),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as Told;
}
