// What the mock API answers about pools of certificates.
import { ago, days, money } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const HOUR = 3_600_000;
const NONE = { lowBelow: null, holderMonth: null, poolDay: null, poolTotal: null, surgeTimes: 5, surgeFloor: 20 };
const pool = (id: string, name: string, contents: object, more: object = {}) => ({
  ...{ id, storeId: 'sto_aina', name, worth: money(500_000n), worthText: null, validUntil: null, ...NONE },
  ...{ pausedAt: null, pausedWhy: null, surgeHour: null, surgeUsual: null, counted: 0, createdAt: ago(400 * HOUR) },
  contents: { free: 0, expired: 0, waiting: 0, held: 0, issued: 0, cancelled: 0, toBlock: 0, ...contents },
  days: days(30).map(({ day }, at) => ({ day, issued: (at * 7) % 23 })),
  ...more,
});
const pools = [
  pool(
    'cpl_new',
    'Gift for a first review',
    { free: 1842, issued: 312, held: 3, cancelled: 9, toBlock: 2, expired: 40 },
    { lowBelow: 200, holderMonth: 2, poolDay: 100, poolTotal: 5000, counted: 321, validUntil: '2027-06-30' },
  ),
  pool(
    'cpl_surge',
    'New Year certificate',
    { free: 410, issued: 96, held: 27 },
    { pausedAt: ago(2 * HOUR), pausedWhy: 'surge', surgeHour: 61, surgeUsual: 6, counted: 96 },
  ),
  pool(
    'cpl_delivery',
    'Free delivery in Almaty and Astana for the next order',
    { waiting: 14, issued: 250 },
    { worth: null, worthText: 'Free delivery', counted: 264 },
  ),
];

const row = (id: string, status: string, more: object = {}) => ({
  ...{ id, poolId: 'cpl_new', poolName: 'Gift for a first review', status, tail: '7K2M', fileName: 'november.csv' },
  ...{ line: 214, expiresOn: '2027-06-30', key: 'receipt:rcp_0mg2k1x9v', holderSign: '3fa91c', holderMonth: null },
  ...{ heldReason: null, askedAt: ago(30 * HOUR), issuedAt: ago(30 * HOUR), releasedAt: null, cancelledAt: null },
  ...{ cancelReason: null, toBlock: false, blockedAt: null, ...more },
});
const noCode = { tail: null, fileName: null, line: null, expiresOn: null, issuedAt: null };
const rows = [
  ...['3fa91c', '3fa91c', 'b07d52'].map((holderSign, n) =>
    row(`cis_held${n}`, 'held', {
      ...{ ...noCode, holderSign, holderMonth: 2, askedAt: ago((n + 1) * HOUR) },
      heldReason: n < 2 ? 'holder_month' : 'pool_day',
    }),
  ),
  ...[1, 2].map((n) =>
    row(`cis_off${n}`, 'cancelled', {
      ...{ tail: `9Q${n}A`, line: 30 + n, cancelledAt: ago(n * 5 * HOUR), toBlock: true },
      cancelReason: 'The order came back',
    }),
  ),
  ...Array.from({ length: 24 }, (_, n) => row(`cis_${n}`, 'issued', { tail: `K${100 + n}`, line: 100 + n })),
  ...[1, 2].map((n) => row(`cis_wait${n}`, 'waiting', { ...noCode, poolId: 'cpl_delivery' })),
  ...[1, 2, 3].map((n) => row(`ctf_${n}`, 'free', { key: null, holderSign: null, tail: `F0${n}0`, line: n })),
];
const listed = (list: string) =>
  rows.filter((one) => (list === 'to_block' ? one.toBlock : one.status === list)) as ReturnType<typeof row>[];

const file = (id: string, status: string, more: object) => ({
  ...{ id, poolId: 'cpl_new', fileName: 'november.csv', status, failure: null, rowsDone: 2000, added: 2000, known: 0 },
  ...{ wrong: 0, createdAt: ago(50 * HOUR), finishedAt: ago(50 * HOUR), ...more },
});
const files = [
  file('cfl_2', 'done', { fileName: 'december.csv', rowsDone: 506, added: 500, known: 4, wrong: 2 }),
  file('cfl_1', 'broken', { failure: 'BROKEN_OFF', rowsDone: 1500, added: 1500 }),
];

const found = (id: string) => pools.find((one) => one.id === id) ?? fail('NOT_FOUND');
/** The chosen rows, changed; the counts of their pool follow. */
function decided(ids: readonly string[], part: object, by: Partial<Record<string, number>>) {
  const chosen = rows.filter(({ id }) => ids.includes(id));
  for (const one of chosen) Object.assign(one, part);
  const contents = found('cpl_new').contents as Record<string, number>;
  for (const [name, step] of Object.entries(by)) contents[name] = (contents[name] ?? 0) + (step ?? 0) * chosen.length;
  return chosen;
}

const people = (context: Context) => mustBe(context, 'store_owner', 'finance', 'administrator');

export const certificateAnswers = {
  certificatePools: ({ storeId, ...args }: PageArgs & { storeId: string }, context: Context) => {
    people(context);
    return pageOf(storeId === 'sto_aina' ? pools : [], args);
  },
  certificatePool: ({ id }: { id: string }, context: Context) => {
    people(context);
    return found(id);
  },
  certificates: (
    { storeId, poolId, list, ...args }: PageArgs & { storeId: string; poolId: string | null; list: string },
    context: Context,
  ) => {
    people(context);
    const own = storeId === 'sto_aina' && (poolId === null || poolId !== 'cpl_delivery' || list === 'waiting');
    return pageOf(own ? listed(list) : [], args);
  },
  certificateFiles: ({ poolId, ...args }: PageArgs & { poolId: string }, context: Context) => {
    people(context);
    return pageOf(poolId === 'cpl_new' ? files : [], args);
  },
  certificateFileFaults: (args: PageArgs, context: Context) => {
    people(context);
    const faults = ['BAD_CODE', 'KNOWN', 'BAD_DATE', 'KNOWN', 'KNOWN', 'KNOWN'];
    return pageOf(
      faults.map((code, n) => ({ line: 12 + n * 31, code })),
      args,
    );
  },
  createCertificatePool: ({ input }: { input: { name: string; worth: string | null } }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    if (input.worth === '0') fail('BAD_INPUT', 'Write an amount above nothing.', { field: 'worth' });
    const made = pool(`cpl_${pools.length}`, input.name, {});
    pools.unshift(made);
    return made;
  },
  updateCertificatePool: ({ id, input }: { id: string; input: { name: string } }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return Object.assign(found(id), { name: input.name });
  },
  pauseCertificatePool: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return Object.assign(found(id), { pausedAt: ago(0), pausedWhy: 'hand' });
  },
  resumeCertificatePool: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return Object.assign(found(id), { pausedAt: null, pausedWhy: null });
  },
  releaseCertificates: ({ ids }: { ids: string[] }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return decided(ids, { status: 'issued', tail: 'R001', releasedAt: ago(0) }, { held: -1, issued: 1, free: -1 });
  },
  cancelCertificates: ({ ids, reason }: { ids: string[]; reason: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return decided(ids, { status: 'cancelled', cancelReason: reason, cancelledAt: ago(0) }, { held: -1, cancelled: 1 });
  },
  markCertificatesBlocked: ({ ids }: { ids: string[] }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator');
    return decided(ids, { toBlock: false, blockedAt: ago(0) }, { toBlock: -1 });
  },
};

/** The upload door: what came of a file. */
export const codesAnswer = { id: 'cfl_3', rowsDone: 3, added: 1, known: 1, wrong: 1 };
