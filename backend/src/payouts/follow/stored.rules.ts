// A payout as it is kept, and whether a replay still comes to the same.
import type { PayoutItem, PayoutResult } from '../../attribution/evaluator/evaluate.rules.js';
import type { PayoutStatus } from '../../attribution/evaluator/unit.status.js';
import type { KeptItem } from '../payout.status.js';

export interface StoredPayout {
  id: string;
  batch_id: string;
  creator_id: string;
  status: PayoutStatus;
  gross: string;
  net: string;
  pay: string;
  items: KeptItem[];
}

export function keptItems(items: readonly PayoutItem[]): KeptItem[] {
  return items.map((item) => ({
    code: item.code,
    payer: item.payer,
    amountMinor: item.amountMinor.toString(),
    baseMinor: item.baseMinor.toString(),
    deductionMinor: item.deductionMinor.toString(),
  }));
}

/** Amounts only: the status moves with results. */
export function samePayout(stored: StoredPayout, payout: PayoutResult): boolean {
  const sums = [payout.grossMinor, payout.netMinor, payout.payMinor].map(String);
  return (
    JSON.stringify(sums) === JSON.stringify([stored.gross, stored.net, stored.pay]) &&
    textOf(stored.items) === textOf(keptItems(payout.items))
  );
}

/** jsonb gives keys back in an order of its own. */
function textOf(items: readonly KeptItem[]): string {
  return JSON.stringify(items.map((i) => [i.code, i.payer, i.amountMinor, i.baseMinor, i.deductionMinor]));
}
