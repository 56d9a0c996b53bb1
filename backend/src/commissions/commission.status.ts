// The life of a commission (money.md section 8): which moves are ordinary, and why a change happens.
import { UNIT_MOVES, type UnitState } from '../attribution/evaluator/unit.status.js';

export type CommissionState = UnitState;

export const COMMISSION_STATES = Object.keys(UNIT_MOVES) as readonly CommissionState[];

/** Beside the evaluator's table: a delivery date that becomes known later puts an unpaid unit back on hold. */
const movesOf = (state: CommissionState): readonly CommissionState[] =>
  state === 'payable' ? [...UNIT_MOVES[state], 'pending'] : UNIT_MOVES[state];

/** States whose amount is nothing. */
export const EMPTY_STATES: readonly CommissionState[] = ['rejected', 'reversed'];

/**
 * True when a unit ordinarily goes from one state to the other, directly or over states that nobody was there to see: a hold that
 * ended and a payout may be learned of at once. A way never leads through rejected or reversed: what is paid stays paid
 * until it is taken back.
 */
export function mayMove(from: CommissionState, to: CommissionState): boolean {
  const seen = new Set<CommissionState>([from]);
  for (const state of seen) {
    if (state !== from && EMPTY_STATES.includes(state)) continue;
    for (const next of movesOf(state)) seen.add(next);
  }
  return seen.has(to);
}

/** States whose money stands as earned but not yet owed. */
export const WAITING_STATES: readonly CommissionState[] = ['pending', 'review'];

/** Where the money of a unit went; payouts sets it. */
export type PayoutMark = 'in_payout' | 'paid';

export const CHANGE_CAUSES = [
  'earned',
  'refunded',
  'cancelled',
  'edited',
  'reattributed',
  'hold_over',
  'held',
  'approved',
  'rejected',
  'restored',
  'paid_out',
  'payout_failed',
] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];
