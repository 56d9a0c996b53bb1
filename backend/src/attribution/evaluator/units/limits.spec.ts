// Tiers, caps, budgets and referrals (P3, P4, P6).
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
  refund,
  run,
  video,
  type Item,
} from '../../../../test/cases/build.js';

const SALE_MONTH = NOON;
const NEXT = Date.UTC(2026, 10, 10, 12);
const CLOSE = Date.UTC(2026, 10, 6);

describe('tiers', () => {
  const tiers = [
    { min_gmv: 500000, bonus_bps: 100 },
    { min_gmv: 1000000, max_return_bps: 1000, bonus_bps: 300 },
  ];
  const config = programme({
    program: { tiers },
    rules: [{ id: 'r', kind: 'percent', rate_bps: 1000, tiered: true }],
    videos: [video('v1', [['c1', 10000]])],
  });
  const sold = (worth: number, changes: Item = {}): Item[] => [
    click('a', 'v1'),
    order('o1', { lines: [line('l1', { unit_price: worth })], ...changes }),
  ];
  const next = [
    click('b', 'v1', { occurred_at: NEXT - HOUR, viewer_id: 'w2' }),
    order('o2', { occurred_at: NEXT, viewer_id: 'w2' }),
  ];
  const back = (worth: number, receivedAt: number): Item =>
    refund('R', 'o1', [{ line_id: 'l1', quantity: 0, amount: worth }], { received_at: receivedAt });
  const bonus = (facts: Item[], setup = config, asOf = NEXT + DAY): bigint =>
    (run(setup, [...facts, ...next], asOf).commissions.find(({ orderId }) => orderId === 'o2')?.amountMinor ?? 0n) -
    1000n;

  it.each<[string, Item[], bigint]>([
    ['below every tier', sold(499999), 0n],
    ['at a tier', sold(500000), 100n],
    ['the highest that fits', sold(1000000), 300n],
    [
      'the worked example: 15 % returned fails the first, the second gives 100',
      [...sold(2000000), back(300000, SALE_MONTH + DAY)],
      100n,
    ],
    ['10 % returned is within the limit', [...sold(2000000), back(200000, SALE_MONTH + DAY)], 300n],
    ['10.005 % is floored to 10 %', [...sold(2000000), back(200100, SALE_MONTH + DAY)], 300n],
    ['a refund at the close still counts', [...sold(1000000), back(600000, CLOSE)], 0n],
    ['a refund after the close does not', [...sold(1000000), back(600000, CLOSE + 1)], 300n],
    ['an order received after the close does not', sold(1000000, { received_at: CLOSE + 1 }), 0n],
    ['a cancelled order counts 0', sold(1000000, { status: 'cancelled' }), 0n],
    [
      'a rejected unit counts 0',
      [...sold(1000000), decide('d', 'reject', { kind: 'commission', order_id: 'o1', creator_id: 'c1' })],
      0n,
    ],
    [
      'rejected after the close, it counts',
      [
        ...sold(1000000),
        decide('d', 'reject', { kind: 'commission', order_id: 'o1', creator_id: 'c1' }, { occurred_at: CLOSE + 1 }),
      ],
      300n,
    ],
  ])('%s', (_label, facts, expected) => {
    expect(bonus(facts)).toBe(expected);
  });

  it("the month is the programme zone's", () => {
    const lastHour = Date.UTC(2026, 9, 31, 20);
    const late = [
      click('a', 'v1', { occurred_at: lastHour - HOUR }),
      order('o1', { occurred_at: lastHour, lines: [line('l1', { unit_price: 500000 })] }),
    ];
    const almaty = { ...config, program: { currency: 'USD', timezone: 'Asia/Almaty', tiers } };
    expect([bonus(late), bonus(late, almaty)]).toEqual([100n, 0n]);
  });

  it('before the close the tier follows the facts, and orders of the first days with it', () => {
    const early = Date.UTC(2026, 10, 2, 12);
    const facts = [
      ...sold(1000000),
      back(600000, early + DAY),
      click('b', 'v1', { occurred_at: early - HOUR, viewer_id: 'w2' }),
      order('o2', { occurred_at: early, viewer_id: 'w2' }),
    ];
    const at = (moment: number): string[] => amounts(run(config, facts, moment)).slice(1);
    expect([at(early), at(early + DAY - 1), at(early + DAY)]).toEqual([
      ['o2/l1 c1 1300'],
      ['o2/l1 c1 1300'],
      ['o2/l1 c1 1000'],
    ]);
  });
});

describe('caps', () => {
  const many = (count: number, changes: (index: number) => Item = () => ({})): Item[] =>
    Array.from({ length: count }, (_, i) => order(`o${i}`, { occurred_at: NOON + i, ...changes(i) }));
  const told = (config: Item, facts: Item[]): string =>
    run(config, facts)
      .commissions.map((unit) => `${unit.amountMinor}${unit.capped ? '!' : ''}`)
      .join(' ');
  const campaign = (budget: number): Item => ({
    rules: [{ id: 'k', kind: 'percent', rate_bps: 1000, campaign_id: 'c' }],
    campaigns: [{ id: 'c', budget }],
  });

  it.each<[string, Item, Item[], string]>([
    [
      'monthly, in the order of time',
      programme({ program: { creator_monthly_cap: 2500 } }),
      many(4),
      '1000 1000 500! 0!',
    ],
    [
      'monthly, per creator',
      programme({ program: { creator_monthly_cap: 1500 } }),
      [click('x', 'v2', { viewer_id: 'w2' }), ...many(3, (i) => (i === 1 ? { viewer_id: 'w2' } : {}))],
      '1000 1000 500!',
    ],
    [
      'at one time by order id',
      programme({ program: { creator_monthly_cap: 1500 } }),
      [order('b'), order('a')],
      '1000 500!',
    ],
    [
      'received late, it still stands at its time',
      programme({ program: { creator_monthly_cap: 1500 } }),
      many(2, (i) => (i === 0 ? { received_at: NOON + DAY } : {})),
      '1000 500!',
    ],
    [
      'per order, over lines',
      programme({ program: { order_cap: 1500 } }),
      [order('o', { lines: [line('l2'), line('l1')] })],
      '500! 1000',
    ],
    ['a budget', programme(campaign(1500)), many(3), '1000 500! 0!'],
    [
      'a refund does not give budget back',
      programme(campaign(1500)),
      [...many(2), refund('R', 'o0', [{ line_id: 'l1', quantity: 1 }])],
      '0 500!',
    ],
    [
      'a cancelled order does',
      programme(campaign(1500)),
      many(2, (i) => (i === 0 ? { status: 'cancelled' } : {})),
      '0 1000',
    ],
    [
      'a rejected unit takes nothing',
      programme(campaign(1500)),
      [...many(2), decide('d', 'reject', { kind: 'commission', order_id: 'o0', creator_id: 'c1' })],
      '0 1000',
    ],
    [
      'the net counts when it is below the capped gross',
      programme(campaign(1500)),
      [...many(2), refund('R', 'o1', [{ line_id: 'l1', quantity: 0, amount: 7000 }])],
      '1000 300!',
    ],
    [
      'all buckets at once',
      programme({ program: { order_cap: 900, creator_monthly_cap: 1700 }, ...campaign(2000) }),
      many(3),
      '900! 800! 0!',
    ],
  ])('%s', (_label, config, facts, expected) => {
    expect(told(config, [click('e', 'v1'), ...facts])).toBe(expected);
  });

  it.each([
    [1000, 'BUDGET_EXHAUSTED'],
    [1001, 'BUDGET_NEARLY_USED'],
    [1250, 'BUDGET_NEARLY_USED'],
    [1251, undefined],
  ])('a budget of %i after 1000 raises %s', (budget, code) => {
    expect(run(programme(campaign(budget)), [click('e', 'v1'), order('o')]).alerts[0]?.code).toBe(code);
  });
});

describe('referrals', () => {
  const referrer = { creator_id: 'c2', rate_bps: 1500, from: NOON, to: NOON + 1 };
  const config = (c1: Item = {}, c2: Item = {}): Item =>
    programme({
      creators: [
        { id: 'c1', referrer, ...c1 },
        { id: 'c2', ...c2 },
      ],
    });
  const facts = [click('e', 'v1'), order('o')];
  it.each<[string, Item, Item[], string[]]>([
    ['on top of the unit', config(), facts, ['o/l1 c2<c1 150', 'o/l1 c1 1000']],
    [
      'not before its start',
      config({ referrer: { ...referrer, from: NOON + 1, to: NOON + 2 } }),
      facts,
      ['o/l1 c1 1000'],
    ],
    ['not at its end', config({ referrer: { ...referrer, from: 0, to: NOON } }), facts, ['o/l1 c1 1000']],
    ['not when they share a device', config({ viewer_ids: ['d'] }, { viewer_ids: ['d'] }), facts, ['o/l1 c1 1000']],
    ['not when they share a card', config({ card_fps: ['d'] }, { card_fps: ['d'] }), facts, ['o/l1 c1 1000']],
    [
      'an address is not a strong identifier',
      config({ address_hashes: ['d'] }, { address_hashes: ['d'] }),
      facts,
      ['o/l1 c2<c1 150', 'o/l1 c1 1000'],
    ],
    [
      'not for a banned referrer',
      config(),
      [...facts, decide('d', 'ban', { kind: 'creator', creator_id: 'c2' }, { occurred_at: NOON })],
      ['o/l1 c1 1000'],
    ],
    [
      'banned later, still',
      config(),
      [...facts, decide('d', 'ban', { kind: 'creator', creator_id: 'c2' }, { occurred_at: NOON + 1 })],
      ['o/l1 c2<c1 150', 'o/l1 c1 1000'],
    ],
    [
      'rejected with its sale',
      config(),
      [...facts, decide('d', 'reject', { kind: 'commission', order_id: 'o', creator_id: 'c1' })],
      ['o/l1 c2<c1 0', 'o/l1 c1 0'],
    ],
    [
      'one level only',
      programme({
        creators: [{ id: 'c1', referrer }, { id: 'c2', referrer: { ...referrer, creator_id: 'c3' } }, { id: 'c3' }],
      }),
      facts,
      ['o/l1 c2<c1 150', 'o/l1 c1 1000'],
    ],
  ])('%s', (_label, setup, stream, expected) => {
    expect(amounts(run(setup, stream))).toEqual(expected);
  });

  it('repeats instrument, match, capped and state; its base is what it is counted on', () => {
    const setup = { ...config(), program: { currency: 'USD', order_cap: 333 } };
    const [referral] = run(setup, [
      ...facts,
      decide('d', 'hold', { kind: 'commission', order_id: 'o', creator_id: 'c1' }),
    ]).commissions;
    expect(referral).toMatchObject({
      kind: 'referral',
      via: 'c1',
      ruleId: null,
      instrument: 'onsite_click',
      match: 'direct',
      capped: true,
      state: 'review',
      baseMinor: 333n,
      amountMinor: 50n,
    });
  });
});

describe('marketplace mode', () => {
  const config = programme({
    program: { seller_id: 's1' },
    rules: [{ id: 'r', kind: 'percent', rate_bps: 990, charge_bps: 1000 }],
  });
  it('charges the seller beside the commission and reverses both', () => {
    const facts = [click('e', 'v1'), order('o')];
    const { accounts } = run(config, facts);
    expect([
      accounts.get('seller:s1:receivable@USD'),
      accounts.get('income:programme@USD'),
      accounts.get('creator:c1:pending@USD'),
    ]).toEqual([1000n, -1000n, -990n]);
    expect(run(config, [...facts, refund('R', 'o', [{ line_id: 'l1', quantity: 1 }])]).accounts.size).toBe(0);
  });
});
