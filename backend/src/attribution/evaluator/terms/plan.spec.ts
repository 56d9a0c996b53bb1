// Terms: choice of the rule, kinds of commission, subscriptions, reasons of exclusion (P1, P2, P5, T10, T11).
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
  reasons,
  refund,
  run,
  states,
  type Item,
} from '../../../../test/cases/build.js';

const percent = (id: string, bps: number, changes: Item = {}): Item => ({
  id,
  kind: 'percent',
  rate_bps: bps,
  ...changes,
});
const fixed = (id: string, kind: string, worth: number, changes: Item = {}): Item => ({
  id,
  kind,
  amount: worth,
  ...changes,
});
const link = { type: 'link_click', id: 'e', occurred_at: NOON - HOUR, viewer_id: 'w1', consent: true, link_id: 'L' };
const all = (rules: Item[], changes: Item = {}): Item =>
  programme({
    links: [{ id: 'L', creator_id: 'c1' }],
    rules,
    products: { p1: { category: 'home' } },
    campaigns: [
      { id: 'k', active_from: NOON - DAY, active_to: NOON + 1, product_ids: ['p1'], creator_ids: ['c1'] },
      { id: 'over', active_to: NOON },
    ],
    ...changes,
  });

describe('the rule that applies', () => {
  it.each<[string, Item[], string]>([
    [
      'individual terms above everything',
      [
        percent('a', 1, { creator_id: 'c1' }),
        percent('b', 2, { campaign_id: 'k', product_id: 'p1', category: 'home', instruments: ['deep_link'] }),
      ],
      'a',
    ],
    [
      'campaign above product',
      [
        percent('a', 1, { campaign_id: 'k' }),
        percent('b', 2, { product_id: 'p1', category: 'home', instruments: ['deep_link'] }),
      ],
      'a',
    ],
    [
      'product above category',
      [percent('a', 1, { product_id: 'p1' }), percent('b', 2, { category: 'home', instruments: ['deep_link'] })],
      'a',
    ],
    [
      'category above instruments',
      [percent('a', 1, { category: 'home' }), percent('b', 2, { instruments: ['deep_link'] })],
      'a',
    ],
    [
      'instruments above nothing',
      [percent('a', 1, { instruments: ['deep_link'] }), percent('b', 2, { effective_from: NOON })],
      'a',
    ],
    [
      'the later start',
      [percent('a', 1, { effective_from: NOON - 2 }), percent('b', 2, { effective_from: NOON - 1 })],
      'b',
    ],
    ['a start above none', [percent('a', 1), percent('b', 2, { effective_from: NOON - 1 })], 'b'],
    ['then the smaller id', [percent('b', 2), percent('a', 1)], 'a'],
    [
      'in force from its start',
      [percent('a', 1, { effective_from: NOON }), percent('b', 2, { effective_to: NOON })],
      'a',
    ],
    ['not at its end', [percent('z', 1), percent('a', 2, { effective_to: NOON })], 'z'],
    ['not for another creator', [percent('z', 1), percent('a', 2, { creator_id: 'c2' })], 'z'],
    ['not in a campaign that is over', [percent('z', 1), percent('a', 2, { campaign_id: 'over' })], 'z'],
    ['not in an unknown campaign', [percent('z', 1), percent('a', 2, { campaign_id: 'nope' })], 'z'],
    [
      'individual terms that do not match leave the others',
      [percent('z', 1), percent('a', 2, { creator_id: 'c1', product_id: 'p2' })],
      'z',
    ],
  ])('%s', (_label, rules, expected) => {
    expect(run(all(rules), [link, order('o')]).commissions[0]?.ruleId).toBe(expected);
  });

  it('selectors may stand in an object of their own', () => {
    const rules = [percent('a', 1), percent('b', 2, { selectors: { creator_id: 'c1' } })];
    expect(run(all(rules), [link, order('o')]).commissions[0]?.ruleId).toBe('b');
  });
});

describe('kinds', () => {
  const lines = [
    line('l1', { quantity: 3, unit_price: 20000 }),
    line('l2', { unit_price: 40000 }),
    line('l3', { unit_price: 0 }),
  ];
  const after = (rule: Item, refunds: Item[] = [], program: Item = {}): string[] => {
    const result = run(all([rule], { program }), [link, order('o', { lines }), ...refunds]);
    return [...amounts(result), ...reasons(result)];
  };
  const back = (lineId: string, quantity: number, worth?: number): Item =>
    refund(`R${lineId}`, 'o', [{ line_id: lineId, quantity, ...(worth === undefined ? {} : { amount: worth }) }]);

  it.each<[string, string[]]>([
    ['per piece', after(fixed('f', 'fixed_per_item', 150))],
    ['per piece, one returned', after(fixed('f', 'fixed_per_item', 150), [back('l1', 1)])],
    ['per piece, one returned with an amount', after(fixed('f', 'fixed_per_item', 150), [back('l1', 1, 5)])],
    ['per order', after(fixed('f', 'fixed_per_order', 1001))],
    ['per order stays whole while anything is kept', after(fixed('f', 'fixed_per_order', 1001), [back('l1', 3)])],
    ['per order, all returned', after(fixed('f', 'fixed_per_order', 1001), [back('l1', 3), back('l2', 1)])],
    ['per order under a cap', after(fixed('f', 'fixed_per_order', 1001), [back('l1', 3)], { order_cap: 700 })],
  ])('%s', (label, got) => {
    const expected: Record<string, string[]> = {
      'per piece': ['o/l1 c1 450', 'o/l2 c1 150'],
      'per piece, one returned': ['o/l1 c1 300', 'o/l2 c1 150'],
      'per piece, one returned with an amount': ['o/l1 c1 300', 'o/l2 c1 150'],
      'per order': ['o/l1 c1 601', 'o/l2 c1 400'],
      'per order stays whole while anything is kept': ['o/l1 c1 0', 'o/l2 c1 1001'],
      'per order, all returned': ['o/l1 c1 0', 'o/l2 c1 0'],
      'per order under a cap': ['o/l1 c1 0', 'o/l2 c1 700'],
    };
    expect(got).toEqual([...(expected[label] ?? []), 'o/l3 ZERO_BASE']);
  });

  it("a return of one creator's line never raises another creator's pay", () => {
    const config = programme({
      rules: [fixed('f', 'fixed_per_order', 1000)],
      videos: [
        { id: 'v1', creators: [{ creator_id: 'c1' }], product_ids: ['p1'], duration_ms: 9 },
        { id: 'v2', creators: [{ creator_id: 'c2' }], product_ids: ['p2'], duration_ms: 9 },
      ],
    });
    const facts = [
      click('a', 'v1'),
      click('b', 'v2', { product_id: 'p2' }),
      order('o', { lines: [line('l1', { unit_price: 60000 }), line('l2', { product_id: 'p2', unit_price: 40000 })] }),
    ];
    expect(amounts(run(config, facts))).toEqual(['o/l1 c1 600', 'o/l2 c2 400']);
    expect(amounts(run(config, [...facts, back('l1', 1)]))).toEqual(['o/l1 c1 0', 'o/l2 c2 400']);
  });
});

describe('reasons for a whole order', () => {
  it.each<[string, Item, Item, string]>([
    ['a test order', { test: true, source: 'pos' }, {}, 'TEST_ORDER'],
    ['staff, marked by the shop', { buyer: { staff: true }, source: 'pos' }, {}, 'STAFF_ORDER'],
    [
      'staff, known to the programme',
      { buyer: { customer_id: 's' } },
      { program: { staff_customer_ids: ['s'] } },
      'STAFF_ORDER',
    ],
    ['the till', { source: 'pos', status: 'pending' }, {}, 'EXCLUDED_SOURCE'],
    ['a draft', { source: 'draft' }, {}, 'EXCLUDED_SOURCE'],
    [
      'a source the programme excludes',
      { source: 'fair' },
      { program: { excluded_sources: ['fair'] } },
      'EXCLUDED_SOURCE',
    ],
    ['not paid yet', { status: 'pending', currency: 'EUR' }, {}, 'UNPAID'],
    ['a gift card', { lines: [line('l1', { gift_card: true })] }, {}, 'GIFT_CARD'],
    ['no touch before no base', { viewer_id: null, lines: [line('l1', { unit_price: 0 })] }, {}, 'NO_TOUCH'],
    ['no base before no rule', { lines: [line('l1', { unit_price: 0 })] }, { rules: [] }, 'ZERO_BASE'],
    ['no rule', {}, { rules: [percent('a', 1, { product_id: 'p2' })] }, 'NO_RULE'],
  ])('%s', (_label, changes, configChanges, expected) => {
    expect(reasons(run(programme(configChanges), [click('e', 'v1'), order('o', changes)]))).toEqual([
      `o/l1 ${expected}`,
    ]);
  });

  it('a source the programme does not exclude is paid', () => {
    const config = programme({ program: { excluded_sources: [] } });
    expect(amounts(run(config, [click('e', 'v1'), order('o', { source: 'pos' })]))).toEqual(['o/l1 c1 1000']);
  });
});

describe('subscriptions', () => {
  const cycle = (id: string, n: number, changes: Item = {}, price = 10000): Item =>
    order(id, {
      occurred_at: NOON + (n - 1) * 30 * DAY,
      lines: [line('l1', { unit_price: price, subscription: { contract_id: 's', cycle: n } })],
      ...changes,
    });
  const recurring = programme({ rules: [percent('r', 1000, { max_cycles: 3 })] });
  const told = (config: Item, facts: Item[]): string => {
    const result = run(config, facts, NOON + 200 * DAY);
    return [...amounts(result), ...reasons(result)].join(', ');
  };
  const touch = click('e', 'v1');
  const rival = click('x', 'v2', { occurred_at: NOON + 29 * DAY });

  it.each<[string, Item, Item[], string]>([
    [
      'later cycles copy the first and ignore new touches',
      recurring,
      [touch, rival, cycle('o1', 1), cycle('o2', 2)],
      'o1/l1 c1 1000, o2/l1 c1 1000',
    ],
    [
      'a free first cycle is an origin',
      recurring,
      [touch, cycle('o1', 1, {}, 0), cycle('o2', 2)],
      'o2/l1 c1 1000, o1/l1 ZERO_BASE',
    ],
    [
      'up to max_cycles',
      recurring,
      [touch, cycle('o1', 1), cycle('o3', 3), cycle('o4', 4)],
      'o1/l1 c1 1000, o3/l1 c1 1000, o4/l1 CYCLE_LIMIT',
    ],
    [
      'only the first without max_cycles',
      programme(),
      [touch, cycle('o1', 1), cycle('o2', 2)],
      'o1/l1 c1 1000, o2/l1 CYCLE_LIMIT',
    ],
    ['an unknown origin', recurring, [touch, cycle('o2', 2)], 'o2/l1 SUBSCRIPTION_ORIGIN_UNKNOWN'],
    [
      'a cancelled origin',
      recurring,
      [touch, cycle('o1', 1, { status: 'cancelled' }), cycle('o2', 2)],
      'o1/l1 c1 0, o2/l1 SUBSCRIPTION_ORIGIN_VOID',
    ],
    [
      'a refunded origin',
      recurring,
      [touch, cycle('o1', 1), refund('R', 'o1', [{ line_id: 'l1', quantity: 1 }]), cycle('o2', 2)],
      'o1/l1 c1 0, o2/l1 SUBSCRIPTION_ORIGIN_VOID',
    ],
    [
      'a partly refunded origin',
      recurring,
      [touch, cycle('o1', 1), refund('R', 'o1', [{ line_id: 'l1', quantity: 0, amount: 9999 }]), cycle('o2', 2)],
      'o1/l1 c1 0, o2/l1 c1 1000',
    ],
    ['an origin without touch', recurring, [rival, cycle('o1', 1), cycle('o2', 2)], 'o1/l1 NO_TOUCH, o2/l1 NO_TOUCH'],
    [
      'a creator banned in between',
      recurring,
      [
        touch,
        cycle('o1', 1),
        cycle('o2', 2),
        decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: NOON + DAY }),
      ],
      'o1/l1 c1 1000, o2/l1 CREATOR_BANNED',
    ],
  ])('%s', (_label, config, facts, expected) => {
    expect(told(config, facts)).toBe(expected);
  });

  it('a renewal that arrives before its origin waits for it', () => {
    const facts = [touch, cycle('o1', 1, { received_at: NOON + 40 * DAY }), cycle('o2', 2)];
    expect(reasons(run(recurring, facts, NOON + 39 * DAY))).toEqual(['o2/l1 SUBSCRIPTION_ORIGIN_UNKNOWN']);
    expect(states(run(recurring, facts, NOON + 41 * DAY))).toEqual(['c1 pending', 'c1 pending']);
  });
});
