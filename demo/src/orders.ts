// Orders of this shop: made from a cart, refunded, cancelled. Pure: callers save and report them.
import { randomInt } from 'node:crypto';
import { fullLines } from './cart.ts';
import type { Cart, Order, OrderLine, Refund } from './state.ts';

export interface Buyer {
  name: string;
  email: string;
  phone: string;
}

/** Codes that this shop itself gives a discount for, in percent. */
const DISCOUNTS: Record<string, bigint> = { DANA10: 10n, TIMUR10: 10n };
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export const discountPercent = (code: string | null): bigint => (code ? (DISCOUNTS[code] ?? 0n) : 0n);

/** `AH-261120-7K3F`: the day and four random signs, so that a shop that lost its state never reuses a number. */
function newNumber(now: Date): string {
  const day = now.toISOString().slice(2, 10).replaceAll('-', '');
  return `AH-${day}-${Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('')}`;
}

export function makeOrder(
  cart: Cart,
  buyer: Buyer,
  promoCode: string | null,
  customer: string,
  now = new Date(),
): Order {
  const percent = discountPercent(promoCode);
  return {
    id: newNumber(now),
    version: 1,
    customer,
    at: now.toISOString(),
    status: 'paid',
    buyer,
    promoCode,
    viewerToken: cart.viewerToken,
    lines: fullLines(cart).map(({ line, product, variant, sumMinor }, i) => ({
      ...line,
      lineId: String(i + 1),
      title: product.title.ru + (variant ? `, ${variant.title}` : ''),
      unitPriceMinor: product.priceMinor.toString(),
      discountMinor: ((sumMinor * percent) / 100n).toString(),
    })),
    refunds: [],
  };
}

/** What the buyer paid for a line. */
export const paidFor = (line: OrderLine): bigint =>
  BigInt(line.unitPriceMinor) * BigInt(line.quantity) - BigInt(line.discountMinor);

export function refundedOf(order: Order, lineId?: string): bigint {
  const lines = order.refunds.flatMap((refund) => refund.lines).filter((line) => !lineId || line.lineId === lineId);
  return lines.reduce((sum, line) => sum + BigInt(line.amountMinor), 0n);
}

export const totalOf = (order: Order): bigint => order.lines.reduce((sum, line) => sum + paidFor(line), 0n);

export const leftOf = (order: Order): bigint =>
  order.status === 'cancelled' ? 0n : totalOf(order) - refundedOf(order);

/**
 * Gives money back on every line: all that is left, or half of what was paid (at most what is left). Pieces go with the
 * money: half of them, rounded down. Returns null when nothing is left.
 */
export function refund(order: Order, how: 'half' | 'all', now = new Date()): Refund | null {
  if (order.status === 'cancelled') return null;
  const lines = order.lines.flatMap((line) => {
    const left = paidFor(line) - refundedOf(order, line.lineId);
    const half = paidFor(line) / 2n;
    const amount = how === 'all' || left < half ? left : half;
    const before = order.refunds.flatMap((r) => r.lines).filter((r) => r.lineId === line.lineId);
    const piecesLeft = line.quantity - before.reduce((sum, r) => sum + r.quantity, 0);
    const quantity = amount === left ? piecesLeft : Math.min(piecesLeft, Math.floor(line.quantity / 2));
    return amount > 0n ? [{ lineId: line.lineId, quantity, amountMinor: amount.toString() }] : [];
  });
  if (lines.length === 0) return null;
  const made: Refund = { id: `${order.id}-R${order.refunds.length + 1}`, at: now.toISOString(), lines };
  order.refunds.push(made);
  return made;
}

/** False when it is cancelled already. */
export function cancel(order: Order): boolean {
  if (order.status === 'cancelled') return false;
  order.status = 'cancelled';
  order.version += 1;
  return true;
}
