// Full commissions with large amounts, refunds at their bounds, and when orders share money (P2, B2-B4, P4).
import { describe, expect, it } from '@jest/globals';
import { click, line, order, programme, refund, run, type Item } from '../../../../test/cases/build.js';
import type { Rule } from '../input/config.rules.js';
import type { OrderFact } from '../input/facts.rules.js';
import { parseConfig } from '../input/parse-config.rules.js';
import { parseFacts } from '../input/parse-facts.rules.js';
import { lineBases } from './bases.rules.js';
import { fullCommission } from './commission.rules.js';
import { sharesMoney } from './limits.rules.js';

const basis = { baseMinor: 1n, quantity: 3n, matchBps: 5000n, bonusBps: 0n, orderPartMinor: 10_000_000n };
const rule = (kind: string): Rule => {
  const [read] = parseConfig(programme({ rules: [{ id: 'r', kind, amount: 10_000_000 }] })).rules;
  if (!read) throw new Error('There is no rule.');
  return read;
};

describe('a fixed amount', () => {
  it.each<[string, string, object, bigint]>([
    ['per item: three times, at half the rate of the match', 'fixed_per_item', {}, 15_000_000n],
    ['per item: nothing where the line is worth nothing', 'fixed_per_item', { baseMinor: 0n }, 0n],
    ['per order: the part of the line, at half the rate of the match', 'fixed_per_order', {}, 5_000_000n],
  ])('%s', (_label, kind, changes, expected) => {
    expect(fullCommission(rule(kind), { ...basis, ...changes })).toBe(expected);
  });
});

describe('refunds', () => {
  const two = { lines: [line('l1', { quantity: 2 })] };
  const alerts = (refunds: readonly Item[]): string[] =>
    run(programme(), [click('e', 'v1'), order('o', two), ...refunds]).alerts.map(({ code }) => code);
  const back = (lines: readonly Item[], changes: Item = {}): Item => refund('R', 'o', lines, changes);

  it.each<[string, Item[], string[]]>([
    ['of the whole line raise nothing', [back([{ line_id: 'l1', quantity: 2 }])], []],
    ['of its whole amount raise nothing', [back([{ line_id: 'l1', quantity: 0, amount: 20000 }])], []],
    ['of more are reported', [back([{ line_id: 'l1', quantity: 0, amount: 20001 }])], ['REFUND_EXCEEDS_LINE']],
    ['of a piece too many are reported', [back([{ line_id: 'l1', quantity: 3 }])], ['REFUND_EXCEEDS_LINE']],
    [
      'of a piece and an amount that are more together are reported',
      [
        back([
          { line_id: 'l1', quantity: 1 },
          { line_id: 'l1', quantity: 0, amount: 10001 },
        ]),
      ],
      ['REFUND_EXCEEDS_LINE'],
    ],
    ['without lines of all that is left raise nothing', [back([], { adjustment: 20000 })], []],
    ['without lines of more are reported', [back([], { adjustment: 20001 })], ['REFUND_EXCEEDS_ORDER']],
    [
      'of a line that the order has not are reported',
      [back([{ line_id: 'l9', quantity: 1 }])],
      ['UNKNOWN_REFUND_LINE'],
    ],
  ])('%s', (_label, refunds, expected) => {
    expect(alerts(refunds)).toEqual(expected);
  });

  it('a cancelled order has no base', () => {
    const [unit] = run(programme(), [click('e', 'v1'), order('o', { status: 'cancelled' })]).commissions;
    expect([unit?.state, unit?.baseMinor, unit?.baseGrossMinor]).toEqual(['reversed', 0n, 10000n]);
  });

  it('a cancelled order has no pieces either', () => {
    const [fact] = parseFacts([order('o', { ...two, status: 'cancelled' })]);
    expect(lineBases(fact as OrderFact, []).lines).toEqual([
      { lineId: 'l1', grossMinor: 20000n, netMinor: 0n, quantity: 2n, netQuantity: 0n },
    ]);
  });

  it('a line without pieces has nothing that could be too much', () => {
    const lines = [line('l1'), line('l2', { quantity: 0 })];
    expect(run(programme(), [click('e', 'v1'), order('o', { lines })]).alerts).toEqual([]);
  });
});

describe('orders share money', () => {
  it.each<[string, Item, boolean]>([
    ['not when nothing is limited', { campaigns: [{ id: 'k' }], program: { order_cap: 5 } }, false],
    ['under a monthly cap', { program: { creator_monthly_cap: 5 } }, true],
    [
      'under a monthly cap that comes later',
      { program: { later_limits: [{ from: 5, creator_monthly_cap: 5 }] } },
      true,
    ],
    ['under one that goes later', { program: { creator_monthly_cap: 5, later_limits: [{ from: 5 }] } }, true],
    [
      'under tiers that come later',
      { program: { later_limits: [{ from: 5, tiers: [{ min_gmv: 1, bonus_bps: 1 }] }] } },
      true,
    ],
    ['under tiers', { program: { tiers: [{ min_gmv: 1, bonus_bps: 1 }] } }, true],
    ['when one of two campaigns has a budget', { campaigns: [{ id: 'k' }, { id: 'l', budget: 5 }] }, true],
  ])('%s', (_label, changes, expected) => {
    expect(sharesMoney(parseConfig(programme(changes)))).toBe(expected);
  });
});
