// How a store's server signs a request, and whether a signature fits.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request older or newer than this is refused, so that a captured one cannot be sent again later. */
export const TOLERANCE_S = 300;

export interface SignedParts {
  timestamp: string;
  method: string;
  /** Path with query, exactly as sent. */
  path: string;
  body: Buffer;
}

/** `v1=` and the hex HMAC-SHA-256 over timestamp, method, path and the hash of the body, joined by dots. */
export function signatureOf(secret: string, { timestamp, method, path, body }: SignedParts): string {
  const digest = createHash('sha256').update(body).digest('hex');
  const text = `${timestamp}.${method.toUpperCase()}.${path}.${digest}`;
  return `v1=${createHmac('sha256', secret).update(text).digest('hex')}`;
}

export type SignatureVerdict = { valid: true } | { valid: false; reason: 'BAD_SIGNATURE' | 'STALE_TIMESTAMP' };

/** Compares in constant time, then looks at the clock: an unsigned timestamp says nothing. */
export function verify(secret: string, given: string, parts: SignedParts, now: Date): SignatureVerdict {
  const expected = Buffer.from(signatureOf(secret, parts));
  const actual = Buffer.from(given);
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    return { valid: false, reason: 'BAD_SIGNATURE' };
  }
  if (!/^\d{1,12}$/.test(parts.timestamp)) return { valid: false, reason: 'STALE_TIMESTAMP' };
  const awayS = Math.abs(now.getTime() / 1000 - Number(parts.timestamp));
  return awayS <= TOLERANCE_S ? { valid: true } : { valid: false, reason: 'STALE_TIMESTAMP' };
}
