// The book against real PostgreSQL: what the database refuses by itself, and random histories that always balance.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeStore, type MadeStore } from '../../test/support/make.js';
import type { CommissionState } from '../commissions/commission.status.js';
import { LedgerChecks } from './ledger-checks.service.js';
import { LedgerService } from './ledger.service.js';

let app: TestApp;
let store: MadeStore;
let owner: pg.Client;
let n = 0;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await app?.close();
});

/** Makes or changes a unit as commissions would: the state and the change that led to it. */
async function setUnit(unitId: string, creatorId: string, state: CommissionState, amount: bigint, mode = 'live') {
  const programme = mode === 'live' ? store.id : `${store.id}:test`;
  const money = state === 'reversed' || state === 'rejected' ? 0n : amount;
  const [row]: { change_seq: number }[] = await app.db.query(
    `INSERT INTO commission_units (id, programme_id, store_id, mode, order_id, order_external_id, line_id, kind, creator_id,
       currency, gross_base_minor, base_minor, amount_minor, state, ordered_at, change_seq, changed_at)
     VALUES ($1, $2, $3, $4, $1, $1, '1', 'sale', $5, 'KZT', $6, $6, $6, $7, now(), 1, now())
     ON CONFLICT (id) DO UPDATE SET amount_minor = $6, state = $7, change_seq = commission_units.change_seq + 1
     RETURNING change_seq`,
    [unitId, programme, store.id, mode, creatorId, money.toString(), state],
  );
  await app.db.query(
    `INSERT INTO commission_changes (unit_id, seq, at, cause, base_minor, amount_minor, state, delta_minor)
     VALUES ($1, $2, now(), 'edited', $3, $3, $4, 0)`,
    [unitId, row?.change_seq, money.toString(), state],
  );
}

const insert = (programme: string, seq: number, key: string) =>
  `INSERT INTO ledger_transactions (id, programme_id, seq, idempotency_key, kind, cause, subject_id, posted_at, prev_hash, hash)
   VALUES ('${key}', '${programme}', ${seq}, '${key}', 'commission', 'x', 'x', now(), decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))`;
const entry = (tx: string, position: number, size: number, currency = 'KZT') =>
  `INSERT INTO ledger_entries (id, transaction_id, position, account, currency, amount_minor)
   VALUES ('${tx}-${position}', '${tx}', ${position}, 'cash', '${currency}', ${size})`;

describe('the database itself', () => {
  const unbalanced: [string, string[]][] = [
    ['a transaction without entries', [insert('p1', 1, 't1')]],
    ['entries that do not sum to zero', [insert('p1', 1, 't2'), entry('t2', 0, 5), entry('t2', 1, -4)]],
    [
      'entries that balance only across currencies',
      [insert('p1', 1, 't3'), entry('t3', 0, 5), entry('t3', 1, -5, 'USD')],
    ],
    ['an entry of zero', [insert('p1', 1, 't4'), entry('t4', 0, 0)]],
    ['a test programme', [insert('p1:test', 1, 't5'), entry('t5', 0, 5), entry('t5', 1, -5)]],
  ];
  it.each(unbalanced)('refuses %s, even to the owner of the tables', async (_, statements) => {
    await expect(owner.query(['BEGIN', ...statements, 'COMMIT'].join(';'))).rejects.toThrow();
    await owner.query('ROLLBACK');
    const { rows } = await owner.query(`SELECT 1 FROM ledger_transactions WHERE programme_id LIKE 'p1%'`);
    expect(rows).toEqual([]);
  });

  it('refuses an entry added later to a transaction that balances', async () => {
    await owner.query(
      ['BEGIN', insert('p2', 1, 'late'), entry('late', 0, 5), entry('late', 1, -5), 'COMMIT'].join(';'),
    );
    await expect(owner.query(entry('late', 2, 7))).rejects.toThrow('does not sum to zero');
  });

  it('refuses the same cause twice', async () => {
    const again = ['BEGIN', insert('p2', 2, 'late'), 'COMMIT'].join(';');
    await expect(owner.query(again)).rejects.toThrow();
    await owner.query('ROLLBACK');
  });

  const changes = [
    'ledger_transactions',
    'ledger_entries',
    'facts',
    'commission_changes',
    'attribution_decisions',
  ].flatMap((table) => [
    `UPDATE ${table} SET ${table === 'commission_changes' ? 'seq = seq' : 'id = id'}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table} CASCADE`,
  ]);
  it.each(changes)('refuses "%s" to the service and to the owner', async (statement) => {
    await expect(app.db.query(statement)).rejects.toThrow(/permission denied/);
    await expect(owner.query(statement)).rejects.toThrow(/append-only/);
  });
});

describe('posting', () => {
  it('adds only differences: the same again adds nothing', async () => {
    await setUnit('com_same', 'cre_same', 'pending', 500n);
    const ledger = app.get(LedgerService);
    expect(await ledger.post(store.id, ['com_same'])).toBe(1);
    expect(await ledger.post(store.id, ['com_same'])).toBe(0);
    await Promise.all([1, 2, 3, 4].map(() => ledger.post(store.id, ['com_same'])));
    const rows: { n: string }[] = await app.db.query(
      `SELECT count(*) AS n FROM ledger_transactions WHERE subject_id = 'com_same'`,
    );
    expect(rows).toEqual([{ n: '1' }]);
  });

  it('does nothing for a test programme', async () => {
    await setUnit('com_test', 'cre_test', 'payable', 500n, 'test');
    expect(await app.get(LedgerService).post(`${store.id}:test`, ['com_test'])).toBe(0);
  });

  it('of random histories always equals the units: every sum, every creator', async () => {
    const state = fc.constantFrom<CommissionState>(
      'pending',
      'review',
      'payable',
      'rejected',
      'reversed',
      'in_payout',
      'paid',
    );
    const step = fc.record({
      unit: fc.integer({ min: 0, max: 4 }),
      state,
      amount: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      posts: fc.integer({ min: 0, max: 2 }),
    });
    const ledger = app.get(LedgerService);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const run = ++n;
        const id = (unit: number) => `com_${run}_${unit}`;
        const last = new Map<number, { state: CommissionState; amount: bigint }>();
        for (const s of steps) {
          await setUnit(id(s.unit), `cre_${run}_${s.unit % 2}`, s.state, s.amount);
          last.set(s.unit, s);
          // Sometimes several changes are posted at once, sometimes one twice: jobs come late and more than once.
          for (let i = 0; i < s.posts; i++) await ledger.post(store.id, [id(s.unit)]);
        }
        await ledger.post(store.id, [...last.keys()].map(id));
        for (const creator of [0, 1]) {
          const own = [...last].filter(([unit]) => unit % 2 === creator).map(([, s]) => s);
          const live = own.filter((s) => s.state !== 'reversed' && s.state !== 'rejected');
          const sum = (list: typeof own) => list.reduce((total, s) => total + s.amount, 0n);
          const waits = live.filter((s) => s.state === 'pending' || s.state === 'review');
          const [found] = await ledger.balancesOf(app.db.manager, `cre_${run}_${creator}`, null);
          expect(found?.pendingMinor ?? 0n).toBe(sum(waits));
          expect(found?.payableMinor ?? 0n).toBe(sum(live) - sum(waits));
        }
        const { balanced } = await ledger.trialBalance();
        expect(balanced).toBe(true);
        expect(await app.get(LedgerChecks).check(store.id)).toEqual([]);
      }),
      { numRuns: Number(process.env['LEDGER_RUNS'] ?? 25) },
    );
  }, 120_000);

  it('the chain over all of it is whole; a row changed behind the service’s back is named', async () => {
    const checks = app.get(LedgerChecks);
    expect(await checks.check(store.id, true)).toEqual([]);
    await owner.query('ALTER TABLE ledger_entries DISABLE TRIGGER ALL');
    const { rows } = await owner.query<{ transaction_id: string }>(
      `UPDATE ledger_entries SET account = 'creator:thief:payable' WHERE id = (
         SELECT e.id FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
         WHERE t.programme_id = $1 AND t.seq = 3 ORDER BY e.position LIMIT 1) RETURNING transaction_id`,
      [store.id],
    );
    await owner.query('ALTER TABLE ledger_entries ENABLE TRIGGER ALL');
    const found = await checks.check(store.id, true);
    expect(found.find((f) => f.invariant === 'chain')?.subject).toBe(rows[0]?.transaction_id);
  });
});
