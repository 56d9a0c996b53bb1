// Caps when orders change after others drew from the same bucket (P4): every order has what it would have had from the start.
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  click,
  DAY,
  decide,
  HOUR,
  line,
  NOON,
  order,
  programme,
  run,
  video,
  type Item,
} from '../../../../test/cases/build.js';

const monthly = (cap: number, changes: Item = {}): Item =>
  programme({ ...changes, program: { creator_monthly_cap: cap } });
const at = (id: string, moment: number, changes: Item = {}): Item =>
  order(id, { occurred_at: NOON + moment, ...changes });
/** A later version of an order: without any line of p1 it earns nothing and draws from nothing. */
const changed = (id: string, moment: number, changes: Item = {}): Item =>
  at(id, moment, { version: 2, received_at: NOON + DAY, ...changes });
const gone = { lines: [line('l1', { product_id: 'p9' })] };
const told = (config: Item, facts: readonly Item[], asOf?: number): string[] =>
  amounts(run(config, [click('e', 'v1'), ...facts], asOf)).map((text) => text.replace('/l1 c1', ''));

describe('a monthly cap of 1500 and sales of 1000', () => {
  it.each<[string, Item[], string[]]>([
    [
      'an order that moved behind another draws after it',
      [at('a', 0), at('b', 1), changed('a', 2)],
      ['a 500', 'b 1000'],
    ],
    [
      'an order that moved before another draws before it',
      [at('a', 0), at('b', 2), changed('b', -1)],
      ['a 500', 'b 1000'],
    ],
    [
      'what a changed order no longer draws is there for later ones',
      [at('a', 0), changed('a', 0, gone), at('c', 2, { received_at: NOON + 2 * DAY })],
      ['c 1000'],
    ],
    [
      'and only that',
      [at('a', 0), at('b', 1), changed('a', 0, gone), at('c', 2, { received_at: NOON + 2 * DAY })],
      ['b 1000', 'c 500'],
    ],
    [
      'with an earlier one still counted',
      [at('x', -1), at('a', 0), changed('a', 0, gone), at('c', 2, { received_at: NOON + 2 * DAY })],
      ['c 500', 'x 1000'],
    ],
    [
      'an order put before another leaves that one counted',
      [at('b', 1), at('a', 0, { received_at: NOON + DAY }), at('d', 2, { received_at: NOON + 2 * DAY })],
      ['a 1000', 'b 500', 'd 0'],
    ],
    [
      'a line added draws behind those before it',
      [at('a', 0), changed('a', 0, { lines: [line('l1'), line('l2')] })],
      ['a 1000', 'a/l2 c1 500'],
    ],
    [
      'a line that became smaller leaves more',
      [
        at('a', 0, { lines: [line('l1'), line('l2')] }),
        at('b', 1),
        changed('a', 0, { lines: [line('l1'), line('l2', { unit_price: 2000 })] }),
      ],
      ['a 1000', 'a/l2 c1 200', 'b 300'],
    ],
    [
      'a larger order leaves less',
      [at('a', 0, { lines: [line('l1', { unit_price: 2000 })] }), at('b', 1), changed('a', 0)],
      ['a 1000', 'b 500'],
    ],
    [
      'an order received late stands at its time, whoever drew already',
      [at('b', 1), at('c', 2), at('a', 0, { received_at: NOON + DAY })],
      ['a 1000', 'b 500', 'c 0'],
    ],
    [
      'between two others',
      [at('a', 0), at('c', 2), at('b', 1, { received_at: NOON + DAY })],
      ['a 1000', 'b 500', 'c 0'],
    ],
  ])('%s', (_label, facts, expected) => {
    expect(told(monthly(1500), facts)).toEqual(expected);
  });

  it('a later change of one line of another order changes that line alone', () => {
    const two = { lines: [line('l1'), line('l2')] };
    const facts = [at('a', 0), at('b', 1, two), changed('a', 0, { lines: [line('l1', { unit_price: 5000 })] })];
    expect(told(monthly(2200), facts, NOON + 1)).toEqual(['a 1000', 'b 1000', 'b/l2 c1 200']);
    expect(told(monthly(2200), facts)).toEqual(['a 500', 'b 1000', 'b/l2 c1 700']);
  });
});

describe('a sale that goes from one creator to another', () => {
  it('draws from the cap of the other and leaves its own to later sales', () => {
    const w2 = { viewer_id: 'w2' };
    const facts = [
      at('x', -1),
      click('f', 'v1', w2),
      click('g', 'v2', { ...w2, occurred_at: NOON - 2 * HOUR }),
      at('a', 0, w2),
      at('b', 1),
    ];
    const rejected = decide('d', 'reject', { kind: 'touch', touch_id: 'f' });
    expect(told(monthly(1500), facts)).toEqual(['a 500', 'b 0', 'x 1000']);
    expect(told(monthly(1500), [...facts, rejected])).toEqual(['a/l1 c2 1000', 'b 500', 'x 1000']);
  });
});

describe('a campaign', () => {
  const campaign = (...budgets: (number | null)[]): Item => ({
    campaigns: budgets.map((budget, n) => ({ id: `k${n}`, budget, product_ids: [`p${n}`] })),
    rules: budgets.map((_, n) => ({ id: `r${n}`, kind: 'percent', rate_bps: 1000, campaign_id: `k${n}` })),
    videos: [video('v1', [['c1', 10000]], { product_ids: ['p0', 'p1'] })],
  });
  const both = { lines: [line('l0', { product_id: 'p0' }), line('l1', { product_id: 'p1' })] };
  const clicks = ['p0', 'p1'].map((product_id) => click(product_id, 'v1', { product_id }));

  it.each<[string, Item, string[]]>([
    ['without a budget pays in full', campaign(null, null), ['o/l0 c1 1000', 'o/l1 c1 1000']],
    ['without a budget beside one with', campaign(null, 600), ['o/l0 c1 1000', 'o/l1 c1 600']],
    ['has a budget of its own', campaign(700, 600), ['o/l0 c1 700', 'o/l1 c1 600']],
  ])('%s', (_label, config, expected) => {
    expect(amounts(run(programme(config), [...clicks, order('o', both)]))).toEqual(expected);
  });

  it('takes over a line whose product became one of its own', () => {
    const first = at('a', 0, { lines: [line('l1', { product_id: 'p0' })] });
    const facts = [...clicks, first, changed('a', 0)];
    expect(amounts(run(programme(campaign(700, 600)), facts, NOON))).toEqual(['a/l1 c1 700']);
    expect(amounts(run(programme(campaign(700, 600)), facts))).toEqual(['a/l1 c1 600']);
  });
});

describe('a cap of single days', () => {
  const zone = 'Asia/Almaty';
  const daily = (cap: number): Item => programme({ program: { creator_daily_cap: cap, timezone: zone } });
  const campaign = (budget: number): Item =>
    programme({
      program: { timezone: zone },
      campaigns: [{ id: 'k', daily_budget: budget }],
      rules: [{ id: 'r1', kind: 'percent', rate_bps: 1000, campaign_id: 'k' }],
    });
  // The day in Almaty begins at 19:00 in Greenwich, seven hours after noon.
  const midnight = 7 * HOUR;

  it.each([
    ['of a creator', daily(1500), 'CREATOR_DAILY_CAP_REACHED'],
    ['of a campaign', campaign(1500), 'DAILY_BUDGET_EXHAUSTED'],
  ])('%s begins anew with the store’s own day, in whatever order the orders came', (_, config, code) => {
    const late = at('b', 1, { received_at: NOON + DAY });
    const facts = [at('a', 0), at('c', 2), late, at('d', midnight), at('e', midnight - 1)];
    const expected = ['a 1000', 'b 500', 'c 0', 'd 1000', 'e 0'];
    expect(told(config, facts)).toEqual(expected);
    expect(told(config, [...facts].reverse())).toEqual(expected);
    const { alerts } = run(config, [click('f', 'v1'), ...facts]);
    const subject = code === 'DAILY_BUDGET_EXHAUSTED' ? { campaign_id: 'k' } : { creator_id: 'c1' };
    expect(alerts).toEqual([{ code, subject: { ...subject, day: '2026-10-01' } }]);
  });

  it('gives back what a cancelled order took, and says no more that the day is used up', () => {
    const facts = [at('a', 0), at('b', 1), changed('a', 0, { status: 'cancelled' })];
    expect(told(campaign(1500), facts)).toEqual(['a 0', 'b 1000']);
    expect(run(campaign(1500), [click('e', 'v1'), ...facts]).alerts).toEqual([]);
  });

  it('stands beside the budget of the whole campaign: the smaller rest counts', () => {
    const both = campaign(1500);
    const config = { ...both, campaigns: [{ id: 'k', daily_budget: 1500, budget: 2000 }] };
    expect(told(config, [at('a', 0), at('b', 1), at('c', midnight)])).toEqual(['a 1000', 'b 500', 'c 500']);
  });
});
