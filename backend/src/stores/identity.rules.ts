// One form of an e-mail and a phone before hashing, so that a shop's buyer and a creator can be compared unseen.
import { createHash, createHmac } from 'node:crypto';

const GMAIL = new Set(['gmail.com', 'googlemail.com']);

/** Trimmed, lower case, without `+tag`; for Gmail without dots (money.md, section 11). Null when it is no address. */
export function normaliseBuyerEmail(raw: string): string | null {
  const [local, domain, ...rest] = raw.trim().toLowerCase().split('@');
  if (!local || !domain || rest.length > 0) return null;
  const untagged = local.split('+')[0] ?? '';
  const plain = GMAIL.has(domain) ? untagged.replaceAll('.', '') : untagged;
  if (!plain) return null;
  return `${plain}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`;
}

/** E.164 has at most 15 digits; 8 is the shortest that is a whole number with its country. */
const E164 = /^[1-9]\d{7,14}$/;

/**
 * The digits of E.164 without the plus. A number written without a country is read as one of Kazakhstan or
 * Russia (8 701 ..., 701 ...), because that is how people there write it; other countries need the plus or 00.
 */
export function normalisePhone(raw: string): string | null {
  const trimmed = raw.trim();
  const digits = trimmed.replace(/\D/g, '');
  if (/^\s*\+/.test(trimmed)) return E164.test(digits) ? digits : null;
  if (digits.startsWith('00')) return E164.test(digits.slice(2)) ? digits.slice(2) : null;
  if (/^8[3-9]\d{9}$/.test(digits)) return `7${digits.slice(1)}`;
  if (/^[3-9]\d{9}$/.test(digits)) return `7${digits}`;
  return E164.test(digits) ? digits : null;
}

/** HMAC-SHA-256 in hex under the store's identity key. `value` must be normalised. */
export function identityHash(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}

export type IdentityKind = 'email' | 'phone';

/** The hash of an e-mail or phone as people write it; null when it is neither. */
export function hashIdentity(key: Buffer, kind: IdentityKind, raw: string): string | null {
  const value = kind === 'email' ? normaliseBuyerEmail(raw) : normalisePhone(raw);
  return value === null ? null : identityHash(key, value);
}

/** What a shop sends that may not tell the address itself: SHA-256, in hex, of the normalised form. */
export function shopDigest(kind: IdentityKind, raw: string): string | null {
  const value = kind === 'email' ? normaliseBuyerEmail(raw) : normalisePhone(raw);
  return value === null ? null : createHash('sha256').update(value).digest('hex');
}
