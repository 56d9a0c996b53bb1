// The whole story of money.md section 9, day by day: sale, refund, hold, payout, clawback, failed payout.
import { describe, expect, it } from '@jest/globals';
import { evaluate, parseConfig, parseFacts } from './evaluate.rules.js';

const at = (day: string, hour = '10'): string => `2026-${day}T${hour}:00:00Z`;
const item = (code: string): object => ({ code, payer: 'creator', rate_bps: 100, round_unit: 100 });

const config = parseConfig({
  program: { currency: 'KZT', timezone: 'Asia/Almaty' },
  creators: [{ id: 'c1', payout: { currency: 'USD', unit: 100 }, tax_profile: { country: 'KZ', status: 'self' } }],
  rules: [{ id: 'r1', kind: 'percent', rate_bps: 1000 }],
  videos: [{ id: 'v1', creators: [{ creator_id: 'c1', share_bps: 10000 }], product_ids: ['p1'], duration_ms: 60000 }],
  tax_rules: [{ country: 'KZ', status: 'self', items: ['OPV', 'OPVR', 'SO', 'VOSMS'].map(item) }],
});

const sale = (id: string, day: string, worth: number): object[] => [
  {
    type: 'click',
    id: `click-${id}`,
    occurred_at: at(day, '09'),
    viewer_id: id,
    consent: true,
    video_id: 'v1',
    product_id: 'p1',
  },
  {
    type: 'order',
    id,
    version: 1,
    occurred_at: at(day),
    currency: 'KZT',
    status: 'paid',
    viewer_id: id,
    lines: [{ line_id: 'l1', product_id: 'p1', quantity: 1, unit_price: worth }],
  },
];
const refund = (id: string, day: string, orderId: string, worth: number): object => ({
  type: 'refund',
  id,
  order_id: orderId,
  occurred_at: at(day, '08'),
  lines: [{ line_id: 'l1', quantity: 0, amount: worth }],
});
const batch = (id: string, day: string): object => ({ type: 'payout_batch', id, occurred_at: at(day) });
const result = (id: string, day: string, outcome: string): object => ({
  type: 'payout_result',
  id: `result-${id}`,
  batch_id: id,
  creator_id: 'c1',
  occurred_at: at(day),
  result: outcome,
});

const facts = parseFacts([
  {
    type: 'fx_rate',
    id: 'f',
    base: 'USD',
    quote: 'KZT',
    rate: '475.23',
    effective_from: at('01-01'),
    occurred_at: at('01-01'),
  },
  ...sale('A', '09-01', 15_000_000),
  refund('R1', '09-03', 'A', 5_000_000),
  batch('b1', '09-20'),
  result('b1', '09-21', 'settled'),
  refund('R2', '09-30', 'A', 10_000_000),
  ...sale('B', '09-30', 30_000_000),
  batch('b2', '10-20'),
  result('b2', '10-21', 'failed'),
  batch('b3', '10-22'),
  result('b3', '10-23', 'settled'),
]);

describe('the whole story', () => {
  it.each([
    ['1 Sep: order A', '09-01', 1_500_000n, 0n, 0n],
    ['3 Sep: a third refunded', '09-03', 1_000_000n, 0n, 0n],
    ['15 Sep: hold over', '09-15', 0n, 1_000_000n, 0n],
    ['20 Sep: batch b1', '09-20', 0n, 0n, 960_000n],
    ['21 Sep: settled', '09-21', 0n, 0n, 0n],
    ['30 Sep: rest of A refunded, order B', '09-30', 3_000_000n, -1_000_000n, 0n],
    ['14 Oct: hold of B over', '10-14', 0n, 2_000_000n, 0n],
    ['20 Oct: batch b2', '10-20', 0n, 0n, 1_920_000n],
    ['21 Oct: b2 failed', '10-21', 0n, 2_000_000n, 0n],
    ['22 Oct: batch b3', '10-22', 0n, 0n, 1_920_000n],
    ['23 Oct: settled', '10-23', 0n, 0n, 0n],
  ])('%s', (_label, day, pending, payable, inTransit) => {
    const { accounts } = evaluate(config, facts, Date.parse(at(day, '12')));
    expect(-(accounts.get('creator:c1:pending@KZT') ?? 0n)).toBe(pending);
    expect(-(accounts.get('creator:c1:payable@KZT') ?? 0n)).toBe(payable);
    expect(-(accounts.get('creator:c1:in_transit@KZT') ?? 0n)).toBe(inTransit);
  });

  it('ends with the expense split into clearing and tax, and dollars gone from the cash account', () => {
    const { accounts, commissions, payouts } = evaluate(config, facts, Date.parse(at('12-01')));
    expect(Object.fromEntries(accounts)).toEqual({
      'cash@USD': -6060n,
      'expense:commission@KZT': 3_000_000n,
      'fx:clearing@KZT': -2_880_000n,
      'fx:clearing@USD': 6060n,
      'tax:OPV@KZT': -30_000n,
      'tax:OPVR@KZT': -30_000n,
      'tax:SO@KZT': -30_000n,
      'tax:VOSMS@KZT': -30_000n,
    });
    expect(commissions.map(({ state }) => state)).toEqual(['reversed', 'paid']);
    expect(payouts.map(({ status, payMinor }) => [status, payMinor])).toEqual([
      ['settled', 2020n],
      ['failed', 4040n],
      ['settled', 4040n],
    ]);
  });

  it('posts one transaction per event, with its time and cause', () => {
    const { entries } = evaluate(config, facts, Date.parse(at('12-01')));
    const told = entries.map(
      ({ at: time, kind, cause }) => `${new Date(time).toISOString().slice(5, 10)} ${kind} ${cause}`,
    );
    expect(told).toEqual([
      '09-01 commission order:A',
      '09-03 reversal refund:R1',
      '09-15 release hold_end',
      '09-20 payout payout_batch:b1',
      '09-21 payout_settled payout_result:result-b1',
      '09-30 reversal refund:R2',
      '09-30 commission order:B',
      '10-14 release hold_end',
      '10-20 payout payout_batch:b2',
      '10-21 payout_failed payout_result:result-b2',
      '10-22 payout payout_batch:b3',
      '10-23 payout_settled payout_result:result-b3',
    ]);
  });
});
