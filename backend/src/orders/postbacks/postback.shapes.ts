// Reads the parameters of a postback and of the tag on the thank-you page; every refusal names the parameter.
import { AppError } from '../../base/errors.js';
import { clickIdOf, tagsOf, type Tags } from '../../creators/links/tags.rules.js';
import type { OrderStatus } from '../order.status.js';
import { momentOf, statusOf, type Params } from './postback.rules.js';

const LONGEST = 2000;

/** What a postback tells. */
export interface Postback {
  event: 'order' | 'refund' | 'status';
  orderId: string;
  /** When what it tells happened; the later of two counts, whichever comes first. */
  saidAt: Date;
  orderedAt: Date | null;
  status: OrderStatus | null;
  amount: string | null;
  currency: string | null;
  refundId: string | null;
  clickId: string | null;
  codes: string[];
  productId: string | null;
  customerId: string | null;
  viewerToken: string | null;
  tags: Tags;
}

/** Query and body as one set of texts. Throws BAD_INPUT for a parameter that is given twice or is no text. */
export function paramsOf(query: unknown, body: unknown): Params {
  const params: Record<string, string> = {};
  for (const source of [query, body]) {
    if (source === undefined || source === null || source === '') continue;
    if (typeof source !== 'object' || Array.isArray(source)) throw new AppError('BAD_INPUT', { field: 'body' });
    for (const [name, raw] of Object.entries(source)) {
      if (raw === null) continue;
      const value = typeof raw === 'number' && Number.isSafeInteger(raw) ? String(raw) : raw;
      if (typeof value !== 'string' || value.length > LONGEST || name in params) {
        throw new AppError('BAD_INPUT', { field: name, detail: 'Give each parameter once, as text.' });
      }
      params[name] = value;
    }
  }
  return params;
}

const oneOf = (params: Params, ...names: string[]): string | null => {
  for (const name of names) if (params[name]?.trim()) return params[name].trim();
  return null;
};

function needed(params: Params, ...names: string[]): string {
  const value = oneOf(params, ...names);
  if (value === null) throw new AppError('BAD_INPUT', { field: names[0] ?? '', detail: 'This parameter is missing.' });
  return value;
}

function momentIn(params: Params, name: string): Date | null {
  const text = oneOf(params, name);
  if (text === null) return null;
  const at = momentOf(text);
  if (!at) {
    throw new AppError('BAD_INPUT', { field: name, detail: 'Unix seconds, milliseconds, or ISO 8601 with its zone.' });
  }
  return at;
}

/** Reads a signed call. Throws BAD_INPUT with the parameter. */
export function readPostback(params: Params): Postback {
  const event = oneOf(params, 'event') ?? 'order';
  if (event !== 'order' && event !== 'refund' && event !== 'status') {
    throw new AppError('BAD_INPUT', { field: 'event', detail: 'order, refund or status.' });
  }
  const saidAt = momentIn(params, 'ts');
  if (!saidAt) throw new AppError('BAD_INPUT', { field: 'ts', detail: 'Say when it happened.' });
  const word = oneOf(params, 'status');
  const status = word === null ? null : statusOf(word);
  if (word !== null && status === null) {
    throw new AppError('BAD_INPUT', { field: 'status', detail: 'approved, pending or declined.' });
  }
  if (event === 'status' && status === null) needed(params, 'status');
  const codes = (oneOf(params, 'code', 'promo_code') ?? '').split(',').map((code) => code.trim());
  return {
    ...{ event, saidAt, status, orderId: needed(params, 'order_id'), orderedAt: momentIn(params, 'ordered_at') },
    amount: event === 'refund' ? needed(params, 'amount') : oneOf(params, 'amount'),
    refundId: event === 'refund' ? needed(params, 'refund_id') : null,
    currency: oneOf(params, 'currency'),
    ...{ clickId: clickIdOf(params), codes: codes.filter((code) => code !== '').slice(0, 20), tags: tagsOf(params) },
    ...{ productId: oneOf(params, 'product_id'), customerId: oneOf(params, 'customer_id') },
    viewerToken: oneOf(params, 'viewer_token'),
  };
}
