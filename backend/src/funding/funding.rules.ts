// What a store's money says: how much is left, how it is booked, and what changes when it runs out. Pure.
import { ACCOUNTS, type Posting } from '../ledger/posting.rules.js';
import type { FundingDirection, FundingMode } from './funding.status.js';

/** What the book holds of a store, in its settlement currency. */
export interface Booked {
  fundedMinor: bigint;
  /** Commissions, bonuses and contributions, less what was taken back. */
  promisedMinor: bigint;
  /** What of it creators have not been sent: pending, under review, payable. */
  waitingMinor: bigint;
}

/** funded = spent + reserved + available. */
export interface Balances {
  fundedMinor: bigint;
  spentMinor: bigint;
  reservedMinor: bigint;
  availableMinor: bigint;
}

export function balancesOf({ fundedMinor, promisedMinor, waitingMinor }: Booked): Balances {
  return {
    fundedMinor,
    spentMinor: promisedMinor - waitingMinor,
    reservedMinor: waitingMinor,
    availableMinor: fundedMinor - promisedMinor,
  };
}

/** What may leave towards creators: what was paid in less what left before. */
export const coverOf = (balances: Balances): bigint => balances.fundedMinor - balances.spentMinor;

/** Money in is owed to the store until commissions use it: its receivable stands in credit. */
export function fundingEntries(
  storeId: string,
  direction: FundingDirection,
  amountMinor: bigint,
  currency: string,
): Posting[] {
  const signed = direction === 'topup' ? amountMinor : -amountMinor;
  return [
    { account: ACCOUNTS.cash, currency, amountMinor: signed },
    { account: ACCOUNTS.receivable(storeId), currency, amountMinor: -signed },
  ];
}

export interface Watched {
  mode: FundingMode;
  alertMinor: bigint | null;
  lowTold: boolean;
  stopped: boolean;
}

/** What a look at a store's money changes. */
export interface Turn {
  stopped: boolean;
  lowTold: boolean;
  news: 'low' | 'stopped' | 'resumed' | null;
}

/** Who pays by invoice is never stopped. A store that stops is told that alone, not also that its money is low. */
export function turnOf({ mode, alertMinor, lowTold, stopped }: Watched, availableMinor: bigint): Turn {
  const empty = mode === 'prefunded' && availableMinor <= 0n;
  const low = mode === 'prefunded' && alertMinor !== null && availableMinor < alertMinor;
  if (empty) return { stopped: true, lowTold: true, news: stopped ? null : 'stopped' };
  if (stopped) return { stopped: false, lowTold: low, news: 'resumed' };
  return { stopped: false, lowTold: low, news: low && !lowTold ? 'low' : null };
}
