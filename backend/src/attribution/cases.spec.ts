// The worked cases of the specification through the database: facts in random orders, with duplicates, a few at a time.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { cases, factOf, type Case, type CaseFact } from '../../test/support/cases.js';
import { FactsService } from '../facts/facts.service.js';
import { AlertsService } from '../fraud/alerts.service.js';
import { AttributionService } from './attribution.service.js';
import { parseConfig } from './evaluator/evaluate.rules.js';
import { ProgrammeConfigs } from './programme-config.service.js';

/** How many random orders of delivery a case is tried in. */
const ORDERS = Number(process.env['CASE_ORDERS'] ?? 20);

let app: TestApp;
const configs = new Map<string, unknown>();

beforeAll(async () => {
  app = await startApp();
  // Their stores and creators stand in no table, and the queue of alerts names both: journeys/fraud.spec asks about it.
  app.get(AlertsService).raise = () => Promise.resolve(0);
  // The programme of a case stands in the case, not in our tables.
  app.get(ProgrammeConfigs).load = (_em, programme) => Promise.resolve(parseConfig(configs.get(programme)));
}, 120_000);
afterAll(() => app?.close());

/** A small generator (mulberry32), so that a failing order can be run again. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function shuffled<T>(list: readonly T[], roll: (below: number) => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = roll(i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

/** The snapshot row that the door of orders would have written. */
async function keepOrder(programme: string, fact: CaseFact): Promise<void> {
  await app.db.query(
    `INSERT INTO orders (id, programme_id, store_id, mode, external_id, version, status, currency, lines, total_minor,
       placed_at, first_received_at, recorded_at)
     VALUES ($1, $2, $2, 'live', $3, 1, 'paid', $4, '[]', 0, $5, $5, $5) ON CONFLICT DO NOTHING`,
    [`${programme}-${fact.id}`, programme, fact.id, fact['currency'], fact.occurred_at],
  );
}

async function deliver(one: Case, programme: string, seed: number): Promise<void> {
  const roll = dice(seed);
  const twice = one.facts.filter(() => roll(3) === 0);
  const queue = shuffled([...one.facts, ...twice], roll);
  const orders = new Set<string>();
  while (queue.length > 0) {
    const chunk = queue.splice(0, 1 + roll(4));
    for (const fact of chunk) {
      if (fact.type !== 'order') continue;
      orders.add(fact.id);
      await keepOrder(programme, fact);
    }
    await app.db.transaction(async (em) => {
      await app.get(FactsService).record(
        em,
        chunk.map((fact) => factOf(programme, fact)),
      );
      await app.get(AttributionService).mark(em, programme, [...orders]);
    });
    await app.get(AttributionService).workOff(programme);
    await app.drainJobs();
  }
}

async function unitsOf(programme: string): Promise<object[]> {
  // A unit that another order of delivery made and the last decision does not contain has no hold.
  return app.db.query(
    `SELECT order_external_id AS order_id, line_id, kind, creator_id, via_creator_id AS via, instrument, match, rule_id,
       base_minor::int AS base, amount_minor::int AS amount, capped, state
     FROM commission_units WHERE programme_id = $1 AND hold_until IS NOT NULL
     ORDER BY order_external_id COLLATE "C", line_id COLLATE "C", kind COLLATE "C", creator_id COLLATE "C", via_creator_id COLLATE "C"`,
    [programme],
  );
}

async function accountsOf(programme: string): Promise<Record<string, number>> {
  const rows: { name: string; sum: number }[] = await app.db.query(
    `SELECT e.account || '@' || e.currency AS name, sum(e.amount_minor)::int AS sum FROM ledger_entries e
     JOIN ledger_transactions t ON t.id = e.transaction_id WHERE t.programme_id = $1
     GROUP BY 1 HAVING sum(e.amount_minor) <> 0 ORDER BY 1`,
    [programme],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.sum]));
}

async function exclusionsOf(programme: string): Promise<object[]> {
  return app.db.query(
    `SELECT order_id, line_id, reason FROM (
       SELECT DISTINCT ON (order_id, line_id) order_id, line_id, reason FROM attribution_decisions
       WHERE programme_id = $1 ORDER BY order_id, line_id, version DESC
     ) d WHERE reason <> 'CREDITED' ORDER BY order_id COLLATE "C", line_id COLLATE "C"`,
    [programme],
  );
}

describe.each(cases)('$id $title', (one) => {
  it.each(Array.from({ length: ORDERS }, (_, i) => i))('in random order %i', async (seed) => {
    const programme = `sto_${one.id}_${seed}`;
    configs.set(programme, one.config);
    app.clock.set(new Date(one.as_of));
    await deliver(one, programme, seed + 1);
    // Which units were paid is said by payouts (payouts/cases.spec.ts): attribution decides without them.
    const isPaid = one.expected.payouts.length > 0;
    const known = (units: object[]) => (isPaid ? units.map((unit) => ({ ...unit, state: undefined })) : units);
    expect(known(await unitsOf(programme))).toEqual(known(one.expected.commissions));
    expect(await exclusionsOf(programme)).toEqual(one.expected.exclusions);
    const accounts = await accountsOf(programme);
    if (!isPaid) expect(accounts).toEqual(one.expected.accounts);
    else expect(accounts['expense:commission@KZT']).toBe(one.expected.accounts['expense:commission@KZT']);
  });
});
