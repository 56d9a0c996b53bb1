// The life of a unit: hold, decisions, score, and what beats what (S1-S4, section 11).
import { describe, expect, it } from '@jest/globals';
import {
  batch,
  click,
  DAY,
  decide,
  HOUR,
  NOON,
  order,
  payoutResult,
  programme,
  refund,
  run,
  states,
  type Item,
} from '../../../../test/cases/build.js';

const commission = { kind: 'commission', order_id: 'o', creator_id: 'c1' };
const fast = click('e', 'v1', { occurred_at: NOON - 4999 });
const slow = click('e', 'v1', { occurred_at: NOON - 5000 });
const near = { address_hashes: ['a'], ip_hashes: ['i'] };
const buyer = (address: boolean, ip: boolean): Item => ({
  buyer: { ...(address ? { address_hash: 'a' } : {}), ...(ip ? { ip_hash: 'i' } : {}) },
});
const risky = programme({ creators: [{ id: 'c1', ...near }] });
const all = [order('o', buyer(true, true))];
const later = (id: string, action: string, at: number): Item => decide(id, action, commission, { occurred_at: at });

describe('score', () => {
  it.each<[string, Item[], number, string]>([
    ['address alone', [slow, order('o', buyer(true, false))], 40, 'pending'],
    ['address and IP', [slow, ...all], 70, 'review'],
    ['IP and haste', [fast, order('o', buyer(false, true))], 60, 'review'],
    ['all three', [fast, ...all], 100, 'rejected'],
    ['all three, approved', [fast, ...all, later('d', 'approve', NOON)], 100, 'pending'],
    ['all three, held', [fast, ...all, later('d', 'hold', NOON)], 100, 'rejected'],
    ['review, approved', [slow, ...all, later('d', 'approve', NOON)], 70, 'pending'],
  ])('%s', (_label, facts, score, state) => {
    const [unit] = run(risky, facts).commissions;
    expect([unit?.score, unit?.state]).toEqual([score, state]);
  });

  it('a promo code at the checkout is not haste', () => {
    const config = programme({ promo_codes: [{ code: 'A', creator_id: 'c1' }] });
    expect(run(config, [order('o', { discount_codes: ['A'] })]).commissions[0]?.score).toBe(0);
  });
});

describe('decisions', () => {
  it.each<[string, Item[], string]>([
    ['hold', [later('a', 'hold', NOON)], 'review'],
    ['reject', [later('a', 'reject', NOON)], 'rejected'],
    ['the last by time', [later('a', 'reject', NOON + 2), later('b', 'approve', NOON + 1)], 'rejected'],
    ['then by id', [later('b', 'approve', NOON), later('a', 'reject', NOON)], 'pending'],
    ['of another line', [decide('a', 'reject', { ...commission, line_id: 'l9' })], 'pending'],
    ['of this line', [decide('a', 'reject', { ...commission, line_id: 'l1' })], 'rejected'],
    ['of another creator', [decide('a', 'reject', { ...commission, creator_id: 'c2' })], 'pending'],
    ['not yet known', [decide('a', 'reject', commission, { received_at: NOON + 99 * DAY })], 'pending'],
    [
      'rejected before returned',
      [later('a', 'reject', NOON), refund('R', 'o', [{ line_id: 'l1', quantity: 1 }])],
      'rejected',
    ],
    [
      'returned before held',
      [later('a', 'hold', NOON), refund('R', 'o', [{ line_id: 'l1', quantity: 1 }])],
      'reversed',
    ],
  ])('%s', (_label, facts, state) => {
    expect(states(run(programme(), [click('e', 'v1'), order('o'), ...facts]))).toEqual([`c1 ${state}`]);
  });

  it('a rejected unit shows no base', () => {
    const [unit] = run(programme(), [click('e', 'v1'), order('o'), later('a', 'reject', NOON)]).commissions;
    expect([unit?.baseMinor, unit?.amountMinor]).toEqual([0n, 0n]);
  });
});

describe('hold', () => {
  const end = (program: Item, changes: Item = {}): number => {
    const unit = run(programme({ program }), [click('e', 'v1'), order('o', changes)]).commissions[0];
    return ((unit?.holdEndsAt ?? 0) - NOON) / HOUR;
  };
  it.each<[string, Item, Item, number]>([
    ['14 days from the order', {}, {}, 14 * 24],
    ['never before the late grace is over', { hold_days: 0 }, {}, 72],
    ['the grace runs from the receipt', { hold_days: 1 }, { received_at: NOON + 2 * HOUR }, 74],
    ['from delivery', { hold_basis: 'delivery' }, { delivered_at: NOON + 5 * DAY }, 19 * 24],
    ['from the longest wait while delivery is unknown', { hold_basis: 'delivery' }, {}, 74 * 24],
  ])('%s', (_label, program, changes, hours) => {
    expect(end(program, changes)).toBe(hours);
  });

  it('is over at its end, not before', () => {
    const facts = [click('e', 'v1'), order('o')];
    expect([NOON + 14 * DAY - 1, NOON + 14 * DAY].map((at) => states(run(programme(), facts, at))[0])).toEqual([
      'c1 pending',
      'c1 payable',
    ]);
  });

  it('is over at once when a delivery is told long after it', () => {
    const told = order('o', { version: 2, received_at: NOON + 30 * DAY, delivered_at: NOON + DAY });
    const facts = [click('e', 'v1'), order('o'), told];
    const stateAt = (at: number) => states(run(programme({ program: { hold_basis: 'delivery' } }), facts, at))[0];
    expect([30 * DAY - 1, 30 * DAY, 80 * DAY].map((after) => stateAt(NOON + after))).toEqual([
      'c1 pending',
      'c1 payable',
      'c1 payable',
    ]);
  });
});

describe('after a payout', () => {
  const PAID = NOON + 20 * DAY;
  const base = [click('e', 'v1'), order('o'), batch('b', PAID)];
  const settled = payoutResult('b', 'c1', PAID + HOUR, 'settled');
  const failed = payoutResult('b', 'c1', PAID + HOUR, 'failed');
  const rejected = later('d', 'reject', PAID + DAY);
  const held = later('d', 'hold', PAID + DAY);
  const returned = refund('R', 'o', [{ line_id: 'l1', quantity: 1 }], { occurred_at: PAID + DAY });
  const gone = { type: 'refund_void', id: 'V', refund_id: 'R', occurred_at: PAID + 2 * DAY };
  it.each<[string, Item[], string, bigint]>([
    ['in payout', [], 'in_payout', 0n],
    ['paid', [settled], 'paid', 0n],
    ['payable again', [failed], 'payable', -1000n],
    ['a hold comes too late', [settled, held], 'paid', 0n],
    ['a hold comes too late in payout', [held], 'in_payout', 0n],
    ['a hold reaches a failed payout', [failed, held], 'review', 0n],
    ['a rejection takes it back', [settled, rejected], 'rejected', 1000n],
    ['a refund takes it back', [settled, returned], 'reversed', 1000n],
    ['a voided refund gives it back', [settled, returned, gone], 'paid', 0n],
    ['a second result is ignored', [settled, payoutResult('b', 'c1', PAID + 2 * HOUR, 'failed')], 'paid', 0n],
    [
      'a later delivery date does not reopen it',
      [settled, order('o', { version: 2, received_at: PAID + DAY, delivered_at: PAID })],
      'paid',
      0n,
    ],
  ])('%s', (_label, facts, state, payable) => {
    const result = run(programme(), [...base, ...facts], PAID + 5 * DAY);
    expect([result.commissions[0]?.state, result.accounts.get('creator:c1:payable@USD') ?? 0n]).toEqual([
      state,
      payable,
    ]);
  });
});
