// Caps and tiers of a later plan hold from the month they begin with, and leave earlier months alone.
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  click,
  HOUR,
  line,
  NOON,
  order,
  programme,
  run,
  video,
  type Item,
} from '../../../../test/cases/build.js';

/** NOON is in October 2026, UTC. */
const NOVEMBER = Date.UTC(2026, 10, 1);
const later = (limits: Item): Item => ({ from: NOVEMBER, ...limits });
const plan = (program: Item, tiered = false) =>
  programme({
    program,
    rules: [{ id: 'r', kind: 'percent', rate_bps: 1000, tiered }],
    videos: [video('v1', [['c1', 10000]])],
  });
const sale = (id: string, at: number, worth: number): Item[] => [
  click(`k${id}`, 'v1', { occurred_at: at - HOUR, viewer_id: `w${id}` }),
  order(id, { occurred_at: at, viewer_id: `w${id}`, lines: [line('l1', { unit_price: worth })] }),
];
const TWO = [...sale('o1', NOON, 100_000), ...sale('o2', NOVEMBER + 1, 100_000)];

describe('limits of a later plan', () => {
  it.each<[string, Item, string[]]>([
    ['a cap on an order', { order_cap: 3000 }, ['o1/l1 c1 10000', 'o2/l1 c1 3000']],
    ['a cap on a month', { creator_monthly_cap: 4000 }, ['o1/l1 c1 10000', 'o2/l1 c1 4000']],
    ['none', {}, ['o1/l1 c1 10000', 'o2/l1 c1 10000']],
  ])('%s counts from its month on', (_, limits, expected) => {
    const result = run(plan({ later_limits: [later(limits)] }), TWO, NOVEMBER + 10 * HOUR);
    expect(amounts(result)).toEqual(expected);
  });

  it('tiers count for the month they begin with, by the sales of the month before', () => {
    const tiers = [{ min_gmv: 50_000, bonus_bps: 300 }];
    const result = run(plan({ later_limits: [later({ tiers })] }, true), TWO, NOVEMBER + 10 * HOUR);
    expect(amounts(result)).toEqual(['o1/l1 c1 10000', 'o2/l1 c1 13000']);
  });

  it('a cap that was in the first plan and is not in the later one is gone', () => {
    const result = run(plan({ order_cap: 500, later_limits: [later({})] }), TWO, NOVEMBER + 10 * HOUR);
    expect(amounts(result)).toEqual(['o1/l1 c1 500', 'o2/l1 c1 10000']);
  });

  it('of two with one start the last counts; a start within a month waits for the next', () => {
    const both = [later({ order_cap: 1 }), later({ order_cap: 2 }), { from: NOVEMBER + 1, order_cap: 3 }];
    expect(amounts(run(plan({ later_limits: both }), TWO, NOVEMBER + 10 * HOUR))).toEqual([
      'o1/l1 c1 10000',
      'o2/l1 c1 2',
    ]);
  });
});
