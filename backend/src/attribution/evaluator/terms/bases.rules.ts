// What the commission is counted on: line amounts before and after refunds, in the order's currency (B1-B5).
import { lr } from '../../../base/money.js';
import type { OrderFact, OrderLine, RefundFact } from '../input/facts.rules.js';

/** One line's bases and quantities, minor units of the order's currency. */
export interface LineBase {
  readonly lineId: string;
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
  readonly quantity: bigint;
  readonly netQuantity: bigint;
}

/** Something about refunds that a person should look at. */
export interface RefundAlert {
  readonly code: 'UNKNOWN_REFUND_LINE' | 'REFUND_EXCEEDS_LINE' | 'REFUND_EXCEEDS_ORDER';
  readonly lineId: string | null;
}

const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

/** B1: bases before refunds, line by line. Gift cards are 0; shipping, tips and fees never enter. */
export function grossBases(order: OrderFact): bigint[] {
  const amounts = order.lines.map((line) =>
    line.giftCard ? 0n : atLeastZero(line.unitPriceMinor * line.quantity - line.discountMinor),
  );
  const discounts = lr(smaller(order.orderDiscountMinor, total(amounts)), amounts);
  return order.lines.map((line, index) => {
    const discounted = (amounts[index] as bigint) - (discounts[index] as bigint);
    return order.taxesIncluded ? atLeastZero(discounted - line.taxMinor) : discounted;
  });
}

/** B1-B4: bases and quantities of every line before and after the given refunds. */
export function lineBases(
  order: OrderFact,
  refunds: readonly RefundFact[],
): { lines: LineBase[]; alerts: RefundAlert[] } {
  const gross = grossBases(order);
  const alerts: RefundAlert[] = [];
  const taken = order.lines.map((line, index) => refundedOf(line, gross[index] as bigint, refunds, alerts));
  const remaining = taken.map(({ amount }, index) => (gross[index] as bigint) - amount);
  const loose = atLeastZero(total(refunds.map((refund) => refund.adjustmentMinor)));
  const left = total(remaining);
  if (loose > left) alerts.push({ code: 'REFUND_EXCEEDS_ORDER', lineId: null });
  const spread = lr(smaller(loose, left), remaining);
  alerts.push(...unknownLines(order, refunds));
  const cancelled = order.status === 'cancelled';
  const lines = order.lines.map((line, index) => ({
    lineId: line.lineId,
    grossMinor: gross[index] as bigint,
    netMinor: cancelled ? 0n : (remaining[index] as bigint) - (spread[index] as bigint),
    quantity: line.quantity,
    netQuantity: cancelled ? 0n : line.quantity - smaller(line.quantity, (taken[index] as Taken).quantity),
  }));
  return { lines, alerts };
}

interface Taken {
  readonly amount: bigint;
  readonly quantity: bigint;
}

/** B2, B3: what refunds took from one line. The floor is over all pieces together, so single refunds do not drift. */
function refundedOf(line: OrderLine, base: bigint, refunds: readonly RefundFact[], alerts: RefundAlert[]): Taken {
  let explicit = 0n;
  let pieces = 0n;
  let quantity = 0n;
  for (const refund of refunds) {
    for (const item of refund.lines) {
      if (item.lineId !== line.lineId) continue;
      quantity += item.quantity;
      if (item.amountMinor === null) pieces += item.quantity;
      else explicit += item.amountMinor;
    }
  }
  const byPieces = line.quantity === 0n ? 0n : (base * smaller(pieces, line.quantity)) / line.quantity;
  if (explicit + byPieces > base || quantity > line.quantity) {
    if (!line.giftCard) alerts.push({ code: 'REFUND_EXCEEDS_LINE', lineId: line.lineId });
  }
  return { amount: smaller(base, explicit + byPieces), quantity };
}

function unknownLines(order: OrderFact, refunds: readonly RefundFact[]): RefundAlert[] {
  const known = new Set(order.lines.map((line) => line.lineId));
  const named = new Set(refunds.flatMap((refund) => refund.lines.map((line) => line.lineId)));
  return [...named].filter((id) => !known.has(id)).map((lineId) => ({ code: 'UNKNOWN_REFUND_LINE', lineId }));
}
