// Pools over their doors: opening, limits that hold, the stop-rule, hand release, letters, and who is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCertificatePool, makeCertificates } from '../../../test/support/certificates/make-certificates.js';
import { makeCreator, makeStaff, makeStore, type MadeStore, type Signed } from '../../../test/support/make.js';
import { Mail } from '../../accounts/mails/mail.entity.js';
import { inTransaction } from '../../base/database/transaction.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { CertificatesService } from '../certificates.service.js';
import type { CertificatePool } from './pool.entity.js';

const HOUR = 3_600_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: Signed;

async function call<T>(text: string, variables: Record<string, unknown>, as: string): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, { as });
  const [error] = answer.errors;
  return error ? error.extensions.code : (Object.values(answer.data ?? {})[0] as T);
}

interface Shown {
  id: string;
  name: string;
  pausedAt: string | null;
  pausedWhy: string | null;
  surgeHour: number | null;
  surgeUsual: number | null;
  counted: number;
  contents: Record<'free' | 'expired' | 'waiting' | 'held' | 'issued' | 'cancelled' | 'toBlock', number>;
  days: { day: string; issued: number }[];
}
const POOL = `id name worth { amountMinor currency } worthText validUntil lowBelow holderMonth poolDay poolTotal surgeTimes
  surgeFloor pausedAt pausedWhy surgeHour surgeUsual counted createdAt
  contents { free expired waiting held issued cancelled toBlock } days { day issued }`;
const CREATE = `mutation($s: ID!, $i: CertificatePoolInput!) { createCertificatePool(storeId: $s, input: $i) { ${POOL} } }`;
const UPDATE = `mutation($id: ID!, $i: CertificatePoolInput!) { updateCertificatePool(id: $id, input: $i) { ${POOL} } }`;
const PAUSE = 'mutation($id: ID!) { pauseCertificatePool(id: $id) { pausedWhy } }';
const RESUME = 'mutation($id: ID!) { resumeCertificatePool(id: $id) { pausedWhy surgeHour } }';
const ROW = `id status tail fileName line heldReason holderSign holderMonth toBlock blockedAt cancelReason poolName key`;
const LIST = `query($s: ID!, $p: ID, $l: CertificateList!, $f: Int, $a: String) {
  certificates(storeId: $s, poolId: $p, list: $l, first: $f, after: $a) {
    totalCount pageInfo { endCursor hasNextPage } nodes { ${ROW} } } }`;
const RELEASE = `mutation($ids: [ID!]!) { releaseCertificates(ids: $ids) { ${ROW} } }`;
const CANCEL = `mutation($ids: [ID!]!, $r: String!) { cancelCertificates(ids: $ids, reason: $r) { ${ROW} } }`;
const BLOCK = `mutation($ids: [ID!]!) { markCertificatesBlocked(ids: $ids) { ${ROW} } }`;

type Row = Record<'id' | 'status' | 'tail' | 'heldReason' | 'holderSign' | 'key', string> & { toBlock: boolean };
interface Listed {
  totalCount: number;
  pageInfo: { endCursor: string; hasNextPage: boolean };
  nodes: Row[];
}

const owner = () => store.owner.cookie;
const pool = async (id: string, as = owner()) =>
  (await call<Shown>(`query($id: ID!) { certificatePool(id: $id) { ${POOL} } }`, { id }, as)) as Shown;
const list = async (of: CertificatePool | null, which: string, more: object = {}) =>
  (await call<Listed>(LIST, { s: store.id, p: of?.id ?? null, l: which, ...more }, owner())) as Listed;
const keysOf = async (of: CertificatePool | null, which: string) => (await list(of, which)).nodes.map(({ key }) => key);
const idsOf = async (of: CertificatePool | null, which: string) => (await list(of, which)).nodes.map(({ id }) => id);
const issue = (of: CertificatePool, key: string, holder = `holder-${key}`) =>
  inTransaction(app.db, (em) =>
    app.get(CertificatesService).issue(em, { storeId: of.storeId, poolId: of.id, key, holder }),
  );
const cancelByService = (key: string) =>
  inTransaction(app.db, (em) =>
    app.get(CertificatesService).cancel(em, { storeId: store.id, key, reason: 'came back' }),
  );
const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}-${1000 + i}`);
const lettersOf = async (poolName: string) => {
  const mails = await app.db.manager.find(Mail, { where: { recipient: store.owner.email }, order: { id: 'ASC' } });
  return mails.filter(({ subject }) => subject.includes(poolName)).map(({ kind }) => kind);
};
const look = () => app.get(JobsService).runTimer('certificates.look');

beforeAll(async () => {
  app = await startApp({ DATABASE_POOL: '20' });
  [store, other] = [await makeStore(app, { name: 'Aina Home' }), await makeStore(app)];
  dana = await makeCreator(app);
}, 120_000);
afterAll(() => app?.close());

describe('a pool', () => {
  it('is opened, changed and listed; what one is worth is fixed with the first code', async () => {
    const made = (await call<Shown>(
      CREATE,
      { s: store.id, i: { name: 'Gift 5000', worth: '5000' } },
      owner(),
    )) as Shown;
    expect(made).toMatchObject({ worth: { amountMinor: '500000', currency: 'KZT' }, surgeFloor: 20, surgeTimes: null });
    expect(made.days).toHaveLength(30);
    const words = { name: 'Delivery', worthText: 'Free delivery', holderMonth: 2, surgeTimes: 5 };
    expect(await call(UPDATE, { id: made.id, i: words }, owner())).toMatchObject({ worth: null, holderMonth: 2 });
    await makeCertificates(app, { id: made.id, storeId: store.id }, ['FIRST-0001']);
    expect(await call(UPDATE, { id: made.id, i: { ...words, worthText: 'Half price' } }, owner())).toBe('CONFLICT');
    expect(await call(UPDATE, { id: made.id, i: { ...words, name: 'Free delivery' } }, owner())).toMatchObject({
      ...{ name: 'Free delivery', contents: { free: 1, issued: 0 } },
    });
    expect(await call(CREATE, { s: store.id, i: { name: 'Nothing' } }, owner())).toBe('BAD_INPUT');
    const page = 'query($s: ID!) { certificatePools(storeId: $s, first: 1) { totalCount nodes { name } } }';
    expect(await call(page, { s: store.id }, owner())).toEqual({ totalCount: 1, nodes: [{ name: 'Free delivery' }] });
  });

  it("is nobody else's business", async () => {
    const mine = await makeCertificatePool(app, store.id);
    const [finance, administrator] = [await makeStaff(app, 'finance'), await makeStaff(app, 'administrator')];
    const input = { name: 'Theirs', worth: '1' };
    const changes: [string, object][] = [
      [CREATE, { s: store.id, i: input }],
      [UPDATE, { id: mine.id, i: input }],
      [PAUSE, { id: mine.id }],
      [RESUME, { id: mine.id }],
    ];
    const one = await issue(mine, 'not-theirs');
    const hand: [string, object][] = [
      [RELEASE, { ids: [one.id] }],
      [CANCEL, { ids: [one.id], r: 'because' }],
      [BLOCK, { ids: [one.id] }],
    ];
    for (const [text, variables] of [...changes, ...hand]) {
      expect(await call(text, { ...variables }, other.owner.cookie)).toBe('NOT_FOUND');
      expect(await call(text, { ...variables }, dana.cookie)).toBe('FORBIDDEN');
      expect(await call(text, { ...variables }, finance.cookie)).toBe('FORBIDDEN');
      expect(await call(text, { ...variables }, '')).toBe('UNAUTHENTICATED');
    }
    expect(await pool(mine.id, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await call(LIST, { s: store.id, l: 'held' }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await call(LIST, { s: other.id, p: mine.id, l: 'waiting' }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await pool(mine.id, finance.cookie)).toMatchObject({ id: mine.id });
    expect(await call(PAUSE, { id: mine.id }, administrator.cookie)).toEqual({ pausedWhy: 'hand' });
    expect(await pool(mine.id)).toMatchObject({ name: 'Gift', contents: { waiting: 1 } });
  });

  it('that stands still by hand lets people wait, and serves them when it goes on', async () => {
    const still = await makeCertificatePool(app, store.id);
    await makeCertificates(app, still, names('STILL', 3));
    expect(await call(PAUSE, { id: still.id }, owner())).toEqual({ pausedWhy: 'hand' });
    expect([await issue(still, 's1'), await issue(still, 's2')].map((one) => one.status)).toEqual([
      'waiting',
      'waiting',
    ]);
    await look();
    expect(await keysOf(still, 'waiting')).toEqual(['s1', 's2']);
    expect(await call(RESUME, { id: still.id }, owner())).toEqual({ pausedWhy: null, surgeHour: null });
    await app.drainJobs();
    expect(await keysOf(still, 'issued')).toEqual(['s2', 's1']);
    expect((await pool(still.id)).days.at(-1)?.issued).toBe(2);
  });
});

describe('limits', () => {
  it('hold the third of a person in a month, and not of another person or month', async () => {
    const two = await makeCertificatePool(app, store.id, { holderMonth: 2 });
    await makeCertificates(app, two, names('MONTH', 9));
    const states = [];
    for (const n of [1, 2, 3]) states.push(await issue(two, `m${n}`, 'aruzhan'));
    expect(states.map((one) => one.heldReason)).toEqual([null, null, 'holder_month']);
    expect(await issue(two, 'm4', 'another')).toMatchObject({ status: 'issued' });
    const [held] = (await list(two, 'held')).nodes;
    expect(held).toMatchObject({ key: 'm3', heldReason: 'holder_month', holderMonth: 2, tail: null });
    expect(held?.holderSign).toMatch(/^[0-9a-f]{6}$/);
    app.clock.advance(35 * 24 * HOUR);
    expect(await issue(two, 'm5', 'aruzhan')).toMatchObject({ status: 'issued' });
    await app.get(JobsService).runTimer('certificates.forget-holders');
    const kept: { key: string }[] = await app.db.query(
      'SELECT key FROM certificate_issues WHERE pool_id = $1 AND holder IS NOT NULL',
      [two.id],
    );
    expect(kept).toEqual([{ key: 'm5' }]);
    app.clock.reset();
  });

  it('of a day and of all are exact under sixteen at once; what was cancelled unseen gives its place back', async () => {
    const day = await makeCertificatePool(app, store.id, { poolDay: 5 });
    await makeCertificates(app, day, names('DAY', 20));
    const got = await Promise.all(names('d', 16).map((key) => issue(day, key)));
    expect(got.filter((one) => one.status === 'issued')).toHaveLength(5);
    expect(new Set(got.filter((one) => one.status === 'held').map((one) => one.heldReason))).toEqual(
      new Set(['pool_day']),
    );
    const all = await makeCertificatePool(app, store.id, { poolTotal: 2 });
    expect([await issue(all, 'a1'), await issue(all, 'a2'), await issue(all, 'a3')].map((one) => one.status)).toEqual([
      ...['waiting', 'waiting', 'held'],
    ]);
    await cancelByService('a1');
    expect(await issue(all, 'a4')).toMatchObject({ status: 'waiting' });
    expect(await issue(all, 'a5')).toMatchObject({ status: 'held', heldReason: 'pool_total' });
    expect((await pool(all.id)).counted).toBe(2);
  });

  it('are lifted by hand: all of those chosen or none, oldest first, once', async () => {
    const one = await makeCertificatePool(app, store.id, { poolTotal: 1 });
    await makeCertificates(app, one, names('HAND', 3));
    for (const key of ['h1', 'h2', 'h3', 'h4', 'h5']) await issue(one, key);
    const ids = await idsOf(one, 'held');
    expect(ids).toHaveLength(4);
    expect(await call(RELEASE, { ids: [ids[0], 'cis_none'] }, owner())).toBe('NOT_FOUND');
    expect(await call(RELEASE, { ids: [] }, owner())).toBe('BAD_INPUT');
    const answers = await Promise.all([1, 2, 3].map(() => call<Row[]>(RELEASE, { ids: ids.slice(0, 3) }, owner())));
    for (const answer of answers as Row[][]) {
      expect(answer.map((row) => row.status)).toEqual(['issued', 'issued', 'waiting']);
    }
    expect(await keysOf(one, 'issued')).toEqual(['h3', 'h2', 'h1']);
    expect((await pool(one.id)).counted).toBe(4);
    expect(await call(CANCEL, { ids: [ids[3]], r: ' ' }, owner())).toBe('BAD_INPUT');
    expect(await call(CANCEL, { ids: [ids[3]], r: 'Too many' }, owner())).toMatchObject([
      { status: 'cancelled', cancelReason: 'Too many', toBlock: false },
    ]);
    expect(await call(CANCEL, { ids: [ids[0]], r: 'Too late' }, owner())).toBe('CONFLICT');
    const found = await app.get(CertificatesService).status(app.db.manager, { storeId: store.id, keys: ['h2', 'h4'] });
    expect(found.get('h2')).toMatchObject({ status: 'issued', code: 'HAND-1001', heldReason: 'pool_total' });
    expect(found.get('h4')).toMatchObject({ status: 'waiting' });
  });

  it('stop a pool whose hour is far above the usual, once, with a letter, and let nobody get lost', async () => {
    const surge = await makeCertificatePool(app, store.id, { name: 'Surge', surgeTimes: 2, surgeFloor: 3 });
    await makeCertificates(app, surge, names('SURGE', 30));
    // Fourteen days with at most two an hour: usual is two, the bound is four.
    await app.db.query(
      `INSERT INTO certificate_hours SELECT $1, current_date - n, 12, 2 FROM generate_series(2, 15) n`,
      [surge.id],
    );
    const got = await Promise.all(names('u', 16).map((key) => issue(surge, key)));
    expect(got.filter((one) => one.status === 'issued')).toHaveLength(4);
    expect(got.filter((one) => one.heldReason === 'surge')).toHaveLength(12);
    expect(await pool(surge.id)).toMatchObject({ pausedWhy: 'surge', surgeHour: 5, surgeUsual: 2 });
    expect(await lettersOf('Surge')).toEqual(['certificates_paused']);
    const [first = ''] = await idsOf(surge, 'held');
    // A person has looked: this one goes out although the pool stands still.
    expect(await call(RELEASE, { ids: [first] }, owner())).toMatchObject([{ status: 'issued' }]);
    await call(RESUME, { id: surge.id }, owner());
    await app.drainJobs();
    expect((await pool(surge.id)).contents).toMatchObject({ held: 11, issued: 5 });
    app.clock.advance(1000);
    for (const key of ['v1', 'v2', 'v3', 'v4']) expect(await issue(surge, key)).toMatchObject({ status: 'issued' });
    expect(await issue(surge, 'v5')).toMatchObject({ status: 'held', heldReason: 'surge' });
    expect(await lettersOf('Surge')).toEqual(['certificates_paused', 'certificates_paused']);
    app.clock.reset();
  });
});

describe('lists', () => {
  it('show ends of codes and their lines, by pages, and never a whole code', async () => {
    const seen = await makeCertificatePool(app, store.id, { name: 'Seen' });
    await makeCertificates(app, seen, names('LISTED', 5));
    await makeCertificates(app, seen, ['GONE-0001'], '2026-01-01');
    for (const key of ['l1', 'l2', 'l3']) await issue(seen, key);
    const first = await list(seen, 'issued', { f: 2 });
    const rest = await list(seen, 'issued', { f: 2, a: first.pageInfo.endCursor });
    expect([first.totalCount, first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([3, true, false]);
    expect([...first.nodes, ...rest.nodes].map(({ key }) => key)).toEqual(['l3', 'l2', 'l1']);
    expect(first.nodes[0]).toMatchObject({ tail: '1002', fileName: 'codes.csv', line: 3, poolName: 'Seen' });
    const free = await list(seen, 'free', { f: 1 });
    expect(free).toMatchObject({ totalCount: 2, nodes: [{ status: 'free', tail: '1003', key: null }] });
    expect(await list(seen, 'free', { f: 1, a: free.pageInfo.endCursor })).toMatchObject({ nodes: [{ tail: '1004' }] });
    expect(await list(seen, 'expired')).toMatchObject({ totalCount: 1, nodes: [{ status: 'expired', tail: '0001' }] });
    expect(JSON.stringify([first, rest, free])).not.toContain('LISTED');
    expect(await list(null, 'issued')).toBe('BAD_INPUT');
    expect(await list(seen, 'issued', { a: 'WyJ4Il0' })).toBe('BAD_INPUT');
  });

  it('ask to block what was written off, until somebody says that it is', async () => {
    const off = await makeCertificatePool(app, store.id);
    await makeCertificates(app, off, names('OFF', 2));
    const [one, two] = [await issue(off, 'o1'), await issue(off, 'o2')];
    await cancelByService('o1');
    expect(await keysOf(off, 'to_block')).toEqual(['o1']);
    expect(await keysOf(null, 'to_block')).toContain('o1');
    expect(await call(BLOCK, { ids: [one.id, two.id] }, owner())).toBe('CONFLICT');
    expect(await call(BLOCK, { ids: [one.id] }, owner())).toMatchObject([{ toBlock: false }]);
    expect(await call(BLOCK, { ids: [one.id] }, owner())).toMatchObject([{ toBlock: false }]);
    expect((await pool(off.id)).contents).toMatchObject({ issued: 1, cancelled: 1, toBlock: 0, free: 0 });
  });
});

describe('owners', () => {
  it('hear once that few are left, and once that people wait, until new codes come', async () => {
    const thin = await makeCertificatePool(app, store.id, { name: 'Thin', lowBelow: 2 });
    await makeCertificates(app, thin, names('THIN', 2));
    await look();
    expect(await lettersOf('Thin')).toEqual([]);
    await issue(thin, 't1');
    await Promise.all([look(), look()]);
    expect(await lettersOf('Thin')).toEqual(['certificates_low']);
    for (const key of ['t2', 't3']) await issue(thin, key);
    await Promise.all([look(), look()]);
    await look();
    expect(await lettersOf('Thin')).toEqual(['certificates_low', 'certificates_empty']);
    // The job of a file was lost: the timer serves.
    await makeCertificates(app, thin, names('THICK', 4));
    await look();
    expect((await pool(thin.id)).contents).toMatchObject({ waiting: 0, issued: 3, free: 3 });
    for (const key of ['t4', 't5']) await issue(thin, key);
    await look();
    expect(await lettersOf('Thin')).toEqual(['certificates_low', 'certificates_empty', 'certificates_low']);
  });

  it('leave every change in the audit log', async () => {
    const rows: { action: string }[] = await app.db.query(
      `SELECT DISTINCT action FROM audit_log WHERE action LIKE 'certificates.%' ORDER BY action`,
    );
    expect(rows.map(({ action }) => action.replace('certificates.', ''))).toEqual([
      ...[
        'asked',
        'blocked',
        'cancelled',
        'held',
        'issued',
        'paused',
        'pool_changed',
        'pool_created',
        'ran_low',
        'ran_out',
      ],
      ...['released', 'resumed', 'surged'],
    ]);
  });
});
