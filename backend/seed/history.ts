// Three weeks of shoppers: views, orders, refunds, through the same doors as real ones, on a clock set back.
import type { Clock } from '../src/base/clock.js';
import { PRODUCTS } from './catalogue.js';
import type { Walkers } from './people.js';
import type { DemoStore } from './store.js';
import { uuidV7, type Walker } from './walker.js';

export const DAYS = 21;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The same numbers at every run, so that two newcomers see the same demo (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface History {
  people: Walkers;
  store: DemoStore;
  clock: Clock;
  videos: Map<string, string>;
  drain: () => Promise<unknown>;
}

/** Sends the days from `start` to now, one after another. Sending them twice changes nothing. */
export async function liveHistory(h: History, start: Date): Promise<number> {
  const roll = dice(20_261_120);
  let orders = 0;
  for (let day = 1; day < DAYS; day++) {
    const shoppers = 1 + Math.floor(roll() * 3);
    for (let n = 0; n < shoppers; n++) {
      const at = new Date(start.getTime() + day * DAY_MS + Math.floor((4 + roll() * 12) * HOUR_MS));
      h.clock.set(at);
      await oneShopper(h, `demo-${day}-${n}`, roll);
      orders++;
    }
    await h.drain();
  }
  return orders;
}

async function oneShopper(h: History, id: string, roll: () => number): Promise<void> {
  const walker = h.people.owner;
  const product = pick([...h.videos.keys()], roll());
  const kind = roll();
  const viewerToken = kind < 0.85 ? await watch(h, walker, product) : undefined;
  const bought =
    kind > 0.7 && kind < 0.8
      ? pick(
          PRODUCTS.map((p) => p.id),
          roll(),
        )
      : product;
  const price = PRODUCTS.find((p) => p.id === bought)?.price ?? '0';
  const quantity = 1 + Math.floor(roll() * 2);
  h.clock.advance(Math.floor(roll() * 6 * HOUR_MS));
  const occurredAt = h.clock.now().toISOString();
  await put(walker, h, `/v1/orders/${id}`, {
    ...{ version: 1, occurredAt, status: 'paid', currency: 'KZT' },
    ...(viewerToken ? { viewerToken } : {}),
    buyer: { customerId: `shopper-${id}`, email: `${id}@shopper.example` },
    discountCodes: kind >= 0.85 && kind < 0.95 ? ['DANA10'] : [],
    lines: [{ lineId: '1', productId: bought, quantity, unitPrice: price }],
  });
  if (roll() < 0.15) {
    h.clock.advance(Math.floor(roll() * 20 * HOUR_MS));
    const refund = { orderId: id, occurredAt: h.clock.now().toISOString(), lines: [{ lineId: '1', quantity: 1 }] };
    await put(walker, h, `/v1/refunds/${id}-r1`, refund);
  }
}

function pick<T>(list: readonly T[], share: number): T {
  const found = list[Math.floor(share * list.length)];
  if (found === undefined) throw new Error('Nothing to pick from.');
  return found;
}

async function put(walker: Walker, h: History, path: string, body: object): Promise<void> {
  const answer = await walker.shop(h.store.key, 'PUT', path, body);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

async function post(walker: Walker, path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const answer = await walker.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** A consenting shopper watches eight seconds and looks at the product. */
async function watch(h: History, walker: Walker, product: string): Promise<string> {
  const store = h.store.publishableKey;
  const { viewerToken } = (await post(walker, '/v1/viewers', { store })) as { viewerToken: string };
  const at = h.clock.now();
  const videoId = h.videos.get(product);
  const base = { sessionId: uuidV7(at.getTime()), videoId, occurredAt: at.toISOString() };
  const segment = { wallFromMs: 0, wallToMs: 8000, mediaFromMs: 0, mediaToMs: 8000, visibleBps: 10_000, focused: true };
  const events = [
    { type: 'impression', id: uuidV7(at.getTime()), occurredAt: base.occurredAt, videoId, productId: product },
    {
      ...base,
      type: 'view',
      id: uuidV7(at.getTime()),
      version: 1,
      autoplay: false,
      interacted: true,
      segments: [segment],
    },
    { ...base, type: 'click', id: uuidV7(at.getTime()), productId: product },
  ];
  h.clock.advance(10_000);
  await post(walker, '/v1/events', { store, viewerToken, consent: true, events });
  return viewerToken;
}
