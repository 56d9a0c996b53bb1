// Orders with commissions through the service, against the bare SQL that writes the same rows: in turns, on one PostgreSQL.
// Run by `npm run bench -- posting`; jest only brings the compiler and the database.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttributedUnit } from '../../src/attribution/attribution.rules.js';
import { CommissionsService } from '../../src/commissions/commissions.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { startApp, type TestApp } from '../support/app.js';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const BATCHES = Number(process.env['BENCH_BATCHES'] ?? 10);
/** As many orders as a decided batch has (attribution.service.ts), each of two lines. */
const ORDERS = 50;
const LINES = 2;
/** Posting may take at most twice as long as the rows alone. */
const GOAL = 0.5;

let app: TestApp;
beforeAll(async () => (app = await startApp()), 120_000);
afterAll(() => app?.close());

/** Orders with their decisions, as attribution leaves them; ids of each batch. */
async function decided(programme: string): Promise<string[][]> {
  const batches = Array.from({ length: BATCHES }, (_, b) => Array.from({ length: ORDERS }, (_x, n) => `o-${b}-${n}`));
  const ids = batches.flat();
  await app.db.query(
    `INSERT INTO orders (id, programme_id, store_id, mode, external_id, version, status, currency, lines, total_minor,
       placed_at, first_received_at, recorded_at)
     SELECT $1 || '-' || o, $1, $1, 'live', o, 1, 'paid', 'KZT', '[]', 0, now(), now(), now() FROM unnest($2::text[]) AS t(o)`,
    [programme, ids],
  );
  const unit: AttributedUnit = {
    ...{
      kind: 'sale',
      creatorId: 'cre_x',
      via: null,
      instrument: 'onsite_click',
      match: 'direct',
      ruleId: 'r',
      videoId: 'v',
    },
    ...{
      productId: 'p',
      currency: 'KZT',
      grossBaseMinor: '100000',
      baseMinor: '100000',
      amountMinor: '10000',
      capped: false,
    },
    ...{ state: 'pending', holdUntil: '2099-01-01T00:00:00.000Z' },
  };
  await app.db.query(
    `INSERT INTO attribution_decisions (id, programme_id, store_id, order_id, line_id, version, reason, units, trace, sha256, as_of)
     SELECT $1 || '-' || o || '-' || l, $1, $1, o, l::text, 1, 'CREDITED',
       jsonb_build_array($3::jsonb || jsonb_build_object('creatorId', 'cre_' || hashtext(o) % 100)), '{"touches": []}', sha256(o::bytea), now()
     FROM unnest($2::text[]) AS t(o), generate_series(1, $4::int) AS l`,
    [programme, ids, JSON.stringify(unit), LINES],
  );
  await app.db.query('ANALYZE orders, attribution_decisions, commission_units, ledger_transactions, ledger_entries');
  return batches;
}

const TABLES = [
  'commission_units',
  'commission_changes',
  'ledger_transactions',
  'ledger_entries',
  'ledger_posted',
] as const;
const OF: Record<(typeof TABLES)[number], string> = {
  commission_units: 'programme_id = $1 AND order_external_id = ANY($2)',
  commission_changes:
    'unit_id IN (SELECT id FROM commission_units WHERE programme_id = $1 AND order_external_id = ANY($2))',
  ledger_transactions:
    'subject_id IN (SELECT id FROM commission_units WHERE programme_id = $1 AND order_external_id = ANY($2))',
  ledger_entries: `transaction_id IN (SELECT t.id FROM ledger_transactions t JOIN commission_units u ON u.id = t.subject_id
    WHERE u.programme_id = $1 AND u.order_external_id = ANY($2))`,
  ledger_posted: 'unit_id IN (SELECT id FROM commission_units WHERE programme_id = $1 AND order_external_id = ANY($2))',
};

/** The rows that the service wrote for a batch, as text under the name of another programme: ready to be written bare. */
async function rowsOf(programme: string, orders: string[]): Promise<{ table: string; rows: string; n: number }[]> {
  const found = [];
  for (const table of TABLES) {
    const [row]: { rows: string; n: string }[] = await app.db.query(
      `SELECT coalesce(json_agg(t), '[]')::text AS rows, count(*)::text AS n FROM ${table} t WHERE ${OF[table]}`,
      [programme, orders],
    );
    const renamed = (row?.rows ?? '[]')
      .replaceAll(`"${programme}`, `"bare-${programme}`)
      .replaceAll(/"(com|ltx|len)_/g, '"$1_bare_')
      .replaceAll('commission:com_', 'commission:com_bare_');
    found.push({ table, rows: renamed, n: Number(row?.n) });
  }
  return found;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The chain as it is in the service: units and their changes in one transaction, the book in the next. */
async function throughService(programme: string, orders: string[]): Promise<void> {
  const units = await app.get(CommissionsService).follow(programme, orders);
  expect(units).toHaveLength(ORDERS * LINES);
  expect(await app.get(LedgerService).post(programme, units)).toBe(ORDERS * LINES);
}

async function bare(parts: { table: string; rows: string }[]): Promise<void> {
  for (const group of [parts.slice(0, 2), parts.slice(2)]) {
    await app.db.transaction(async (em) => {
      for (const { table, rows } of group)
        await em.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [rows]);
    });
  }
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('posting orders with commissions', () => {
  it('costs at most twice what its rows cost alone', async () => {
    const rounds: { serviceMs: number; bareMs: number; ratio: number }[] = [];
    let rows = 0;
    for (let round = -1; round < ROUNDS; round++) {
      const programme = `sto_bench${round + 1}`;
      const batches = await decided(programme);
      let [serviceMs, bareMs] = [0, 0];
      rows = 0;
      for (const orders of batches) {
        serviceMs += await timed(() => throughService(programme, orders));
        const written = await rowsOf(programme, orders);
        rows += written.reduce((sum, { n }) => sum + n, 0);
        bareMs += await timed(() => bare(written));
      }
      // The first round warms up.
      if (round >= 0) rounds.push({ serviceMs, bareMs, ratio: bareMs / serviceMs });
    }
    const n = ORDERS * BATCHES;
    const ratio = median(rounds.map((round) => round.ratio));
    const perSecond = (ms: number) => Math.round((n * 1000) / ms);
    const [service, alone] = [median(rounds.map((r) => r.serviceMs)), median(rounds.map((r) => r.bareMs))];
    const said = [
      `${ROUNDS} paired rounds of ${n} orders with ${LINES} commissions (${rows} rows)`,
      `service ${perSecond(service)} orders/s, bare SQL ${perSecond(alone)} orders/s`,
      `rate of the service to the bare SQL: ${ratio.toFixed(2)} median, ${Math.min(...rounds.map((r) => r.ratio)).toFixed(2)} worst; goal ${GOAL}`,
    ];
    process.stdout.write(`${said.join('\n')}\n`);
    const target = join(import.meta.dirname, '../../../.vitrina/bench');
    mkdirSync(target, { recursive: true });
    writeFileSync(
      join(target, 'posting.json'),
      `${JSON.stringify({ goal: GOAL, orders: n, rows, ratio, rounds }, null, 2)}\n`,
    );
    const balance: { sum: string }[] = await app.db.query('SELECT sum(amount_minor)::text AS sum FROM ledger_entries');
    expect(balance).toEqual([{ sum: '0' }]);
    expect(ratio).toBeGreaterThanOrEqual(GOAL);
  }, 600_000);
});
