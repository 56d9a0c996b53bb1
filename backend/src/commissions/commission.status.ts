// The life of a commission (money.md section 8): which moves the service accepts, and why a change happens.
import { UNIT_MOVES, type UnitState } from '../attribution/evaluator/unit.status.js';

export type CommissionState = UnitState;

export const COMMISSION_STATES = Object.keys(UNIT_MOVES) as readonly CommissionState[];

/**
 * True when a unit may go from one state to the other. Beside the evaluator's table one move is added:
 * a delivery date that becomes known later than assumed puts an unpaid unit back on hold.
 */
export function mayMove(from: CommissionState, to: CommissionState): boolean {
  return from === to || UNIT_MOVES[from].includes(to) || (from === 'payable' && to === 'pending');
}

/** States whose money stands as earned but not yet owed. */
export const WAITING_STATES: readonly CommissionState[] = ['pending', 'review'];

/** States whose amount is nothing. */
export const EMPTY_STATES: readonly CommissionState[] = ['rejected', 'reversed'];

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
] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];
