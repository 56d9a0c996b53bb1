// Invariants 1 to 9 of money.md on random programmes, orders and lives of orders. VITRINA_SCENARIOS sets how many (10,000 unless told).
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freshUnits } from '../../../test/cases/fresh.js';
import { changedLater, makeScenario, shuffle, type Scenario } from '../../../test/cases/scenarios.js';
import { evaluate, parseConfig, parseFacts, type EvaluationResult } from './evaluate.rules.js';
import { toExpected } from './expected.rules.js';
import { canonicalJson } from '../../facts/canonical.rules.js';
import { toExplained } from './explained.rules.js';
import { checkInvariants } from './invariants.rules.js';

const numRuns = Number(process.env['VITRINA_SCENARIOS'] ?? 10_000);
/** What a crowd shows on average a handful need not. */
const isMany = numRuns >= 1000;
const HOUR = 3_600_000;
/** Most are small, where a failure is easy to read; some are dense, where orders share budgets, months and payouts. */
const size = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 2 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3, max: 14 }) },
);
const scenario = fc.record({ seed: fc.integer(), size });

function run(made: Scenario, facts = made.facts, asOf = made.asOf): EvaluationResult {
  return evaluate(parseConfig(made.config), parseFacts(facts), asOf);
}

function bytes(result: EvaluationResult): string {
  return canonicalJson({ ...toExpected(result), ...toExplained(result) });
}

/** Every posting, or the first ones. */
function posted({ entries }: EvaluationResult, first = entries.length): string {
  const lines = entries.slice(0, first).map((tx) => {
    const sums = tx.entries.map((e) => `${e.account} ${e.currency} ${e.amountMinor}`);
    return `${tx.at} ${tx.kind} ${tx.key} ${tx.cause}: ${sums.join(', ')}`;
  });
  return lines.join('\n');
}

/** What a result says, without the long explanation of every touch. */
function told(result: EvaluationResult): string {
  return canonicalJson(toExpected(result)) + posted(result);
}

/** Jest's own comparison takes longer than the evaluation: it is asked only for its message. */
function same(is: string, should: string): void {
  if (is !== should) expect(is).toBe(should);
}

function sumOfOrder(result: EvaluationResult, orderId: string): bigint {
  return result.commissions.reduce((sum, unit) => (unit.orderId === orderId ? sum + unit.amountMinor : sum), 0n);
}

/** Orders that something besides payouts was decided in: a scenario must not be empty to prove anything. */
const seen = { scenarios: 0, units: 0, payouts: 0, exclusions: 0 };

describe('on random programmes', () => {
  it('invariants 1 to 9 hold, and the past stays as it was posted', () => {
    fc.assert(
      fc.property(scenario, fc.integer(), fc.integer({ min: 1, max: 600 }), (one, other, hours) => {
        const made = makeScenario(one.seed, one.size);
        const config = parseConfig(made.config);
        const facts = parseFacts(made.facts);
        const result = evaluate(config, facts, made.asOf);
        // 1 to 7.
        same(JSON.stringify(checkInvariants(config, result)), '[]');
        // 8: step by step comes to where a fresh look at the same moment comes.
        const stepped = result.commissions.map((unit) =>
          [unit.orderId, unit.lineId, unit.kind, unit.creatorId, unit.via, unit.amountMinor, unit.capped].join('|'),
        );
        same(stepped.join('\n'), freshUnits(config, facts, made.asOf).join('\n'));
        // 9: other order, copies.
        same(told(evaluate(config, parseFacts(shuffle(made.facts, other)), made.asOf)), told(result));
        // What was posted by an earlier moment stands; only then known facts and terms made it.
        const earlier = made.asOf - hours * HOUR;
        const early = evaluate(config, facts, earlier);
        same(posted(result, early.entries.length), posted(early));
        same(`${new Set(result.entries.map(({ key }) => key)).size}`, `${result.entries.length}`);
        seen.scenarios += 1;
        seen.units += result.commissions.length;
        seen.payouts += result.payouts.length;
        seen.exclusions += result.exclusions.length;
      }),
      { numRuns },
    );
    expect(seen.scenarios).toBeGreaterThanOrEqual(numRuns);
    if (isMany)
      expect(Math.min(seen.units / numRuns, seen.payouts / numRuns, seen.exclusions / numRuns)).toBeGreaterThan(0.2);
  });

  it('a later change of the programme reaches back into no order', () => {
    const after = { changed: 0, orders: 0 };
    fc.assert(
      fc.property(scenario, fc.integer(), (one, other) => {
        const made = makeScenario(one.seed, one.size);
        const change = changedLater(made, made.asOf - 10 * 24 * HOUR, other);
        const changed = parseConfig(change.config);
        const facts = parseFacts(made.facts);
        const before = evaluate(parseConfig(made.config), facts, change.at - 1);
        same(told(evaluate(changed, facts, change.at - 1)), told(before));
        const later = evaluate(changed, facts, Math.max(made.asOf, change.at));
        same(posted(later, before.entries.length), posted(before));
        after.orders += 1;
        if (told(later) !== told(run(made))) after.changed += 1;
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
    // The change matters to what comes after it; otherwise nothing was shown.
    if (isMany) expect(after.changed / after.orders).toBeGreaterThan(0.04);
  });

  it('invariant 5: the parts of a line never exceed its base', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const result = run(makeScenario(one.seed, one.size));
        for (const { orderId, lineId } of result.commissions) {
          const line = result.explain(orderId, lineId);
          const units = result.commissions.filter(
            (unit) => unit.orderId === orderId && unit.lineId === lineId && unit.kind === 'sale',
          );
          const gross = units.reduce((sum, unit) => sum + unit.baseGrossMinor, 0n);
          const net = units.reduce((sum, unit) => sum + unit.baseMinor, 0n);
          const fits = gross <= (line?.baseGrossMinor ?? 0n) && net <= (line?.baseNetMinor ?? 0n);
          if (!fits) expect({ orderId, lineId, gross, net }).toEqual(line);
        }
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it('invariant 6: without its refunds an order earns at least as much', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const made = makeScenario(one.seed, one.size);
        delete (made.config['program'] as Record<string, unknown>)['tiers'];
        const refunds = made.facts.filter(({ type }) => type === 'refund');
        const orders = new Set(refunds.map((fact) => String(fact['order_id'])));
        const result = run(made);
        for (const orderId of orders) {
          const without = made.facts.filter((fact) => fact['order_id'] !== orderId || fact['type'] !== 'refund');
          expect(sumOfOrder(run(made, without), orderId) >= sumOfOrder(result, orderId)).toBe(true);
        }
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it('invariant 9: explanations and alerts are the same bytes too', () => {
    fc.assert(
      fc.property(scenario, fc.integer(), (one, other) => {
        const made = makeScenario(one.seed, one.size);
        same(bytes(run(made, shuffle(made.facts, other))), bytes(run(made)));
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });
});
