// What an evaluation returns: commissions, exclusions, balances, the book, payouts, alerts.
import type { Instrument, MatchKind } from './input/config.rules.js';
import type { Explanation } from './explain.rules.js';
import type { ExclusionReason, SkipReason } from './evaluator.reasons.js';
import type { Transaction } from './book/ledger.rules.js';
import type { PayoutStatus, UnitState } from './unit.status.js';
import type { Alert, Exclusion } from './units/draft.rules.js';

/** One commission (unit). Amounts in minor units of the settlement currency. */
export interface Commission {
  readonly orderId: string;
  readonly lineId: string;
  readonly kind: 'sale' | 'referral';
  readonly creatorId: string;
  /** The referred creator of a referral, else null. */
  readonly via: string | null;
  /** Instrument, match and rule of the creator's latest touch that has a rule; a referral repeats its sale's. */
  readonly instrument: Instrument;
  readonly match: MatchKind;
  readonly ruleId: string | null;
  /** The creator's part of the base after refunds; of a referral: the amount it is counted on; rejected: 0. */
  readonly baseMinor: bigint;
  /** The creator's part of the base before refunds. */
  readonly baseGrossMinor: bigint;
  /** Commission before caps and refunds. */
  readonly grossMinor: bigint;
  readonly amountMinor: bigint;
  readonly capped: boolean;
  readonly state: UnitState;
  /** UTC ms: not payable before this. */
  readonly holdEndsAt: number;
  /** Points of section 11. */
  readonly score: number;
  /** What the seller is charged for it in marketplace mode. */
  readonly chargeMinor: bigint;
  readonly orderedAt: number;
}

/** One creator's money. `earned` is the sum of unit amounts; the last three are over settled payouts. */
export interface CreatorBalance {
  readonly creatorId: string;
  readonly pendingMinor: bigint;
  readonly reviewMinor: bigint;
  readonly payableMinor: bigint;
  readonly inTransitMinor: bigint;
  readonly earnedMinor: bigint;
  readonly paidGrossMinor: bigint;
  readonly withheldMinor: bigint;
  readonly paidNetMinor: bigint;
}

export interface PayoutItem {
  readonly code: string;
  readonly payer: 'creator' | 'operator';
  readonly amountMinor: bigint;
  /** What the rate was counted on, and the deduction taken off before it. */
  readonly baseMinor: bigint;
  readonly deductionMinor: bigint;
}

/** One creator's payout of a batch, in order of creation. `payMinor` is in `currency`, the rest in the settlement currency. */
export interface PayoutResult {
  readonly batchId: string;
  readonly creatorId: string;
  readonly at: number;
  readonly grossMinor: bigint;
  readonly items: readonly PayoutItem[];
  readonly netMinor: bigint;
  readonly currency: string;
  readonly payMinor: bigint;
  readonly status: PayoutStatus;
  /** The units whose money went into it; `unitOfKey` reads them. */
  readonly unitKeys: readonly string[];
}

export interface SkippedPayout {
  readonly batchId: string;
  readonly creatorId: string;
  readonly reason: SkipReason;
  readonly payableMinor: bigint;
}

/** All of it is sorted, so that equal facts give equal bytes. */
export interface EvaluationResult {
  readonly currency: string;
  /** By order id, line id, kind, creator id, via. */
  readonly commissions: readonly Commission[];
  /** By order id, line id. */
  readonly exclusions: readonly Exclusion[];
  /** By creator id; only those with a number that is not 0. */
  readonly creators: readonly CreatorBalance[];
  /** "account@currency" to signed balance (debit positive), by name; zero balances left out. */
  readonly accounts: ReadonlyMap<string, bigint>;
  /** Every posting, in the order it happened. */
  readonly entries: readonly Transaction[];
  readonly payouts: readonly PayoutResult[];
  readonly skipped: readonly SkippedPayout[];
  /** Every batch that was run, also one that paid nobody. */
  readonly batchIds: readonly string[];
  readonly alerts: readonly Alert[];
  /** T12: how one line was credited, or null when the order or line is unknown. */
  explain(orderId: string, lineId: string): Explanation | null;
}

export type { Alert, Exclusion, ExclusionReason };
