// Makers for specs of the money road: a video that earns, shoppers who watch and click, orders and refunds as shops send them.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { newId } from '../../src/base/ids.js';
import type { Product } from '../../src/products/product.entity.js';
import { newViewerToken, readViewerToken } from '../../src/playback/viewers.service.js';
import type { TestApp } from './app.js';
import { signedCall, type KeyPair, type MadeStore } from './make.js';

export const BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1';

/** A video of 40 s straight into its table: how it gets there is tested elsewhere. Published a day ago unless told. */
export async function makeEarningVideo(
  app: TestApp,
  input: {
    store: MadeStore;
    creatorId: string;
    products: Product[];
    title?: string;
    status?: 'published' | 'in_review';
  },
): Promise<string> {
  const id = newId('vid');
  const at = new Date(app.clock.now().getTime() - 86_400_000);
  const status = input.status ?? 'published';
  const waiting = status === 'in_review' ? at : null;
  await app.db.query(
    `INSERT INTO videos (id, store_id, creator_id, title, status, version, file_name, content_type, size_bytes, manifest,
       waiting_since, created_at, updated_at, published_at)
     VALUES ($1, $2, $3, $4, $5, 1, 'clip.mp4', 'video/mp4', 1000, $6, $7, $8, $8, $9)`,
    [
      id,
      input.store.id,
      input.creatorId,
      input.title ?? 'A review',
      status,
      JSON.stringify({ durationMs: 40_000, renditions: [], warnings: [], files: [] }),
      waiting,
      at,
      status === 'published' ? at : null,
    ],
  );
  await app.db.query('INSERT INTO video_steps (video_id, version, status, at) VALUES ($1, 1, $2, $3)', [
    id,
    status,
    at,
  ]);
  for (const [position, product] of input.products.entries()) {
    await app.db.query('INSERT INTO video_products (video_id, product_id, position) VALUES ($1, $2, $3)', [
      id,
      product.id,
      position,
    ]);
  }
  return id;
}

/** A shopper who agreed: the token travels with events and the order. */
export function makeViewer(app: TestApp): { token: string; viewerId: string } {
  const token = newViewerToken(app.config);
  return { token, viewerId: readViewerToken(app.config, token) ?? '' };
}

/** UUID v7 with the moment of the service's clock. */
export function eventId(app: TestApp): string {
  const hex = app.clock.now().getTime().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A view of the first `seconds` of a video, seen whole, that began `agoS` seconds ago. */
export function viewOf(app: TestApp, videoId: string, options: { seconds?: number; agoS?: number } = {}) {
  const watchedMs = (options.seconds ?? 12) * 1000;
  return {
    type: 'view' as const,
    id: eventId(app),
    version: 1,
    occurredAt: new Date(app.clock.now().getTime() - (options.agoS ?? 60) * 1000).toISOString(),
    sessionId: randomUUID(),
    videoId,
    autoplay: false,
    interacted: true,
    segments: [
      { wallFromMs: 0, wallToMs: watchedMs, mediaFromMs: 0, mediaToMs: watchedMs, visibleBps: 10_000, focused: true },
    ],
  };
}

/** A click on a product in a video, `agoS` seconds ago. */
export function clickOn(app: TestApp, videoId: string, productId: string, agoS = 30) {
  const occurredAt = new Date(app.clock.now().getTime() - agoS * 1000).toISOString();
  return { type: 'click' as const, id: eventId(app), occurredAt, sessionId: randomUUID(), videoId, productId };
}

/** Sends events as the player does. */
export function sendEvents(
  app: TestApp,
  publishableKey: string,
  token: string | null,
  events: readonly object[],
  options: { consent?: boolean; userAgent?: string } = {},
): Promise<Response> {
  return app.http
    .post('/v1/events')
    .set('user-agent', options.userAgent ?? BROWSER)
    .send({ store: publishableKey, viewerToken: token, consent: options.consent ?? token !== null, events })
    .then((answer) => answer);
}

/** An order snapshot of one line for 10 000.00 KZT unless told. */
export function orderBody(app: TestApp, change: Record<string, unknown> = {}) {
  return {
    version: 1,
    occurredAt: app.clock.now().toISOString(),
    status: 'paid',
    currency: 'KZT',
    buyer: { customerId: `customer-${randomUUID()}`, email: `${randomUUID()}@shopper.example` },
    discountCodes: [],
    lines: [{ lineId: '1', productId: 'mug', title: 'Mug', quantity: 1, unitPrice: '10000.00' }],
    ...change,
  };
}

export function putOrder(app: TestApp, key: KeyPair, id: string, body: unknown): Promise<Response> {
  return signedCall(app, key, 'PUT', `/v1/orders/${id}`, body);
}

export function putRefund(app: TestApp, key: KeyPair, id: string, body: unknown): Promise<Response> {
  return signedCall(app, key, 'PUT', `/v1/refunds/${id}`, body);
}

/** Every account with a balance, as `account@currency` to minor units. */
export async function accountsOf(app: TestApp): Promise<Record<string, string>> {
  const rows: { account: string; currency: string; balance: string }[] = await app.db.query(
    `SELECT account, currency, sum(amount_minor)::text AS balance FROM ledger_entries
     GROUP BY account, currency HAVING sum(amount_minor) <> 0 ORDER BY account, currency`,
  );
  return Object.fromEntries(rows.map((row) => [`${row.account}@${row.currency}`, row.balance]));
}
