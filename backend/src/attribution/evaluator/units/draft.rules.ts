// A unit as one order alone makes it: before caps, before payouts, before time turns pending into payable.
import type { MatchKind, Instrument, Rule } from '../input/config.rules.js';
import type { OrderFact } from '../input/facts.rules.js';
import type { Month } from '../input/months.rules.js';
import type { AlertCode, ExclusionReason, VoidReason } from '../evaluator.reasons.js';
import type { Touch, WeightedTouch } from '../touches/touch.rules.js';

/** One touch's part of one creator on a line: weight, terms, and the full commission F on the whole line (T9). */
export interface Part {
  readonly touch: Touch;
  readonly match: MatchKind;
  readonly creatorId: string;
  /** Touch weight times share in basis points. */
  readonly weight: bigint;
  readonly rule: Rule | null;
  readonly void: VoidReason | null;
}

/** What decisions and the fraud score say of a unit, and whether its base is gone (S1-S3). */
export type Verdict = 'live' | 'review' | 'rejected' | 'reversed';

/** A unit before caps; amounts in minor units of the settlement currency. */
export interface UnitDraft {
  readonly orderId: string;
  readonly lineId: string;
  readonly linePosition: number;
  readonly creatorId: string;
  readonly instrument: Instrument;
  readonly match: MatchKind;
  readonly rule: Rule;
  readonly baseGrossMinor: bigint;
  readonly baseNetMinor: bigint;
  /** The creator's commission on the line before refunds, and after. */
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
  readonly sellerId: string;
  readonly chargeMinor: bigint;
  readonly verdict: Verdict;
  readonly score: number;
  readonly referral: { readonly creatorId: string; readonly rateBps: bigint } | null;
}

/** What a creator sold on a line, for tiers (P3). */
export interface Attributed {
  readonly creatorId: string;
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
}

export interface Exclusion {
  readonly orderId: string;
  readonly lineId: string;
  readonly reason: ExclusionReason;
}

export interface Alert {
  readonly code: AlertCode;
  /** What it is about: order, line, campaign, fact. */
  readonly subject: Readonly<Record<string, string>>;
}

/** How one line was credited, kept for the explanation. */
export interface LineCredit {
  readonly lineId: string;
  readonly grossBaseMinor: bigint;
  readonly netBaseMinor: bigint;
  readonly touches: readonly WeightedTouch[];
  readonly parts: readonly Part[];
  readonly fullGrossMinor: readonly bigint[];
  readonly fullNetMinor: readonly bigint[];
}

/** Everything one order says at one moment. Units stand by line position, then creator id. */
export interface OrderCredit {
  readonly order: OrderFact;
  readonly firstReceivedAt: number;
  /** T1's D, UTC ms. */
  readonly deadline: number;
  readonly holdEndsAt: number;
  readonly month: Month;
  readonly units: readonly UnitDraft[];
  readonly exclusions: readonly Exclusion[];
  readonly attributed: readonly Attributed[];
  readonly alerts: readonly Alert[];
  /** Creators whose tier bonus was asked for: their orders change when it does. */
  readonly tieredCreators: ReadonlySet<string>;
  readonly lines: readonly LineCredit[];
}
