// The worked cases of the specification through the whole of the service: units, every account of the book, and payouts, as expected.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { cases, factOf, type Case, type CaseFact } from '../../test/support/cases.js';
import { AttributionService } from '../attribution/attribution.service.js';
import { parseConfig } from '../attribution/evaluator/evaluate.rules.js';
import { ProgrammeConfigs } from '../attribution/programme-config.service.js';
import { CommissionsService } from '../commissions/commissions.service.js';
import { FactsService } from '../facts/facts.service.js';
import { AlertsService } from '../fraud/alerts.service.js';
import { PayoutsFollow } from './follow/follow.service.js';
import type { KeptItem } from './payout.status.js';
import { ReplayService } from './replay/replay.service.js';

const configs = new Map<string, unknown>();
let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  // Their stores and creators stand in no table, and the queue of alerts names both: journeys/fraud.spec asks about it.
  app.get(AlertsService).raise = () => Promise.resolve(0);
  app.get(ProgrammeConfigs).load = (_em, programme) => Promise.resolve(parseConfig(configs.get(programme)));
}, 120_000);
afterAll(() => app?.close());

/** Cases share their batches' names; here every programme has its own. */
function named(programme: string, fact: CaseFact): CaseFact {
  const own = (id: unknown) => `${programme}/${String(id)}`;
  if (fact.type === 'payout_batch') return { ...fact, id: own(fact.id) };
  return fact.type === 'payout_result' ? { ...fact, batch_id: own(fact['batch_id']) } : fact;
}

/** Facts in parts, looked at after each: payouts of a part are followed before the next one comes. */
async function deliver(one: Case, programme: string, parts: number): Promise<void> {
  const known = (fact: CaseFact) => Date.parse(fact.received_at ?? fact.occurred_at);
  const inOrder = [...one.facts].sort((a, b) => known(a) - known(b));
  const size = Math.ceil(inOrder.length / parts);
  for (let from = 0; from < inOrder.length; from += size) {
    const chunk = inOrder.slice(from, from + size);
    const last = from + size >= inOrder.length ? Date.parse(one.as_of) : known(chunk.at(-1) as CaseFact);
    app.clock.set(new Date(last));
    const orders = chunk.filter((fact) => fact.type === 'order');
    for (const order of orders) {
      await app.db.query(
        `INSERT INTO orders (id, programme_id, store_id, mode, external_id, version, status, currency, lines, total_minor,
           placed_at, first_received_at, recorded_at)
         VALUES ($1, $2, $2, 'live', $3, 1, 'paid', $4, '[]', 0, $5, $5, $5) ON CONFLICT DO NOTHING`,
        [`${programme}-${order.id}`, programme, order.id, order['currency'], order.occurred_at],
      );
    }
    await app.db.transaction(async (em) => {
      await app.get(FactsService).record(
        em,
        chunk.map((fact) => factOf(programme, named(programme, fact))),
      );
      const seen = one.facts.filter((fact) => fact.type === 'order' && known(fact) <= last);
      await app.get(AttributionService).mark(em, programme, [...new Set(seen.map((fact) => fact.id))]);
    });
    await app.get(AttributionService).workOff(programme);
    await app.drainJobs();
    await app.get(CommissionsService).endHolds();
    await app.drainJobs();
    await app.get(PayoutsFollow).follow(programme);
    await app.get(PayoutsFollow).follow(programme);
    await app.drainJobs();
  }
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

interface Row {
  batch_id: string;
  creator_id: string;
  gross: string;
  net: string;
  currency: string;
  pay_amount: string;
  status: string;
  items: KeptItem[];
}

async function payoutsOf(programme: string): Promise<object[]> {
  const rows: Row[] = await app.db.query(
    `SELECT substr(batch_id, length(programme_id) + 2) AS batch_id, creator_id, gross_minor::text AS gross, net_minor::text AS net, pay_currency AS currency,
       pay_minor::text AS pay_amount, status, items FROM payouts WHERE programme_id = $1 ORDER BY at, creator_id`,
    [programme],
  );
  const sums = (items: KeptItem[], payer: string) =>
    Object.fromEntries(items.filter((i) => i.payer === payer).map((i) => [i.code, i.amountMinor]));
  return rows.map(({ items, ...row }) => ({
    ...row,
    withheld: sums(items, 'creator'),
    operator: sums(items, 'operator'),
  }));
}

/** Amounts as text: as the rows give them. */
function asText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? String(inner) : inner)));
}

/** A currency bridge and marketplace charges stand beside; units, states and every account must be those of the case. */
describe.each(cases)('$id $title', (one) => {
  it.each([1, 1000])('looked at in %i parts', async (parts) => {
    const programme = `sto_${one.id}_${parts}`;
    configs.set(programme, one.config);
    await deliver(one, programme, Math.min(parts, one.facts.length));
    const units: object[] = await app.db.query(
      `SELECT order_external_id AS order_id, line_id, kind, creator_id, via_creator_id AS via, instrument, match, rule_id,
         base_minor::int AS base, amount_minor::int AS amount, capped, state
       FROM commission_units WHERE programme_id = $1 AND hold_until IS NOT NULL
       ORDER BY order_external_id COLLATE "C", line_id COLLATE "C", kind COLLATE "C", creator_id COLLATE "C", via_creator_id COLLATE "C"`,
      [programme],
    );
    expect(units).toEqual(one.expected.commissions);
    expect(await payoutsOf(programme)).toEqual(asText(one.expected.payouts));
    expect(await accountsOf(programme)).toEqual(one.expected.accounts);
    // And the nightly replay, five quiet minutes later, finds nothing.
    app.clock.advance(600_000);
    expect(await app.get(ReplayService).replay(programme)).toEqual([]);
  });
});
