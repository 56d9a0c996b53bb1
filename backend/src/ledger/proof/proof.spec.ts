// The proof of a creator, the book of an auditor and the offline checker, against real PostgreSQL: what fits, and what each tampering is called.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Response } from 'supertest';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  sendEvents,
  viewOf,
} from '../../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../../test/support/make.js';
import { LedgerChecks } from '../ledger-checks.service.js';
import { LedgerSeals } from './ledger-seals.service.js';
import type { Proof } from './proof.rules.js';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../../../../scripts/verify-proof.mjs');
const DAY = 86_400_000;
const ENTRIES = `query($s: ID) { myLedgerEntries(storeId: $s, first: 50) { totalCount nodes { id kind cause orderExternalId sealedDay
  pending { amountMinor } payable { amountMinor } storeName } } }`;

let app: TestApp;
let owner: pg.Client;
let folder: string;
let store: MadeStore;
let other: MadeStore;
let creator: SignedCreator;
let stranger: SignedCreator;
let finance: SignedStaff;

interface Entry {
  id: string;
  orderExternalId: string | null;
  sealedDay: string | null;
  pending: { amountMinor: string };
}

beforeAll(async () => {
  app = await startApp();
  folder = await mkdtemp(join(tmpdir(), 'vitrina-proof-'));
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  [store, other] = [await makeStore(app), await makeStore(app)];
  [creator, stranger] = [await makeCreator(app), await makeCreator(app)];
  finance = await makeStaff(app, 'finance');
  // Three days of sales; one with more entries than one digit counts: they are leaves by number, not by text.
  await app.get(LedgerChecks).checkAll();
  for (const [day, orders] of [2, 1, 12].entries()) await sell(day, orders);
}, 180_000);
afterAll(async () => {
  await owner?.end();
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

async function sell(day: number, orders: number): Promise<void> {
  const product = await makeProduct(app, store, { externalId: `mug-${day}` });
  const video = await makeEarningVideo(app, { store, creatorId: creator.creatorId, products: [product] });
  for (let i = 0; i < orders; i++) {
    const viewer = makeViewer(app);
    await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, video)]);
    const line = { lineId: '1', productId: `mug-${day}`, title: 'Mug', quantity: 1, unitPrice: `${1000 + i}.00` };
    await putOrder(app, store.live, `day${day}-${i}`, orderBody(app, { viewerToken: viewer.token, lines: [line] }));
  }
  await app.drainJobs();
  app.clock.advance(DAY);
}

async function entriesOf(who: SignedCreator): Promise<Entry[]> {
  const answer = await app.graphql<{ myLedgerEntries: { nodes: Entry[] } }>(ENTRIES, {}, { as: who.cookie });
  expect(answer.errors).toEqual([]);
  return answer.data?.myLedgerEntries.nodes ?? [];
}

const get = (path: string, cookie?: string) => app.http.get(path).set(cookie ? { cookie } : {});

async function proofOf(id: string): Promise<Proof> {
  const answer = await get(`/v1/ledger/proofs/${id}`, creator.cookie).expect(200);
  return answer.body as Proof;
}

async function bookOf(): Promise<string> {
  const answer = await get(`/v1/ledger/books/${store.id}`, finance.cookie).buffer(true).parse(asText).expect(200);
  return answer.body as string;
}

function asText(response: Response, done: (error: Error | null, body: unknown) => void): void {
  let text = '';
  response.on('data', (part: Buffer) => (text += part.toString()));
  response.on('end', () => done(null, text));
}

/** Runs the script as its user does; gives what it said and its exit code. */
async function verify(files: Record<string, string>, ...rest: string[]): Promise<{ code: number; said: string }> {
  const args: string[] = [];
  for (const [kind, text] of Object.entries(files)) {
    const path = join(folder, `${kind}.json`);
    await writeFile(path, text);
    args.push(...(kind === 'book' ? ['--book', path] : [path]));
  }
  try {
    const { stdout } = await run(process.execPath, [SCRIPT, ...args, ...rest]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** Changes the book as only a superuser with the triggers off could, and puts it back. */
async function tampering<T>(change: string, back: string, look: () => Promise<T>): Promise<T> {
  const off = (on: string) =>
    ['ledger_entries', 'ledger_transactions', 'ledger_roots']
      .map((t) => `ALTER TABLE ${t} ${on} TRIGGER ALL`)
      .join(';');
  await owner.query(off('DISABLE'));
  try {
    await owner.query(change);
    return await look();
  } finally {
    await owner.query(back);
    await owner.query(off('ENABLE'));
  }
}

describe('before the day is sealed', () => {
  it('there is no proof yet, and it says so', async () => {
    const [entry] = await entriesOf(creator);
    expect(entry?.sealedDay).toBeNull();
    const answer = await get(`/v1/ledger/proofs/${entry?.id}`, creator.cookie).expect(409);
    expect(answer.body).toMatchObject({ error: { code: 'NOT_SEALED_YET' } });
  });
});

describe('sealed days', () => {
  it('are sealed once each, today not; sealing again seals nothing', async () => {
    const seals = app.get(LedgerSeals);
    expect(await seals.seal(store.id)).toBe(3);
    expect(await seals.seal(store.id)).toBe(0);
    await Promise.all([seals.sealAll(), seals.sealAll()]);
    const rows: { n: string }[] = await app.db.query(
      `SELECT through_seq - from_seq + 1 AS n FROM ledger_roots WHERE programme_id = $1 ORDER BY day`,
      [store.id],
    );
    expect(rows.map((row) => row.n)).toEqual(['2', '1', '12']);
  });

  it('are public for everyone to note, and say nothing about sums', async () => {
    const answer = await get(`/v1/ledger/seals/${store.id}`).expect(200);
    const { seals } = answer.body as { seals: Record<string, string>[] };
    expect(seals).toHaveLength(3);
    expect(Object.keys(seals[0] ?? {})).toEqual(['day', 'hash']);
    const older = await get(`/v1/ledger/seals/${store.id}?before=${seals[0]?.['day']}`).expect(200);
    expect((older.body as { seals: unknown[] }).seals).toEqual(seals.slice(1));
    await get(`/v1/ledger/seals/${store.id}?before=2026-02-31`).expect(400);
  });

  it('cannot be changed or removed by the service or by the owner of the tables', async () => {
    for (const statement of [
      'UPDATE ledger_roots SET root = root',
      'DELETE FROM ledger_roots',
      'TRUNCATE ledger_roots',
    ]) {
      await expect(app.db.query(statement)).rejects.toThrow(/permission denied/);
      await expect(owner.query(statement)).rejects.toThrow(/append-only/);
    }
    for (const statement of ['UPDATE ledger_checks SET sound = true', 'DELETE FROM ledger_checks']) {
      await expect(app.db.query(statement)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('a proof', () => {
  it('of every own entry is verified offline', async () => {
    const entries = await entriesOf(creator);
    expect(entries).toHaveLength(15);
    for (const entry of entries) {
      const { code, said } = await verify({ proof: JSON.stringify(await proofOf(entry.id)) });
      expect([code, said]).toEqual([0, expect.stringContaining(`transaction ${entry.id} is in the book`)]);
      expect(said).toContain(`creator:${creator.creatorId}:pending -${entry.pending.amountMinor} KZT`);
    }
  });

  it('agrees with a seal that was noted, and not with another', async () => {
    const [entry] = await entriesOf(creator);
    const proof = JSON.stringify(await proofOf(entry?.id ?? ''));
    const { seals } = (await get(`/v1/ledger/seals/${store.id}`)).body as { seals: { day: string; hash: string }[] };
    const [last] = seals;
    expect((await verify({ proof }, '--seal', `${last?.day}=${last?.hash}`)).code).toBe(0);
    const other = await verify({ proof }, '--seal', `${last?.day}=${'0'.repeat(64)}`);
    expect([other.code, other.said]).toEqual([1, expect.stringContaining('you noted')]);
  });

  const spoilt: [string, (proof: Proof) => void][] = [
    ['an amount', (p) => (p.transaction.entries[0]![2] = '1')],
    [
      'both sides of an amount',
      (p) => p.transaction.entries.forEach((e) => (e[2] = e[2].startsWith('-') ? '-1' : '1')),
    ],
    ['an account', (p) => (p.transaction.entries[1]![0] = 'creator:thief:pending')],
    ['the time', (p) => (p.transaction.posted_at = '2020-01-01T00:00:00.000Z')],
    ['a hash beside the way', (p) => (p.path[0] = '0'.repeat(64))],
    ['the place', (p) => (p.leaf_index = 0)],
    ['the root', (p) => (p.seals[0]!.root = '1'.repeat(64))],
    ['a later seal', (p) => (p.seals.at(-1)!.prev_hash = '1'.repeat(64))],
    ['the programme', (p) => (p.programme_id = 'sto_other')],
  ];
  it.each(spoilt)('with %s changed does not fit', async (_, spoil) => {
    const entries = await entriesOf(creator);
    const proof = await proofOf(entries.find((e) => e.orderExternalId === 'day0-1')?.id ?? '');
    spoil(proof);
    const { code, said } = await verify({ proof: JSON.stringify(proof) });
    expect([code, said]).toEqual([1, expect.stringContaining('DOES NOT FIT')]);
  });

  it('is refused to another creator, to nobody, and to the store itself', async () => {
    const [entry] = await entriesOf(creator);
    const path = `/v1/ledger/proofs/${entry?.id}`;
    expect((await get(path, stranger.cookie).expect(404)).body).toMatchObject({ error: { code: 'NOT_FOUND' } });
    await get(path).expect(401);
    await get(path, store.owner.cookie).expect(404);
    await get('/v1/ledger/proofs/ltx_none', creator.cookie).expect(404);
    expect(await entriesOf(stranger)).toEqual([]);
    const unsigned = await app.graphql(ENTRIES);
    expect(unsigned.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('the book of an auditor', () => {
  it('fits, also together with a proof, and its export is in the audit log', async () => {
    const [entry] = await entriesOf(creator);
    const book = await bookOf();
    const { code, said } = await verify({ proof: JSON.stringify(await proofOf(entry?.id ?? '')), book });
    expect([code, said]).toEqual([0, expect.stringContaining('the book holds what the proof shows')]);
    expect(said).toContain('15 transactions');
    const rows: { actor: string }[] = await app.db.query(
      `SELECT actor FROM audit_log WHERE action = 'ledger.book_exported' AND store_id = $1`,
      [store.id],
    );
    expect(rows).toContainEqual({ actor: finance.accountId });
  });

  it('is for the store itself, finance and administrators; never for another store or a creator', async () => {
    await get(`/v1/ledger/books/${store.id}`, store.owner.cookie).expect(200);
    expect((await get(`/v1/ledger/books/${store.id}`, other.owner.cookie).expect(404)).body).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    await get(`/v1/ledger/books/${store.id}`, creator.cookie).expect(403);
    await get(`/v1/ledger/books/${store.id}`).expect(401);
  });

  it('with a row changed behind the triggers is refused, and the row is named', async () => {
    const id = (await entriesOf(creator)).find((e) => e.orderExternalId === 'day0-1')?.id ?? '';
    const proof = JSON.stringify(await proofOf(id));
    const swap = (to: string, from: string) =>
      `UPDATE ledger_entries SET amount_minor = CASE WHEN amount_minor > 0 THEN ${to} ELSE -${to} END
       WHERE transaction_id = '${id}' AND abs(amount_minor) = ${from}`;
    const [{ n }] = (await app.db.query(
      `SELECT max(amount_minor)::text AS n FROM ledger_entries WHERE transaction_id = $1`,
      [id],
    )) as [{ n: string }];
    await tampering(swap('5', n), swap(n, '5'), async () => {
      const { code, said } = await verify({ book: await bookOf() });
      expect([code, said]).toEqual([
        1,
        expect.stringContaining(`transaction ${id} (number 2) is not what its hash says`),
      ]);
      const found = await app.get(LedgerChecks).check(store.id, true);
      expect(found).toContainEqual(expect.objectContaining({ invariant: 'chain', subject: id }));
    });
    expect((await verify({ proof, book: await bookOf() })).code).toBe(0);
  });

  it('with a row gone, or a day sealed anew, is refused too', async () => {
    const lines = (await bookOf()).trim().split('\n');
    const without = lines.filter((line) => !line.includes('"seq":"3"')).join('\n');
    expect((await verify({ book: without })).said).toContain('transaction number 3 is missing');
    const [day] = (await app.db.query(
      `SELECT day::text AS day FROM ledger_roots WHERE programme_id = $1 ORDER BY day LIMIT 1`,
      [store.id],
    )) as [{ day: string }];
    await tampering(
      `UPDATE ledger_roots SET root = decode(repeat('11', 32), 'hex') WHERE programme_id = '${store.id}' AND day = '${day.day}'`,
      `UPDATE ledger_roots r SET root = x.root FROM (SELECT decode('${rootIn(lines, day.day)}', 'hex') AS root) x
       WHERE programme_id = '${store.id}' AND day = '${day.day}'`,
      async () => {
        const { code, said } = await verify({ book: await bookOf() });
        expect([code, said]).toEqual([1, expect.stringContaining(`the seal of ${day.day}`)]);
      },
    );
    expect((await verify({ book: await bookOf() })).code).toBe(0);
    expect(await app.get(LedgerChecks).check(store.id, true)).toEqual([]);
  });
});

function rootIn(lines: readonly string[], day: string): string {
  const seal = lines.map((line) => JSON.parse(line) as { type: string; day?: string; root?: string });
  return seal.find((row) => row.type === 'seal' && row.day === day)?.root ?? '';
}
