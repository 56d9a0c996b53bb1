// Decides whether a unit changes, and why: the cause stands in the row that corrects the amount.
import type { AttributedUnit, LineTrace } from '../attribution/attribution.rules.js';
import { EMPTY_STATES, type ChangeCause, type CommissionState, type PayoutMark } from './commission.status.js';

/** What of a unit can change over its life. */
export interface UnitStanding {
  grossBaseMinor: bigint;
  baseMinor: bigint;
  amountMinor: bigint;
  state: CommissionState;
  holdUntil: Date | null;
}

/** Time alone makes a pending unit payable: at the end of its hold (money.md S4). Other states are the evaluator's. */
export function stateAt(state: CommissionState, holdUntil: Date | null, now: Date): CommissionState {
  if (state !== 'pending' && state !== 'payable') return state;
  return holdUntil !== null && holdUntil.getTime() <= now.getTime() ? 'payable' : 'pending';
}

/** What a decided unit stands at now. */
export function standingOf(unit: AttributedUnit, now: Date): UnitStanding {
  const holdUntil = unit.holdUntil === null ? null : new Date(unit.holdUntil);
  return {
    grossBaseMinor: BigInt(unit.grossBaseMinor),
    baseMinor: BigInt(unit.baseMinor),
    amountMinor: BigInt(unit.amountMinor),
    state: stateAt(unit.state, holdUntil, now),
    holdUntil,
  };
}

/** A unit whose money went into a payout keeps that state instead of pending, review or payable (money.md S4). */
export function marked(standing: UnitStanding, mark: PayoutMark | null): UnitStanding {
  const isLive = !EMPTY_STATES.includes(standing.state);
  return mark && isLive ? { ...standing, state: mark } : standing;
}

/** A unit that the newest decision no longer contains stands at nothing (money.md B5, J1). */
export const GONE: UnitStanding = {
  grossBaseMinor: 0n,
  baseMinor: 0n,
  amountMinor: 0n,
  state: 'reversed',
  holdUntil: null,
};

/** True when money or state differ, so that a new change row is due. */
export function differs(before: UnitStanding, after: UnitStanding): boolean {
  return (
    before.amountMinor !== after.amountMinor || before.baseMinor !== after.baseMinor || before.state !== after.state
  );
}

/** Why a unit changed. `line` is the trace of the decision behind it; null when the line has none any more. */
export function causeOf(before: UnitStanding | null, after: UnitStanding, line: LineTrace | null): ChangeCause {
  if (before === null) return after.state === 'rejected' ? 'rejected' : 'earned';
  const wasEmpty = EMPTY_STATES.includes(before.state);
  const isEmpty = EMPTY_STATES.includes(after.state);
  if (after.state === 'rejected') return 'rejected';
  if (isEmpty || after.amountMinor < before.amountMinor) return whyLess(after, line);
  if (wasEmpty) return 'restored';
  if (after.amountMinor > before.amountMinor)
    return before.grossBaseMinor === after.grossBaseMinor ? 'restored' : 'edited';
  if (after.state === 'review' && before.state !== 'review') return 'held';
  if (before.state === 'review' && after.state !== 'review') return 'approved';
  if (before.state === 'pending' && after.state === 'payable') return 'hold_over';
  if (after.state === 'in_payout' || after.state === 'paid') return 'paid_out';
  return before.state === 'in_payout' ? 'payout_failed' : 'edited';
}

function whyLess(after: UnitStanding, line: LineTrace | null): ChangeCause {
  if (line?.orderStatus === 'cancelled') return 'cancelled';
  if (line === null || !line.present) return 'edited';
  // Another creator took the line, or a late view moved it: the line itself is whole.
  if (after === GONE) return 'reattributed';
  return BigInt(line.netBaseMinor) < BigInt(line.grossBaseMinor) ? 'refunded' : 'edited';
}
