// Postbacks: how a call is signed and what its words mean. One format for GET and POST (docs/instruments.md). Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OrderStatus } from '../order.status.js';

/** Every parameter of a call by name, as text; `sig` is one of them. */
export type Params = Readonly<Record<string, string>>;

/** The text under a signature: all parameters but `sig`, by name, as `name=value` lines joined by `&`, values as they are meant. */
export function signedText(params: Params): string {
  return Object.keys(params)
    .filter((name) => name !== 'sig')
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
}

/** Hex HMAC-SHA-256 of the text under the key's secret. */
export function postbackSignature(secret: string, params: Params): string {
  return createHmac('sha256', secret).update(signedText(params)).digest('hex');
}

/** Whether `sig` fits, compared in constant time. */
export function isSigned(secret: string, params: Params): boolean {
  const expected = Buffer.from(postbackSignature(secret, params));
  const given = Buffer.from((params['sig'] ?? '').toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The words of affiliate trackers and our own; anything else is refused, never guessed. */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  approved: 'paid',
  confirmed: 'paid',
  paid: 'paid',
  sale: 'paid',
  pending: 'pending',
  hold: 'pending',
  lead: 'pending',
  new: 'pending',
  declined: 'cancelled',
  rejected: 'cancelled',
  canceled: 'cancelled',
  cancelled: 'cancelled',
  trash: 'cancelled',
};

export function statusOf(word: string): OrderStatus | null {
  return STATUS_WORDS[word.trim().toLowerCase()] ?? null;
}

/** A moment as Unix seconds, as milliseconds, or in ISO 8601 with its zone; null for anything else. */
export function momentOf(text: string): Date | null {
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return new Date(Number(text));
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}
