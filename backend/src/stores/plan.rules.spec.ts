// Which general rate a store shows while rules begin, end and are kept for the time of notice.
import { describe, expect, it } from '@jest/globals';
import { rateAt, type RulePeriod } from './plan.rules.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const days = (n: number): Date => new Date(NOW.getTime() + n * 86_400_000);
const rule = (id: string, rateBps: number, from: Date | null, to: Date | null = null): RulePeriod => ({
  ...{ id, kind: 'percent', rateBps, productId: null, category: null },
  ...{ creatorId: null, campaignId: null, instruments: null },
  effectiveFrom: from,
  effectiveTo: to,
});
const TEN = rule('r1', 1000, null);
const CUT = [rule('r1', 1000, null, days(20)), rule('r2', 800, days(20))];
const KEPT = [rule('rul_1', 800, NOW), rule('grd_1', 1000, NOW, days(30))];

describe('the general rate', () => {
  it.each([
    ['is 0 without a rule', [], NOW, 0],
    ['is that of the rule in force', [TEN], NOW, 1000],
    ['ends before the end of the rule', [rule('r1', 1000, null, NOW)], NOW, 0],
    ['begins with the rule', [rule('r1', 1000, NOW)], NOW, 1000],
    ['changes when an announced cut comes into force', CUT, days(20), 800],
    ['is the kept one for the time of notice', KEPT, days(29), 1000],
    ['is the new one when notice is over', KEPT, days(30), 800],
    ['is not that of a product', [{ ...TEN, productId: 'mug' }], NOW, 0],
    ['is not that of one creator', [{ ...TEN, creatorId: 'cre_1' }], NOW, 0],
    ['is not that of a campaign', [{ ...TEN, campaignId: 'cam_1' }], NOW, 0],
    ['is not that of one way', [{ ...TEN, instruments: ['promo_code'] }], NOW, 0],
  ])('%s', (_, rules, at, expected) => {
    expect(rateAt(rules, at)).toBe(expected);
  });
});
