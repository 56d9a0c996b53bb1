// The facts of money.md section 3, typed: everything that ever happened to a programme, and nothing else.
import type { Fraction } from '../../../base/money.js';
import type { JsonObject } from '../../../facts/canonical.rules.js';
import type { Creator, TaxItem } from './config.rules.js';

/** What every fact has. Times are UTC ms; `source` is the JSON it came as, used to break ties and find conflicts. */
export interface FactBase {
  readonly id: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly source: JsonObject;
}

/** A stretch of playback: wall times from the view's start, media times in the video, all in ms. */
export interface Segment {
  readonly wallFromMs: number;
  readonly wallToMs: number;
  readonly mediaFromMs: number;
  readonly mediaToMs: number;
  readonly visibleBps: number;
  readonly focused: boolean;
}

interface EngagementBase extends FactBase {
  readonly viewerId: string | null;
  readonly consent: boolean;
  readonly ivt: boolean;
}

export interface ViewFact extends EngagementBase {
  readonly type: 'view';
  readonly version: number;
  readonly sessionId: string | null;
  readonly videoId: string;
  readonly autoplay: boolean;
  readonly interacted: boolean;
  readonly segments: readonly Segment[];
}

export interface ClickFact extends EngagementBase {
  readonly type: 'click' | 'add_to_cart';
  readonly videoId: string;
  readonly productId: string | null;
}

export interface LinkClickFact extends EngagementBase {
  readonly type: 'link_click';
  readonly linkId: string;
}

export interface StorefrontClickFact extends EngagementBase {
  readonly type: 'storefront_click';
  readonly storefrontId: string;
  readonly productId: string | null;
}

export type ClickTypeFact = ClickFact | LinkClickFact | StorefrontClickFact;
export type EngagementFact = ViewFact | ClickTypeFact;

export interface IdentityFact extends FactBase {
  readonly type: 'identity';
  readonly viewerId: string;
  readonly customerId: string;
}

export interface Buyer {
  readonly customerId: string | null;
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
  readonly cardFp: string | null;
  readonly addressHash: string | null;
  readonly ipHash: string | null;
  readonly staff: boolean;
}

/** `productId` is empty for a line the shop typed in by hand: no product touch can match it. */
export interface OrderLine {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: bigint;
  readonly unitPriceMinor: bigint;
  readonly discountMinor: bigint;
  readonly taxMinor: bigint;
  readonly giftCard: boolean;
  readonly sellerId: string | null;
  readonly subscription: { readonly contractId: string; readonly cycle: number } | null;
}

export interface OrderFact extends FactBase {
  readonly type: 'order';
  readonly version: number;
  readonly status: 'paid' | 'pending' | 'cancelled';
  readonly currency: string;
  readonly viewerId: string | null;
  readonly buyer: Buyer;
  readonly discountCodes: readonly string[];
  readonly lines: readonly OrderLine[];
  readonly orderDiscountMinor: bigint;
  readonly taxesIncluded: boolean;
  readonly deliveredAt: number | null;
  readonly test: boolean;
  readonly staff: boolean;
  readonly orderSource: string | null;
}

export interface RefundLine {
  readonly lineId: string;
  readonly quantity: bigint;
  readonly amountMinor: bigint | null;
}

export interface RefundFact extends FactBase {
  readonly type: 'refund';
  readonly orderId: string;
  readonly lines: readonly RefundLine[];
  readonly adjustmentMinor: bigint;
}

export interface RefundVoidFact extends FactBase {
  readonly type: 'refund_void';
  readonly refundId: string;
}

export type DecisionSubject =
  | {
      readonly kind: 'commission';
      readonly orderId: string;
      readonly lineId: string | null;
      readonly creatorId: string;
    }
  | { readonly kind: 'touch'; readonly touchId: string }
  | { readonly kind: 'viewer'; readonly viewerId: string }
  | { readonly kind: 'creator'; readonly creatorId: string };

export interface DecisionFact extends FactBase {
  readonly type: 'decision';
  readonly action: 'hold' | 'approve' | 'reject' | 'ban';
  readonly subject: DecisionSubject;
}

export interface AdjustmentFact extends FactBase {
  readonly type: 'adjustment';
  readonly creatorId: string;
  readonly amountMinor: bigint;
}

export interface FxRateFact extends FactBase {
  readonly type: 'fx_rate';
  readonly base: string;
  readonly quote: string;
  readonly rate: Fraction;
  readonly effectiveFrom: number;
}

/** What held for a creator when the batch was made: settings and tax rules change later, what was paid does not. */
export interface PayoutTerms {
  readonly payout: Creator['payout'];
  readonly taxProfile: Creator['taxProfile'];
  readonly items: readonly TaxItem[];
}

export interface PayoutBatchFact extends FactBase {
  readonly type: 'payout_batch';
  readonly creatorIds: readonly string[] | null;
  /** By creator; who is not in it is paid by the configuration. */
  readonly terms: ReadonlyMap<string, PayoutTerms>;
}

export interface PayoutResultFact extends FactBase {
  readonly type: 'payout_result';
  readonly batchId: string;
  readonly creatorId: string;
  readonly result: 'settled' | 'failed';
}

export type SnapshotFact = ViewFact | OrderFact;
export type Fact =
  | EngagementFact
  | IdentityFact
  | OrderFact
  | RefundFact
  | RefundVoidFact
  | DecisionFact
  | AdjustmentFact
  | FxRateFact
  | PayoutBatchFact
  | PayoutResultFact;
