// Worker and API are killed at 20 random instants under load: every video ends published or refused, every order is
// credited once, the books balance.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { uuidV7, Walker, type Key } from '../../seed/walker.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { storageOfRun } from '../support/s3.js';
import { freePort, Service, until } from '../support/processes.js';

const KILLS = 20;
const VIDEOS = 5;
const ORDERS = 40;
const TRIES = 120;
const PRICE = 1_000_000n; // tiyn: 10 000.00 KZT
const clip = join(import.meta.dirname, '../media/screen-recording-vfr.mp4');

/** The same picture with another hash: an MP4 `free` box is skipped by every player. */
function variant(original: Buffer): Buffer {
  const noise = randomBytes(64);
  const box = Buffer.alloc(8);
  box.writeUInt32BE(8 + noise.length, 0);
  box.write('free', 4);
  return Buffer.concat([original, box, noise]);
}

describe('a service that is killed all the time', () => {
  let database: TestDatabase;
  let dataDir: string;
  let baseUrl: string;
  let api: Service;
  let worker: Service;
  let env: Record<string, string>;
  let original: Buffer;
  const person = () => new Walker(baseUrl);

  beforeAll(async () => {
    database = await freshDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'vitrina-kill-'));
    original = await readFile(clip);
    const port = await freePort();
    baseUrl = `http://127.0.0.1:${port}`;
    env = {
      VITRINA_MODE: 'demo',
      VITRINA_SECRET: randomBytes(32).toString('hex'),
      VITRINA_DATA: dataDir,
      VITRINA_PUBLIC_URL: baseUrl,
      DATABASE_URL: database.url,
      PORT: String(port),
      ...(await storageOfRun()),
    };
    api = new Service('api', env);
    worker = new Service('worker', env);
    api.start();
    worker.start();
    await until('the API', async () => ((await fetch(`${baseUrl}/readyz`)).ok ? true : null));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([api.kill(), worker.kill()]);
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function makeStaff(): Promise<Walker> {
    const walker = person();
    await walker.signUp('staff@kill.test', 'Staff');
    for (const role of ['moderator', 'finance']) {
      const grant = new Service('grant', env, ['staff@kill.test', role]);
      grant.start();
      if ((await grant.ended()) !== 0) throw new Error(grant.output);
    }
    await walker.enrolSecondFactor();
    return walker;
  }

  async function makeStore(walker: Walker) {
    const { createStore } = await walker.ask<{ createStore: { id: string; publishableKey: string } }>(
      'mutation($i: StoreInput!) { createStore(input: $i) { id publishableKey } }',
      { i: { name: 'Kill', currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 } },
    );
    const { createApiKey } = await walker.ask<{ createApiKey: { secret: string; key: { id: string } } }>(
      `mutation($s: ID!) {
         createApiKey(storeId: $s, mode: live, label: "k", scopes: ["orders:write", "products:write"]) { secret key { id } }
       }`,
      { s: createStore.id },
    );
    const key: Key = { keyId: createApiKey.key.id, secret: createApiKey.secret };
    const product = { title: 'Mug', price: '10000.00', currency: 'KZT', url: 'https://shop.test/mug', inStock: true };
    expect((await walker.shop(key, 'PUT', '/v1/products/mug', product)).status).toBe(200);
    return { ...createStore, key };
  }

  async function createVideo(walker: Walker, storeId: string, bytes: Buffer, title: string) {
    const { products } = await walker.ask<{ products: { nodes: { id: string }[] } }>(
      'query($s: ID!) { products(storeId: $s) { nodes { id } } }',
      { s: storeId },
      TRIES,
    );
    const input = {
      ...{ storeId, title, productIds: [products.nodes[0]?.id], fileName: `${title}.mp4` },
      ...{ sizeBytes: String(bytes.length), contentType: 'video/mp4' },
    };
    const { createVideo: made } = await walker.ask<{ createVideo: { uploadUrl: string; video: { id: string } } }>(
      'mutation($i: CreateVideoInput!) { createVideo(input: $i) { uploadUrl video { id } } }',
      { i: input },
      TRIES,
    );
    return made;
  }

  /** Uploads in small pieces and goes on at the service's byte after each failure. */
  async function uploadStubbornly(walker: Walker, storeId: string, title: string): Promise<string> {
    const bytes = variant(original);
    const made = await createVideo(walker, storeId, bytes, title);
    const location = await until('an upload address', () => walker.upload(made.uploadUrl, made.video.id, bytes, 0));
    const step = async () => {
      const from = await walker.offset(location);
      if (from >= bytes.length) return true;
      await walker.sendBytes(location, bytes, from, Math.min(bytes.length, from + 64 * 1024));
      return (await walker.offset(location)) >= bytes.length ? true : null;
    };
    await until(`upload ${title}`, step, 90_000);
    return made.video.id;
  }

  async function statusOf(walker: Walker, id: string): Promise<string> {
    const query = 'query($id: ID!) { video(id: $id) { status } }';
    return (await walker.ask<{ video: { status: string } }>(query, { id }, TRIES)).video.status;
  }

  async function sendOrder(walker: Walker, store: { publishableKey: string; key: Key }, videoId: string, n: number) {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const ask = JSON.stringify({ store: store.publishableKey });
    const { viewerToken } = (await (await walker.fetch('/v1/viewers', { ...json, body: ask }, TRIES)).json()) as {
      viewerToken: string;
    };
    const at = new Date().toISOString();
    const click = { type: 'click', id: uuidV7(), occurredAt: at, sessionId: uuidV7(), videoId, productId: 'mug' };
    const body = JSON.stringify({ store: store.publishableKey, viewerToken, consent: true, events: [click] });
    expect((await walker.fetch('/v1/events', { ...json, body }, TRIES)).status).toBe(202);
    const order = {
      ...{ version: 1, occurredAt: new Date().toISOString(), status: 'paid', currency: 'KZT', viewerToken },
      buyer: { customerId: `c${n}` },
      lines: [{ lineId: '1', productId: 'mug', quantity: 2, unitPrice: '10000.00' }],
    };
    const refund = { orderId: `o${n}`, occurredAt: new Date().toISOString(), lines: [{ lineId: '1', quantity: 1 }] };
    // Every third order is refunded by half, and the refund is sent first; everything is sent twice.
    for (let times = 0; times < 2; times++) {
      if (n % 3 === 0)
        expect((await walker.shop(store.key, 'PUT', `/v1/refunds/r${n}`, refund, TRIES)).status).toBe(200);
      expect((await walker.shop(store.key, 'PUT', `/v1/orders/o${n}`, order, TRIES)).status).toBe(200);
    }
  }

  async function killer(): Promise<void> {
    for (let n = 0; n < KILLS; n++) {
      await new Promise((r) => setTimeout(r, 200 + Math.random() * 1800));
      const victim = Math.random() < 0.5 ? api : worker;
      await victim.kill();
      victim.start();
    }
  }

  it(`loses nothing and does nothing twice (${KILLS} kills)`, async () => {
    const staff = await makeStaff();
    const walker = person();
    await walker.signUp('creator@kill.test', 'Creator');
    const owner = person();
    await owner.signUp('owner@kill.test', 'Owner');
    const store = await makeStore(owner);
    const approve = (id: string) =>
      staff.ask('mutation($v: ID!) { approveVideo(videoId: $v) { id } }', { v: id }, TRIES);
    const first = await uploadStubbornly(walker, store.id, 'first');
    await until('the first video', async () => ((await statusOf(walker, first)) === 'in_review' ? true : null));
    await approve(first);

    const uploads = Array.from({ length: VIDEOS }, (_, i) => uploadStubbornly(walker, store.id, `video ${i}`));
    const orders = (async () => {
      for (let n = 0; n < ORDERS; n++) await sendOrder(owner, store, first, n);
    })();
    const [ids] = await Promise.all([Promise.all(uploads), orders, killer()]);

    for (const id of ids) {
      const settled = async () => {
        const now = await statusOf(walker, id);
        return ['in_review', 'refused'].includes(now) ? now : null;
      };
      expect(await until(`video ${id}`, settled, 120_000)).toBe('in_review');
      await approve(id);
    }
    await everySegmentPlays(walker, ids);
    await booksAreRight(owner, walker, staff, store.id);
    for (const process of [api, worker]) expect(process.output).not.toMatch(/unhandled rejection/i);
  }, 360_000);

  async function everySegmentPlays(walker: Walker, ids: string[]): Promise<void> {
    for (const id of ids) {
      const query = 'query($id: ID!) { video(id: $id) { publicHlsUrl } }';
      const { video } = await walker.ask<{ video: { publicHlsUrl: string } }>(query, { id });
      const master = await (await fetch(video.publicHlsUrl)).text();
      const lists = master.split('\n').filter((line) => line.endsWith('.m3u8') && !line.startsWith('#'));
      expect(lists.length).toBeGreaterThan(0);
      for (const list of lists) {
        const url = new URL(list, video.publicHlsUrl).href;
        const text = await (await fetch(url)).text();
        expect(text).toContain('#EXT-X-ENDLIST');
        for (const segment of text.split('\n').filter((line) => line && !line.startsWith('#'))) {
          expect((await fetch(new URL(segment, url))).status).toBe(200);
        }
      }
    }
  }

  /** What is left to do and what was decided, for whoever reads a failure. */
  async function stateOfWork(): Promise<string> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const rows = async (sql: string) => JSON.stringify((await client.query(sql)).rows);
    const said = [
      await rows(`SELECT name, state, count(*)::int AS n, max(retry_count) AS tries, min(start_after) AS due,
        max(output::text) AS output FROM pgboss.job WHERE state <> 'completed' GROUP BY 1, 2`),
      await rows(`SELECT DISTINCT ON (order_id, line_id) order_id, reason FROM attribution_decisions
        ORDER BY order_id, line_id, version DESC`),
      await rows(`SELECT type, count(*)::int AS n FROM facts GROUP BY 1`),
    ];
    await client.end();
    return said.join('\n');
  }

  async function booksAreRight(owner: Walker, walker: Walker, finance: Walker, storeId: string): Promise<void> {
    const refunded = Array.from({ length: ORDERS }, (_, n) => n).filter((n) => n % 3 === 0).length;
    const expected = ((BigInt(ORDERS) * 2n - BigInt(refunded)) * PRICE) / 10n;
    let earned = '';
    const settled = async () => {
      const { myEarnings } = await walker.ask<{ myEarnings: { balance: { earned: { amountMinor: string } } }[] }>(
        '{ myEarnings { balance { earned { amountMinor } } } }',
      );
      earned = myEarnings[0]?.balance.earned.amountMinor ?? 'nothing';
      return earned === expected.toString() ? true : null;
    };
    await until('all commissions', settled, 60_000).catch(() => undefined);
    if (earned !== expected.toString()) console.error(await stateOfWork());
    expect(earned).toBe(expected.toString());
    const count = async (query: string, variables = {}) =>
      Object.values(await owner.ask<Record<string, { totalCount: number }>>(query, variables))[0]?.totalCount;
    expect(await count('query($s: ID!) { orders(storeId: $s) { totalCount } }', { s: storeId })).toBe(ORDERS);
    expect(await count('query($s: ID!) { storeCommissions(storeId: $s) { totalCount } }', { s: storeId })).toBe(ORDERS);
    const { trialBalance } = await finance.ask<{ trialBalance: { balanced: boolean } }>(
      '{ trialBalance { balanced } }',
    );
    expect(trialBalance.balanced).toBe(true);
  }
});
