// Which change of a unit has which cause.
import { describe, expect, it } from '@jest/globals';
import type { LineTrace } from '../attribution/attribution.rules.js';
import { mayMove } from './commission.status.js';
import { causeOf, differs, GONE, stateAt, type UnitStanding } from './change.rules.js';

const line: LineTrace = {
  orderStatus: 'paid',
  placedAt: '2026-10-01T12:00:00Z',
  currency: 'KZT',
  grossBaseMinor: '100000',
  netBaseMinor: '100000',
  orderCurrency: 'KZT',
  orderBaseMinor: '100000',
  orderNetMinor: '100000',
  present: true,
  touches: [],
};
const unit: UnitStanding = {
  grossBaseMinor: 100_000n,
  baseMinor: 100_000n,
  amountMinor: 10_000n,
  state: 'pending',
  holdUntil: new Date('2026-10-15T12:00:00Z'),
};
const half = { ...unit, baseMinor: 50_000n, amountMinor: 5_000n };
const none = { ...unit, baseMinor: 0n, amountMinor: 0n, state: 'reversed' as const };

describe('the cause of a change', () => {
  const cases: [string, UnitStanding | null, UnitStanding, Partial<LineTrace> | null, string][] = [
    ['a new unit', null, unit, {}, 'earned'],
    ['a new unit that is rejected at once', null, { ...none, state: 'rejected' }, {}, 'rejected'],
    ['half refunded', unit, half, { netBaseMinor: '50000' }, 'refunded'],
    ['all refunded', unit, none, { netBaseMinor: '0' }, 'refunded'],
    ['order cancelled', unit, none, { orderStatus: 'cancelled', netBaseMinor: '0' }, 'cancelled'],
    ['line edited away', unit, GONE, { present: false }, 'edited'],
    ['line without a decision', unit, GONE, null, 'edited'],
    ['another creator takes it', unit, GONE, {}, 'reattributed'],
    ['a refund is voided', none, unit, {}, 'restored'],
    ['part of a refund is voided', half, unit, {}, 'restored'],
    ['the line grew', unit, { ...unit, grossBaseMinor: 2n, baseMinor: 2n, amountMinor: 20_000n }, {}, 'edited'],
    ['hold over', unit, { ...unit, state: 'payable' }, {}, 'hold_over'],
    ['sent for payment', { ...unit, state: 'payable' }, { ...unit, state: 'in_payout' }, {}, 'paid_out'],
    ['payment failed', { ...unit, state: 'in_payout' }, { ...unit, state: 'payable' }, {}, 'payout_failed'],
    ['held by staff', unit, { ...unit, state: 'review' }, {}, 'held'],
    ['approved by staff', { ...unit, state: 'review' }, unit, {}, 'approved'],
    ['rejected by staff', unit, { ...none, state: 'rejected' }, {}, 'rejected'],
  ];
  it.each(cases)('%s', (_, before, after, trace, cause) => {
    expect(causeOf(before, after, trace === null ? null : { ...line, ...trace })).toBe(cause);
  });

  it('a unit is payable from the very end of its hold', () => {
    const end = new Date('2026-10-15T12:00:00Z');
    expect(stateAt('pending', end, new Date(end.getTime() - 1))).toBe('pending');
    expect(stateAt('pending', end, end)).toBe('payable');
    expect(stateAt('review', end, end)).toBe('review');
  });

  it('an equal standing is no change', () => expect(differs(unit, { ...unit })).toBe(false));
});

describe('the moves of a unit', () => {
  it.each([
    ['pending', 'payable', true],
    ['pending', 'paid', true],
    ['pending', 'pending', true],
    ['payable', 'pending', true],
    ['in_payout', 'payable', true],
    ['paid', 'reversed', true],
    ['paid', 'pending', false],
    ['paid', 'in_payout', false],
    ['reversed', 'pending', true],
    ['rejected', 'payable', true],
  ] as const)('%s to %s: %s', (from, to, expected) => expect(mayMove(from, to)).toBe(expected));
});
