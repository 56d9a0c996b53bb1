// The life of a group of alerts, and which decision may follow which.

/** open waits; held waits with its money frozen; the others are over. */
export type RiskStatus = 'open' | 'held' | 'released' | 'rejected' | 'expired';

export const WAITING: readonly RiskStatus[] = ['open', 'held'];

export type RiskAction = 'hold' | 'release' | 'reject';
export const RISK_ACTIONS: readonly RiskAction[] = ['hold', 'release', 'reject'];

/** What a decision fact says of a commission (money.md 3). */
export type FactAction = 'hold' | 'approve' | 'reject';

export const STATUS_AFTER: Readonly<Record<RiskAction, RiskStatus>> = {
  hold: 'held',
  release: 'released',
  reject: 'rejected',
};

/** A rejection may be taken back, by another person; what was released needs new alerts to be looked at again. */
const MOVES: Readonly<Record<RiskStatus, readonly RiskAction[]>> = {
  open: ['hold', 'release', 'reject'],
  held: ['release', 'reject'],
  rejected: ['release'],
  released: [],
  expired: [],
};

export function mayDecide(status: RiskStatus, action: RiskAction): boolean {
  return MOVES[status].includes(action);
}

/** An alert, and a hold that nobody decides about, ends after this time: money is not frozen because nobody looked. */
export const EXPIRES_MS = 30 * 86_400_000;
