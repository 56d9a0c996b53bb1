// The states of a unit and of a payout, and the moves between them (money.md section 8).

/** One commission's state. Amounts are zero in rejected and reversed. */
export type UnitState = 'pending' | 'review' | 'payable' | 'in_payout' | 'paid' | 'rejected' | 'reversed';

/** A payout's state: only a processing one takes a result (J5). */
export type PayoutStatus = 'processing' | 'settled' | 'failed';

/** Every move a unit can make as facts arrive and time passes. A replay may also take it straight to any of these states. */
export const UNIT_MOVES: Readonly<Record<UnitState, readonly UnitState[]>> = {
  pending: ['review', 'payable', 'rejected', 'reversed'],
  review: ['pending', 'payable', 'rejected', 'reversed'],
  payable: ['review', 'in_payout', 'rejected', 'reversed'],
  in_payout: ['paid', 'payable', 'review', 'rejected', 'reversed'],
  paid: ['rejected', 'reversed'],
  rejected: ['pending', 'review', 'payable', 'in_payout', 'paid', 'reversed'],
  reversed: ['pending', 'review', 'payable', 'in_payout', 'paid', 'rejected'],
};

/** Every move a payout can make; settled and failed are final. */
export const PAYOUT_MOVES: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  processing: ['settled', 'failed'],
  settled: [],
  failed: [],
};
