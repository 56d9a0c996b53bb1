// The API and two workers are killed at random instants while sixteen senders repeat and shuffle everything that shops and browsers
// say: the books equal a single-threaded replay of the facts, to the unit. Asked for by VITRINA_DRILLS: `light`, or `1` for the long form.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayoutsFollow } from '../../src/payouts/follow/follow.service.js';
import { ReplayService } from '../../src/payouts/replay/replay.service.js';
import { LedgerChecks } from '../../src/ledger/ledger-checks.service.js';
import { Walker, type Key } from '../../seed/walker.js';
import { startApp, type TestApp } from '../support/app.js';
import { BROWSER, clickOn, makeEarningVideo, makeViewer, orderBody, viewOf } from '../support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore } from '../support/make.js';
import { freePort, Service, until } from '../support/processes.js';

const IS_LONG = process.env['VITRINA_DRILLS'] === '1';
const ORDERS = IS_LONG ? 400 : 32;
const KILLS = IS_LONG ? 40 : 6;
const SENDERS = 16;
const TRIES = 200;
const drill = process.env['VITRINA_DRILLS'] ? describe : describe.skip;

let app: TestApp;
let store: MadeStore;
let videos: string[];
let walker: Walker;
let running: Service[];

async function open(): Promise<void> {
  // This process makes the shop and afterwards replays, alone; it takes no calls and no jobs.
  app = await startApp();
  store = await makeStore(app);
  videos = [];
  for (const name of ['p0', 'p1']) {
    const { creatorId } = await makeCreator(app);
    const product = await makeProduct(app, store, { externalId: name });
    videos.push(await makeEarningVideo(app, { store, creatorId, products: [product] }));
  }
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = {
    VITRINA_MODE: 'demo',
    VITRINA_SECRET: app.config.secret,
    VITRINA_DATA: app.config.dataDir,
    VITRINA_PUBLIC_URL: baseUrl,
    DATABASE_URL: app.ownerUrl,
    DATABASE_POOL: '8',
    PORT: String(port),
  };
  running = [new Service('api', env), new Service('worker', env), new Service('worker', env)];
  for (const service of running) service.start();
  walker = new Walker(baseUrl);
  const ready = async () => ((await fetch(`${baseUrl}/readyz`)).ok ? true : null);
  await until('the API', ready, 240_000).catch((error: unknown) => {
    throw new Error(running.map((service) => service.output).join('\n'), { cause: error });
  });
}

async function close(): Promise<void> {
  await Promise.all((running ?? []).map((service) => service.kill()));
  await app?.close();
}

type Send = () => Promise<number>;

/** All that is said about one order: twice each, refunds of every third, cancellation of every seventh, an edit of every fifth. */
function deliveries(n: number): Send[] {
  const viewer = makeViewer(app);
  const key: Key = { keyId: store.live.id, secret: store.live.secret };
  const video = videos[n % 2] ?? '';
  const touch = n % 4 < 2 ? viewOf(app, video, { seconds: 15, agoS: 300 }) : clickOn(app, video, `p${n % 2}`, 300);
  const body = JSON.stringify({
    store: store.publishableKey,
    viewerToken: viewer.token,
    consent: true,
    events: [touch],
  });
  const headers = { 'content-type': 'application/json', 'user-agent': BROWSER };
  const line = { lineId: '1', productId: `p${n % 2}`, quantity: 4, unitPrice: `${n + 1}00.50` };
  const order = orderBody(app, { viewerToken: viewer.token, lines: [line] });
  const put =
    (path: string, what: object): Send =>
    async () =>
      (await walker.shop(key, 'PUT', path, what, TRIES)).status;
  const sends: Send[] = [
    async () => (await walker.fetch('/v1/events', { method: 'POST', headers, body }, TRIES)).status,
    put(`/v1/orders/kill-${n}`, order),
  ];
  const refund = { orderId: `kill-${n}`, occurredAt: order.occurredAt, lines: [{ lineId: '1', quantity: 1 }] };
  if (n % 3 === 0) sends.push(put(`/v1/refunds/kill-${n}-r`, refund));
  if (n % 5 === 0) {
    const second = { lineId: '2', productId: `p${n % 2}`, quantity: 1, unitPrice: '99.99' };
    sends.push(put(`/v1/orders/kill-${n}`, { ...order, version: 2, lines: [line, second] }));
  }
  if (n % 7 === 0) sends.push(put(`/v1/orders/kill-${n}`, { ...order, version: 3, status: 'cancelled' }));
  return [...sends, ...sends];
}

/** 10 % of what was kept, in tiyn, half up. */
function expected(n: number): bigint {
  if (n % 7 === 0) return 0n;
  const base = BigInt((n + 1) * 100 * 100 + 50) * 4n;
  const kept = n % 3 === 0 ? base - base / 4n : base;
  const tenth = (amount: bigint): bigint => (amount + 5n) / 10n;
  return tenth(kept) + (n % 5 === 0 ? tenth(9999n) : 0n);
}

function shuffled<T>(list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function killer(): Promise<void> {
  for (let n = 0; n < KILLS; n++) {
    await pause(100 + Math.random() * 1500);
    const victim = running[Math.floor(Math.random() * running.length)];
    await victim?.kill();
    victim?.start();
  }
}

async function earned(): Promise<Record<string, string>> {
  const rows: { id: string; sum: string }[] = await app.db.query(
    `SELECT order_external_id AS id, sum(amount_minor)::text AS sum FROM commission_units WHERE programme_id = $1 GROUP BY 1`,
    [store.id],
  );
  return Object.fromEntries(rows.filter((row) => row.sum !== '0').map((row) => [row.id, row.sum]));
}

drill('a money road whose processes are killed', () => {
  beforeAll(open, 600_000);
  afterAll(close);

  it(`equals the single-threaded replay of its facts (${KILLS} kills, ${ORDERS} orders)`, async () => {
    const queue = shuffled(Array.from({ length: ORDERS }, (_, n) => deliveries(n)).flat());
    const odd: number[] = [];
    const sender = async () => {
      for (let send = queue.pop(); send; send = queue.pop()) {
        const status = await send();
        if (status !== 200 && status !== 202) odd.push(status);
      }
    };
    await Promise.all([killer(), ...Array.from({ length: SENDERS }, sender)]);
    expect(odd).toEqual([]);

    const all = Array.from({ length: ORDERS }, (_, n) => [`kill-${n}`, expected(n).toString()] as const);
    const wanted = Object.fromEntries(all.filter(([, sum]) => sum !== '0'));
    const is = async () =>
      JSON.stringify(await earned(), Object.keys(wanted).sort()) === sortedText(wanted) ? true : null;
    await until('all commissions', is, 180_000).catch(() => undefined);
    expect(await earned()).toEqual(wanted);
    await Promise.all(running.map((service) => service.kill()));
    for (const { output } of running) expect(output).not.toMatch(/unhandled rejection/i);

    // Whatever a killed worker left, this process finishes; then it replays alone and compares unit by unit.
    await app.drainJobs();
    app.clock.advance(600_000);
    expect(await app.get(ReplayService).replay(store.id)).toEqual([]);
    const replayed = await app.get(PayoutsFollow).evaluate(store.id);
    const sums: Record<string, bigint> = {};
    for (const unit of replayed.commissions) sums[unit.orderId] = (sums[unit.orderId] ?? 0n) + unit.amountMinor;
    const replayedSums = Object.entries(sums).flatMap(([id, sum]) =>
      sum === 0n ? [] : [[id, sum.toString()] as const],
    );
    expect(Object.fromEntries(replayedSums)).toEqual(wanted);
    const book: { name: string; sum: string }[] = await app.db.query(
      `SELECT e.account || '@' || e.currency AS name, sum(e.amount_minor)::text AS sum FROM ledger_entries e
       GROUP BY 1 HAVING sum(e.amount_minor) <> 0`,
    );
    const accounts = [...replayed.accounts].map(([name, sum]) => [name, sum.toString()] as const);
    expect(Object.fromEntries(book.map((row) => [row.name, row.sum]))).toEqual(Object.fromEntries(accounts));
    expect(await app.get(LedgerChecks).check(store.id, true)).toEqual([]);
  }, 900_000);
});

const sortedText = (sums: Record<string, string>): string => JSON.stringify(sums, Object.keys(sums).sort());
