// Who may be paid today, and why not: asked before a batch, on what the tax rules and the creator's papers say (money.md X5-X7).
import type { LeftOutReason } from '../payout.status.js';

/** The rule set of a creator's status that is in force, as far as it limits paying. Null when the status has none. */
export interface RuleInForce {
  /** An accountant's name and date stand beside it. Only the status `none` needs none. */
  confirmed: boolean;
  /** Most that may be paid in a calendar month and year, in the programme's currency. */
  monthLimitMinor: bigint | null;
  yearLimitMinor: bigint | null;
  /** The status must be seen on the very day of the payout (X6). */
  checkedSameDay: boolean;
  /** The payee owes a receipt for each payout (X7). */
  wantsReceipt: boolean;
}

export interface Candidate {
  hasDetails: boolean;
  taxStatus: string | null;
  rule: RuleInForce | null;
  /** The newest positive check of this very profile, as a day in the programme's zone; null when there is none or it failed. */
  checkedOn: string | null;
  today: string;
  owedMinor: bigint;
  /** Gross of payouts that did not fail, of this calendar month and year. */
  paidMonthMinor: bigint;
  paidYearMinor: bigint;
  receiptOverdue: boolean;
  /** An older account of somebody else is paid to the same bank account. */
  sharesAccount: boolean;
  /** The batch pays in another way than the creator chose. */
  otherMethod: boolean;
}

export interface Judgement {
  reason: LeftOutReason | null;
  /** 80 % of a limit is used: a warning, not a stop. */
  nearLimit: boolean;
}

/** The first reason that fits; null lets the creator into the batch. */
export function judge(one: Candidate): Judgement {
  const used = limitUse(one);
  const judged = (reason: LeftOutReason | null): Judgement => ({ reason, nearLimit: used.near });
  if (!one.hasDetails) return judged('NO_DETAILS');
  if (one.otherMethod) return judged('OTHER_METHOD');
  if (one.sharesAccount) return judged('DUPLICATE_ACCOUNT');
  if (one.taxStatus === 'none') return judged(null);
  // Without a rule set nobody knows what to withhold: paying everything out would be the wrong guess.
  if (!one.rule?.confirmed) return judged('TAX_RULE_NOT_CONFIRMED');
  if (one.checkedOn === null || (one.rule.checkedSameDay && one.checkedOn !== one.today))
    return judged('STATUS_UNCHECKED');
  if (used.over) return judged('LIMIT_REACHED');
  if (one.rule.wantsReceipt && one.receiptOverdue) return judged('RECEIPT_OVERDUE');
  return judged(null);
}

/** X5: at 80 % a warning; what would lead above the limit is stopped, not what has passed it. */
function limitUse({ rule, paidMonthMinor, paidYearMinor, owedMinor }: Candidate): { near: boolean; over: boolean } {
  const uses = [
    [rule?.monthLimitMinor ?? null, paidMonthMinor + owedMinor],
    [rule?.yearLimitMinor ?? null, paidYearMinor + owedMinor],
  ] as const;
  const above = (share: bigint) => uses.some(([limit, used]) => limit !== null && used * 100n > limit * share);
  const reached = uses.some(([limit, used]) => limit !== null && used * 100n >= limit * 80n);
  return { near: reached, over: above(100n) };
}

/** The last day on which the receipt of a payout is in time: the 9th of the month after it (X7). */
export function receiptDueOn(paidOn: string): string {
  const [year = 1970, month = 1] = paidOn.split('-').map(Number);
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${next[0]}-${String(next[1]).padStart(2, '0')}-09`;
}
