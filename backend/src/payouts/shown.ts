// Puts stored payouts and batches into the form people see, with each deduction's base, rate and article of law.
import { dayOf } from '../base/clock.js';
import { toMoney } from '../base/graphql/money.type.js';
import type { AccountActor } from '../base/auth.js';
import type { BatchRow } from './batches/batches.service.js';
import { receiptDueOn } from './batches/gate.rules.js';
import type { PayoutRow, SkipRow } from './lists.service.js';
import type { NotPaidType, PayoutBatchType, PayoutType, PayslipLineType } from './payout.types.js';
import { shownSent } from './sends/send.types.js';
import { lawOf, rateSteps, wantsReceipt, type TaxItemData } from './tax/tax.rules.js';

export function shownPayout(row: PayoutRow): PayoutType {
  const money = (minor: bigint) => toMoney(minor, row.currency);
  const sum = (payer: string) =>
    row.items.filter((item) => item.payer === payer).reduce((total, item) => total + BigInt(item.amountMinor), 0n);
  const wants = row.rule_body !== null && wantsReceipt(row.rule_body);
  return {
    id: row.id,
    batchId: row.batch_id,
    batchStatus: row.batch_status as PayoutType['batchStatus'],
    storeName: row.store_name,
    creatorId: row.creator_id,
    creatorName: row.creator_name ?? '',
    account: row.account_shown,
    at: row.at,
    status: row.status,
    finishedAt: row.finished_at,
    gross: money(BigInt(row.gross_minor)),
    withheld: money(sum('creator')),
    net: money(BigInt(row.net_minor)),
    pay: toMoney(BigInt(row.pay_minor), row.pay_currency),
    operatorCost: money(sum('operator')),
    payslip: payslipOf(row),
    taxRule: row.rule_title,
    bankReference: row.reference,
    bankReason: row.bank_reason,
    receiptDueOn: wants ? receiptDueOn(dayOf(row.at, row.timezone)) : null,
    receiptNumber: row.receipt_number,
    receiptAnnulled: row.receipt_annulled ?? false,
    sent: shownSent(row),
  };
}

/** Every item of the payout; items without amount too, because a zero has its reason in base and deduction. */
export function payslipOf(row: PayoutRow): PayslipLineType[] {
  const money = (minor: bigint) => toMoney(minor, row.currency);
  return row.items.map((item) => {
    const data = row.rule_body?.items.find((one) => one.code === item.code && one.payer === item.payer);
    return {
      code: item.code,
      byCreator: item.payer === 'creator',
      base: money(BigInt(item.baseMinor)),
      deduction: money(BigInt(item.deductionMinor)),
      rates: data ? stepsOf(data, row.currency) : [],
      amount: money(BigInt(item.amountMinor)),
      law: row.rule_body ? lawOf(row.rule_body, row.articles ?? {}, item.code) : null,
      source: data?.source ?? null,
    };
  });
}

function stepsOf(data: TaxItemData, currency: string) {
  return rateSteps(data).map(({ upTo, rateBps }) => ({
    upTo: upTo === null ? null : toMoney(upTo, currency),
    rateBps,
  }));
}

export function shownBatch(who: AccountActor, row: BatchRow): PayoutBatchType {
  const money = (minor: string) => toMoney(BigInt(minor), row.currency);
  return {
    id: row.id,
    storeId: row.programme_id,
    storeName: row.store_name,
    at: row.at,
    status: row.status,
    method: row.method,
    preparedBy: row.prepared_name,
    preparedAt: row.prepared_at,
    preparedByMe: row.prepared_by === who.accountId,
    decidedBy: row.decided_name,
    decidedAt: row.decided_at,
    reason: row.reason,
    retryOf: row.retry_of,
    payoutCount: row.count,
    settledCount: row.settled,
    failedCount: row.failed,
    gross: money(row.gross),
    net: money(row.net),
    payouts: [],
    notPaid: [],
    sends: [],
  };
}

/** Those left out before, then those the evaluator skipped. */
export function notPaid(row: BatchRow, skips: readonly SkipRow[]): NotPaidType[] {
  const money = (minor: string) => toMoney(BigInt(minor), row.currency);
  return [
    ...row.left_out.map((one) => ({ ...one, owed: money(one.owed) })),
    ...skips.map((s) => ({ creatorId: s.creator_id, name: s.name ?? '', reason: s.reason, owed: money(s.payable) })),
  ];
}
