// Invariants 1 to 9 of money.md on random programmes. VITRINA_SCENARIOS sets how many (300 unless told).
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freshUnits } from '../../../test/cases/fresh.js';
import { makeScenario, shuffle, type Scenario } from '../../../test/cases/scenarios.js';
import { evaluate, parseConfig, parseFacts, type EvaluationResult } from './evaluate.rules.js';
import { toExpected } from './expected.rules.js';
import { canonicalJson } from '../../facts/canonical.rules.js';
import { toExplained } from './explained.rules.js';
import { checkInvariants } from './invariants.rules.js';

const numRuns = Number(process.env['VITRINA_SCENARIOS'] ?? 300);
const scenario = fc.record({ seed: fc.integer(), size: fc.integer({ min: 1, max: 14 }) });

function run(made: Scenario, facts = made.facts, asOf = made.asOf): EvaluationResult {
  return evaluate(parseConfig(made.config), parseFacts(facts), asOf);
}

function bytes(result: EvaluationResult): string {
  return canonicalJson({ ...toExpected(result), ...toExplained(result) });
}

function sumOfOrder(result: EvaluationResult, orderId: string): bigint {
  return result.commissions.reduce((sum, unit) => (unit.orderId === orderId ? sum + unit.amountMinor : sum), 0n);
}

describe('on random programmes', () => {
  it('invariants 1 to 7 hold', () => {
    fc.assert(
      fc.property(scenario, ({ seed, size }) => {
        const made = makeScenario(seed, size);
        expect(checkInvariants(parseConfig(made.config), run(made))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('invariant 5: the parts of a line never exceed its base, and quotas sum to their total', () => {
    fc.assert(
      fc.property(scenario, ({ seed, size }) => {
        const result = run(makeScenario(seed, size));
        for (const { orderId, lineId } of result.commissions) {
          const line = result.explain(orderId, lineId);
          const units = result.commissions.filter(
            (unit) => unit.orderId === orderId && unit.lineId === lineId && unit.kind === 'sale',
          );
          const gross = units.reduce((sum, unit) => sum + unit.baseGrossMinor, 0n);
          const net = units.reduce((sum, unit) => sum + unit.baseMinor, 0n);
          expect(gross <= (line?.baseGrossMinor ?? 0n) && net <= (line?.baseNetMinor ?? 0n)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  it('invariant 6: without its refunds an order earns at least as much', () => {
    fc.assert(
      fc.property(scenario, ({ seed, size }) => {
        const made = makeScenario(seed, size);
        delete (made.config['program'] as Record<string, unknown>)['tiers'];
        const orders = new Set(
          made.facts.filter(({ type }) => type === 'refund').map((fact) => String(fact['order_id'])),
        );
        const result = run(made);
        for (const orderId of orders) {
          const without = made.facts.filter((fact) => fact['order_id'] !== orderId || fact['type'] !== 'refund');
          expect(sumOfOrder(run(made, without), orderId) >= sumOfOrder(result, orderId)).toBe(true);
        }
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });

  it('invariant 8: the replay stands where a fresh look at the same moment stands', () => {
    fc.assert(
      fc.property(scenario, ({ seed, size }) => {
        const made = makeScenario(seed, size);
        const fresh = freshUnits(parseConfig(made.config), parseFacts(made.facts), made.asOf);
        const replayed = run(made).commissions.map((unit) =>
          [unit.orderId, unit.lineId, unit.kind, unit.creatorId, unit.via, unit.amountMinor, unit.capped].join('|'),
        );
        expect(replayed).toEqual(fresh);
      }),
      { numRuns },
    );
  });

  it('invariant 9: order and copies of facts change nothing', () => {
    fc.assert(
      fc.property(scenario, fc.integer(), ({ seed, size }, other) => {
        const made = makeScenario(seed, size);
        expect(bytes(run(made, shuffle(made.facts, other)))).toBe(bytes(run(made)));
      }),
      { numRuns },
    );
  });

  it('what was posted by a moment is not changed by later facts', () => {
    fc.assert(
      fc.property(scenario, ({ seed, size }) => {
        const made = makeScenario(seed, size);
        const early = run(made, made.facts, made.asOf - 10 * 86_400_000);
        const late = run(made);
        expect(late.entries.slice(0, early.entries.length)).toEqual(early.entries);
        expect(new Set(late.entries.map(({ key }) => key)).size).toBe(late.entries.length);
      }),
      { numRuns },
    );
  });
});
