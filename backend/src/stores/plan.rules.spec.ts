// How a plan's rate changes: raises at once, cuts with notice, rules never edited.
import { describe, expect, it } from '@jest/globals';
import { changeRate, rateAt, type RulePeriod } from './plan.rules.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const days = (n: number): Date => new Date(NOW.getTime() + n * 86_400_000);
const rule = (id: string, rateBps: number, from: Date | null, to: Date | null = null): RulePeriod => ({
  ...{ id, kind: 'percent', rateBps, productId: null, category: null },
  effectiveFrom: from,
  effectiveTo: to,
});
const TEN = rule('r1', 1000, null);
const CUT = [rule('r1', 1000, null, days(20)), rule('r2', 800, days(20))];

describe('the general rate', () => {
  it.each([
    ['is 0 without a rule', [], NOW, 0],
    ['is that of the rule in force', [TEN], NOW, 1000],
    ['ends before the end of the rule', [rule('r1', 1000, null, NOW)], NOW, 0],
    ['begins with the rule', [rule('r1', 1000, NOW)], NOW, 1000],
    ['changes when an announced cut comes into force', CUT, days(20), 800],
    ['is not that of a product', [{ ...TEN, productId: 'mug' }], NOW, 0],
  ])('%s', (_, rules, at, expected) => {
    expect(rateAt(rules, at)).toBe(expected);
  });
});

describe('changing it', () => {
  it.each([
    ['to the same rate does nothing', [TEN], 1000, false, 'SAME_RATE', [], null],
    ['the first time adds a rule', [], 1000, false, 'RAISED_NOW', [], [1000, NOW]],
    ['up holds at once', [TEN], 1200, false, 'RAISED_NOW', [['r1', NOW]], [1200, NOW]],
    ['down holds after 30 days', [TEN], 800, false, 'LOWERED_AFTER_NOTICE', [['r1', days(30)]], [800, days(30)]],
    ['down by staff holds at once', [TEN], 800, true, 'LOWERED_NOW_BY_STAFF', [['r1', NOW]], [800, NOW]],
    ['to a cut already announced does nothing', CUT, 800, false, 'SAME_RATE', [], null],
    [
      'to a cut already announced, confirmed by staff, holds at once',
      CUT,
      800,
      true,
      'LOWERED_NOW_BY_STAFF',
      [
        ['r2', days(20)],
        ['r1', NOW],
      ],
      [800, NOW],
    ],
    [
      'back to the present rate withdraws the announced cut',
      CUT,
      1000,
      false,
      'CUT_WITHDRAWN',
      [
        ['r2', days(20)],
        ['r1', null],
      ],
      null,
    ],
    [
      'to another cut announces anew and leaves no gap',
      CUT,
      900,
      false,
      'LOWERED_AFTER_NOTICE',
      [
        ['r2', days(20)],
        ['r1', days(30)],
      ],
      [900, days(30)],
    ],
    [
      'up while a cut is announced withdraws it',
      CUT,
      1100,
      false,
      'RAISED_NOW',
      [
        ['r2', days(20)],
        ['r1', NOW],
      ],
      [1100, NOW],
    ],
  ] as const)('%s', (_, rules, bps, byStaff, why, end, add) => {
    const change = changeRate(rules, bps, NOW, byStaff);
    expect(change.why).toBe(why);
    expect(change.end.map((e) => [e.id, e.at])).toEqual(end);
    expect(change.add && [change.add.rateBps, change.add.effectiveFrom]).toEqual(add);
  });
});
