// Reads what a shop's server sends about orders and refunds; every refusal names the field.
import { z } from 'zod';
import { AppError } from '../base/errors.js';
import { readShape } from '../base/http/shape.js';
import { decimalsOf, MoneyError, parseDecimal } from '../base/money.js';
import type { Json } from '../facts/canonical.rules.js';
import { isStorableText } from '../facts/fact.rules.js';
import { ORDER_STATUSES } from './order.status.js';
import { tagsShape } from './tags.shapes.js';

// Shops number things; JSON numbers above 2^53 are already damaged, so those must come as text.
const text = (longest: number) => z.string().max(longest).refine(isStorableText, 'This text cannot be kept.');
const outsideId = z.union([text(200).trim().min(1), z.int().transform(String)]);
const amount = z.string().regex(/^\d{1,13}(\.\d{1,4})?$/, 'An amount is text such as "12990.00".');
const moment = z.iso.datetime({ offset: true });
const hash = z.string().regex(/^[0-9a-fA-F]{64}$/, 'A hash is SHA-256 in 64 hexadecimal digits.');

const orderLine = z.object({
  lineId: outsideId,
  productId: outsideId,
  variantId: outsideId.nullish(),
  title: text(500).nullish(),
  quantity: z.int().min(0).max(1_000_000),
  unitPrice: amount,
  discount: amount.nullish(),
  tax: amount.nullish(),
  giftCard: z.boolean().nullish(),
});

const orderBody = z.object({
  version: z.int().min(1),
  occurredAt: moment,
  status: z.enum(ORDER_STATUSES),
  currency: z.string().length(3),
  viewerToken: z.string().max(500).nullish(),
  clickId: text(100).nullish(),
  tags: tagsShape.nullish(),
  buyer: z
    .object({
      customerId: outsideId.nullish(),
      email: z.string().max(320).nullish(),
      phone: z.string().max(40).nullish(),
      emailHash: hash.nullish(),
      phoneHash: hash.nullish(),
    })
    .default({}),
  discountCodes: z.array(text(100)).max(50).default([]),
  lines: z.array(orderLine).max(500),
  orderDiscount: amount.nullish(),
  taxesIncluded: z.boolean().nullish(),
  shipping: amount.nullish(),
  deliveredAt: moment.nullish(),
  test: z.boolean().nullish(),
  source: text(50).nullish(),
});
export type OrderBody = z.infer<typeof orderBody>;

const refundBody = z.object({
  orderId: outsideId,
  occurredAt: moment,
  currency: z.string().length(3).nullish(),
  lines: z
    .array(z.object({ lineId: outsideId, quantity: z.int().min(0).max(1_000_000), amount: amount.nullish() }))
    .max(500)
    .default([]),
  adjustment: amount.nullish(),
});
export type RefundBody = z.infer<typeof refundBody>;

/** The shop's own id of an order or refund, as it stands in the address: by the same rule as ids in bodies. */
export function readExternalId(raw: string): string {
  return readShape(z.object({ externalId: outsideId }), { externalId: raw }).externalId;
}

/** The snapshot of an order as sent. Throws BAD_INPUT, UNKNOWN_CURRENCY or BAD_AMOUNT with the field. */
export function readOrder(raw: unknown, now: Date): OrderBody {
  const body = readShape(orderBody, raw);
  checkCurrency(body.currency, 'currency');
  checkMoment(body.occurredAt, now);
  const seen = new Set<string>();
  body.lines.forEach((line, i) => {
    if (seen.has(line.lineId)) {
      throw new AppError('BAD_INPUT', { field: `lines.${i}.lineId`, detail: 'Two lines have this id.' });
    }
    seen.add(line.lineId);
  });
  return body;
}

/** A refund as sent. Throws as readOrder does. */
export function readRefund(raw: unknown, now: Date): RefundBody {
  const body = readShape(refundBody, raw);
  if (body.currency) checkCurrency(body.currency, 'currency');
  checkMoment(body.occurredAt, now);
  return body;
}

/** True when the refund says money, which can be read only in the order's currency. */
export function namesMoney(refund: RefundBody): boolean {
  return Boolean(refund.adjustment) || refund.lines.some((line) => Boolean(line.amount));
}

function checkCurrency(currency: string, field: string): void {
  try {
    decimalsOf(currency);
  } catch {
    throw new AppError('UNKNOWN_CURRENCY', { field });
  }
}

// Shops' clocks differ by seconds; an order from tomorrow would hold its touches open for ever.
function checkMoment(occurredAt: string, now: Date): void {
  if (Date.parse(occurredAt) - now.getTime() > 5 * 60_000) {
    throw new AppError('BAD_INPUT', { field: 'occurredAt', detail: 'This moment is in the future.' });
  }
}

/** JSON numbers are exact up to here, and facts are JSON. */
function bounded(minor: bigint, field: string): bigint {
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) throw new AppError('BAD_AMOUNT', { field, detail: 'It is too large.' });
  return minor;
}

function money(text: string | null | undefined, currency: string, field: string): bigint | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    return bounded(parseDecimal(text, currency), field);
  } catch (error) {
    if (error instanceof MoneyError) throw new AppError('BAD_AMOUNT', { field, detail: error.message });
    throw error;
  }
}

/** What the door found out about the buyer and the browser; hashes only. */
export interface SealedBuyer {
  viewerId: string | null;
  viewerNote: string | null;
  emailHash: string | null;
  phoneHash: string | null;
}

const present = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

/** What stands for the customer of an order whose shop names none: devices found out later are tied to it. */
export const ownCustomer = (externalId: string): string => `~order:${externalId}`;

/** An order as its fact keeps it. */
export type OrderContent = { [key: string]: Json | undefined };

/** The order as a fact: minor units, hashes, snake_case (money.md section 3). Throws BAD_AMOUNT with the field. */
export function orderContent(externalId: string, body: OrderBody, sealed: SealedBuyer): OrderContent {
  const { currency } = body;
  return {
    status: body.status,
    currency,
    viewer_id: present(sealed.viewerId),
    viewer_note: present(sealed.viewerNote),
    buyer: {
      customer_id: body.buyer.customerId ?? ownCustomer(externalId),
      email_hash: present(sealed.emailHash),
      phone_hash: present(sealed.phoneHash),
    },
    discount_codes: body.discountCodes,
    click_id: present(body.clickId),
    tags: present(body.tags),
    lines: body.lines.map((line, i) => ({
      line_id: line.lineId,
      product_id: line.productId,
      variant_id: present(line.variantId),
      title: present(line.title),
      quantity: line.quantity,
      unit_price: money(line.unitPrice, currency, `lines.${i}.unitPrice`),
      discount: money(line.discount, currency, `lines.${i}.discount`),
      tax: money(line.tax, currency, `lines.${i}.tax`),
      gift_card: present(line.giftCard),
    })),
    order_discount: money(body.orderDiscount, currency, 'orderDiscount'),
    taxes_included: present(body.taxesIncluded),
    shipping: money(body.shipping, currency, 'shipping'),
    delivered_at: body.deliveredAt ? new Date(body.deliveredAt).toISOString() : undefined,
    test: present(body.test),
    source: present(body.source),
  };
}

/** What the shopper paid: lines less discounts, tax when it stands on top, shipping. Shown, never counted on. */
export function orderTotal(body: OrderBody): bigint {
  const read = (text: string | null | undefined) => money(text, body.currency, 'total') ?? 0n;
  let total = read(body.shipping) - read(body.orderDiscount);
  body.lines.forEach((line, i) => {
    total += bounded(read(line.unitPrice) * BigInt(line.quantity), `lines.${i}.unitPrice`) - read(line.discount);
    if (!body.taxesIncluded) total += read(line.tax);
  });
  return total > 0n ? bounded(total, 'lines') : 0n;
}

/** The refund as a fact. `currency` is its order's; null when the refund names no money. */
export function refundContent(body: RefundBody, currency: string | null): { [key: string]: Json | undefined } {
  const read = (text: string | null | undefined, field: string) =>
    currency === null ? undefined : money(text, currency, field);
  return {
    order_id: body.orderId,
    lines: body.lines.map((line, i) => ({
      line_id: line.lineId,
      quantity: line.quantity,
      amount: read(line.amount, `lines.${i}.amount`),
    })),
    adjustment: read(body.adjustment, 'adjustment'),
  };
}
