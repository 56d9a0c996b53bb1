// What each creator has of a line: shares, rules of their own, fixed amounts, the latest touch, and bounds of tiers (T9, P2, P3).
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  batch,
  click,
  DAY,
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
import { bonusFor } from './tiers.rules.js';

const two = [click('e', 'v1'), click('f', 'v2', { occurred_at: NOON - 2 * HOUR })];
const fixed = (id: string, kind: string, worth: number, changes: Item = {}): Item => ({
  id,
  kind,
  amount: worth,
  ...changes,
});

describe('shares of a video', () => {
  const shared = (first: number): Item =>
    programme({
      videos: [
        video('v1', [
          ['c1', first],
          ['c2', 10000 - first],
        ]),
      ],
    });
  const dear = order('o', { lines: [line('l1', { unit_price: 1_000_000 })] });
  it.each<[string, number, string[]]>([
    ['a share of nothing makes no unit', 10000, ['o/l1 c1 100000']],
    ['the smallest share makes one', 9999, ['o/l1 c1 99990', 'o/l1 c2 10']],
  ])('%s', (_label, first, expected) => {
    expect(amounts(run(shared(first), [click('e', 'v1'), dear]))).toEqual(expected);
  });
});

describe('a fixed amount per order', () => {
  it('is spread over the lines that use its rule alone', () => {
    const config = programme({
      rules: [fixed('f', 'fixed_per_order', 10_000_000, { product_id: 'p1' }), fixed('g', 'fixed_per_item', 7)],
      videos: [video('v1', [['c1', 10000]], { product_ids: ['p1', 'p2'] })],
      links: [{ id: 'L', creator_id: 'c1' }],
    });
    const link = {
      type: 'link_click',
      id: 'e',
      occurred_at: NOON - HOUR,
      viewer_id: 'w1',
      consent: true,
      link_id: 'L',
    };
    const lines = [line('l1', { unit_price: 3 }), line('l2', { product_id: 'p2', unit_price: 900_000 })];
    expect(amounts(run(config, [link, order('o', { lines })]))).toEqual(['o/l1 c1 10000000', 'o/l2 c1 7']);
  });

  it('counts a line also where one creator of several uses the rule', () => {
    const config = programme({
      program: { model: 'linear' },
      rules: [
        fixed('f', 'fixed_per_order', 1000, { creator_id: 'c2' }),
        { id: 'r', kind: 'percent', rate_bps: 1000, creator_id: 'c1' },
      ],
    });
    expect(amounts(run(config, [...two, order('o')]))).toEqual(['o/l1 c1 500', 'o/l1 c2 500']);
  });

  it('stands apart for each creator and each rule; a rejected line leaves the sum', () => {
    const config = programme({ rules: [fixed('f', 'fixed_per_order', 1000)] });
    const lines = [line('l1', { unit_price: 6000 }), line('l2', { unit_price: 4000 })];
    const told = (facts: Item[]): string[] => amounts(run(config, [click('e', 'v1'), order('o', { lines }), ...facts]));
    const half = refund('R', 'o', [{ line_id: 'l1', quantity: 0, amount: 2000 }]);
    const reject = {
      type: 'decision',
      id: 'd',
      action: 'reject',
      subject: { kind: 'commission', order_id: 'o', line_id: 'l2', creator_id: 'c1' },
      occurred_at: NOON + HOUR,
    };
    // Net spread: 4000 and 4000 of 8000, 500 each; the rejected line takes its part with it.
    expect([told([]), told([half]), told([half, reject])]).toEqual([
      ['o/l1 c1 600', 'o/l2 c1 400'],
      ['o/l1 c1 500', 'o/l2 c1 500'],
      ['o/l1 c1 500', 'o/l2 c1 0'],
    ]);
  });
});

describe('a fixed amount per piece', () => {
  it('is counted on all pieces before refunds and on those that were kept after', () => {
    const config = programme({ rules: [fixed('f', 'fixed_per_item', 150)] });
    const facts = [
      click('e', 'v1'),
      order('o', { lines: [line('l1', { quantity: 3 })] }),
      refund('R', 'o', [{ line_id: 'l1', quantity: 1 }]),
    ];
    const [unit] = run(config, facts).commissions;
    expect([unit?.grossMinor, unit?.amountMinor]).toEqual([450n, 300n]);
  });
});

describe('the touch that a unit shows and is judged by', () => {
  const config = programme({
    program: { model: 'linear' },
    creators: [{ id: 'c1', ip_hashes: ['i'] }],
    videos: [video('v1', [['c1', 10000]]), video('v2', [['c1', 10000]])],
  });
  it('is the latest of the creator', () => {
    const facts = [
      click('e', 'v1', { type: 'add_to_cart', occurred_at: NOON - HOUR }),
      click('f', 'v2', { occurred_at: NOON - 4999 }),
      order('o', { buyer: { ip_hash: 'i' } }),
    ];
    const [unit] = run(config, facts).commissions;
    expect([unit?.instrument, unit?.score]).toEqual(['onsite_click', 60]);
  });
});

describe('a seller', () => {
  it('is charged to the last minor unit, also for a large sale', () => {
    const config = programme({ rules: [{ id: 'r', kind: 'percent', rate_bps: 990, charge_bps: 1000 }] });
    const sale = order('o', { lines: [line('l1', { unit_price: 1_000_000_000 })] });
    const { accounts } = run(config, [click('e', 'v1'), sale]);
    expect(accounts.get('seller:programme:receivable@USD')).toBe(100_000_000n);
  });
});

describe('refunds that are odd', () => {
  it('are reported with the order, and with the line where there is one', () => {
    const facts = [order('o'), refund('R', 'o', [{ line_id: 'l1', quantity: 2 }], { adjustment: 5 })];
    expect(run(programme(), facts).alerts).toEqual([
      { code: 'REFUND_EXCEEDS_LINE', subject: { order_id: 'o', line_id: 'l1' } },
      { code: 'REFUND_EXCEEDS_ORDER', subject: { order_id: 'o' } },
    ]);
  });
});

describe('the bonus of a tier', () => {
  const tier = (minGmvMinor: bigint, bonusBps: bigint, maxReturnBps: bigint | null = null) => ({
    minGmvMinor,
    maxReturnBps,
    bonusBps,
  });
  const sales = (grossMinor: bigint, netMinor: bigint) => ({ grossMinor, netMinor });
  it.each([
    ['of nothing sold: no return', [tier(0n, 5n, 0n)], sales(0n, 0n), 5n],
    ['everything returned is 10 000 of 10 000', [tier(0n, 5n, 10_000n)], sales(77n, 0n), 5n],
    ['and not less', [tier(0n, 5n, 9_999n)], sales(77n, 0n), 0n],
    ['of two with one bound the first', [tier(5n, 7n), tier(5n, 8n)], sales(5n, 5n), 7n],
    ['of three the highest', [tier(5n, 7n), tier(9n, 8n), tier(6n, 9n)], sales(9n, 9n), 8n],
    ['none', [], sales(9n, 9n), 0n],
  ])('%s', (_label, tiers, sold, expected) => {
    expect(bonusFor(tiers, sold)).toBe(expected);
  });

  const NEXT = Date.UTC(2026, 10, 10, 12);
  const next = [
    click('b', 'v1', { occurred_at: NEXT - HOUR, viewer_id: 'w2' }),
    order('o2', { occurred_at: NEXT, viewer_id: 'w2' }),
  ];
  const sold = [click('a', 'v1'), order('o1', { lines: [line('l1', { unit_price: 9999 })] })];
  const paid = (facts: Item[], tiers?: Item[]): bigint | undefined =>
    run(
      programme({
        program: tiers ? { tiers } : {},
        rules: [{ id: 'r', kind: 'percent', rate_bps: 1000, tiered: true }],
      }),
      [...facts, ...next, batch('p', NEXT)],
      NEXT + DAY,
    ).commissions.find(({ orderId }) => orderId === 'o2')?.amountMinor;

  it.each<[string, Item[], Item[] | undefined, bigint]>([
    [
      'sold to the last minor unit without a return',
      sold,
      [{ min_gmv: 9999, max_return_bps: 0, bonus_bps: 100 }],
      1100n,
    ],
    ['a minor unit short', sold, [{ min_gmv: 10000, bonus_bps: 100 }], 1000n],
    ['nothing sold, nothing asked', [], [{ min_gmv: 0, max_return_bps: 0, bonus_bps: 100 }], 1100n],
    ['nothing sold, a minor unit asked', [], [{ min_gmv: 1, bonus_bps: 100 }], 1000n],
    ['no tiers', sold, undefined, 1000n],
  ])('%s', (_label, facts, tiers, expected) => {
    expect(paid(facts, tiers)).toBe(expected);
  });
});
