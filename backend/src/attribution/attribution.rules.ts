// A decision about one order line: who is credited with how much, or the one reason why nobody is, and the trace of why.
import type { UnitState } from './evaluator/unit.status.js';

/** One commission as the evaluator sees it; amounts as text, because it is kept as JSON. */
export interface AttributedUnit {
  kind: 'sale' | 'referral';
  creatorId: string;
  /** For a referral: the creator whose sale it is. */
  via: string | null;
  instrument: string | null;
  match: string | null;
  ruleId: string | null;
  videoId: string | null;
  productId: string | null;
  currency: string;
  /** The creator's part of the base before refunds, and after. */
  grossBaseMinor: string;
  baseMinor: string;
  amountMinor: string;
  capped: boolean;
  /** As of the decision; time alone moves it from pending to payable at `holdUntil`. */
  state: UnitState;
  holdUntil: string | null;
}

/** CREDITED, LINE_GONE for a line that an edit took away, or a reason of money.md T11. */
export const CREDITED = 'CREDITED';
export const LINE_GONE = 'LINE_GONE';

/** The newest decision of a line; earlier versions stay in the table. */
export interface LineDecision {
  id: string;
  orderId: string;
  lineId: string;
  version: number;
  reason: string;
  units: AttributedUnit[];
  trace: LineTrace;
  asOf: Date;
}

/** Why, in data: turned into sentences by commissions. Amounts are text in settlement currency. */
export interface LineTrace {
  orderStatus: string;
  placedAt: string;
  currency: string;
  /** What counts of the line before and after refunds, in settlement currency; 0 where nothing is credited. */
  grossBaseMinor: string;
  netBaseMinor: string;
  /** The same in the order's currency, whether credited or not. */
  orderCurrency: string;
  orderBaseMinor: string;
  orderNetMinor: string;
  /** The line stood in the newest snapshot of its order. */
  present: boolean;
  touches: TraceTouch[];
}

/** One touch that was considered, with the rule that kept or dropped it (money.md T12). */
export interface TraceTouch {
  id: string;
  instrument: string | null;
  at: string | null;
  creatorIds: string[];
  videoId: string | null;
  code: string | null;
  verdict: string;
  weight: string | null;
  match: string | null;
}
