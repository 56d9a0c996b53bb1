// The result in the form of `expected` in the cases (money.md section 16), for the command line and for replays.
import type { Json, JsonObject } from '../../facts/canonical.rules.js';
import type { EvaluationResult, PayoutItem } from './result.rules.js';

/** The case form: snake_case, amounts as whole numbers (bigint), in the document's order. */
export function toExpected(result: EvaluationResult): JsonObject {
  return {
    commissions: result.commissions.map((unit) => ({
      order_id: unit.orderId,
      line_id: unit.lineId,
      kind: unit.kind,
      creator_id: unit.creatorId,
      via: unit.via,
      instrument: unit.instrument,
      match: unit.match,
      rule_id: unit.ruleId,
      base: unit.baseMinor,
      amount: unit.amountMinor,
      capped: unit.capped,
      state: unit.state,
    })),
    exclusions: result.exclusions.map(({ orderId, lineId, reason }) => ({
      order_id: orderId,
      line_id: lineId,
      reason,
    })),
    creators: Object.fromEntries(
      result.creators.map((creator) => [
        creator.creatorId,
        {
          pending: creator.pendingMinor,
          review: creator.reviewMinor,
          payable: creator.payableMinor,
          in_transit: creator.inTransitMinor,
          earned: creator.earnedMinor,
          paid_gross: creator.paidGrossMinor,
          withheld: creator.withheldMinor,
          paid_net: creator.paidNetMinor,
        },
      ]),
    ),
    accounts: Object.fromEntries(result.accounts),
    payouts: result.payouts.map((payout) => ({
      batch_id: payout.batchId,
      creator_id: payout.creatorId,
      gross: payout.grossMinor,
      withheld: itemsOf(payout.items, 'creator'),
      operator: itemsOf(payout.items, 'operator'),
      net: payout.netMinor,
      currency: payout.currency,
      pay_amount: payout.payMinor,
      status: payout.status,
    })),
    skipped: result.skipped.map((skip) => ({
      batch_id: skip.batchId,
      creator_id: skip.creatorId,
      reason: skip.reason,
      payable: skip.payableMinor,
    })),
  };
}

function itemsOf(items: readonly PayoutItem[], payer: PayoutItem['payer']): JsonObject {
  const amounts: { [code: string]: Json } = {};
  for (const item of items) if (item.payer === payer) amounts[item.code] = sum(amounts[item.code], item.amountMinor);
  return amounts;
}

function sum(before: Json | undefined, amount: bigint): bigint {
  return (typeof before === 'bigint' ? before : 0n) + amount;
}
