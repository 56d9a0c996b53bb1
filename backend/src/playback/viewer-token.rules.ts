// A viewer token: our word that we gave out this viewer id, so that nobody can invent viewers or speak for another.
import { createHmac, timingSafeEqual } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export type ViewerTokenVerdict =
  | { valid: true; viewerId: string; reason: null }
  | { valid: false; viewerId: null; reason: 'BAD_SHAPE' | 'UNKNOWN_VERSION' | 'BAD_SIGNATURE' };

function mac(key: Uint8Array, viewerId: string): string {
  return createHmac('sha256', key).update(`v1.${viewerId}`).digest('base64url');
}

/** `v1.<viewerId>.<hmac>`; the viewer id is a lower-case UUID that says nothing about anybody. */
export function signViewerToken(key: Uint8Array, viewerId: string): string {
  return `v1.${viewerId}.${mac(key, viewerId)}`;
}

/** Whether the token is ours, and why not. Compared in constant time. */
export function verifyViewerToken(key: Uint8Array, token: string): ViewerTokenVerdict {
  const no = (reason: 'BAD_SHAPE' | 'UNKNOWN_VERSION' | 'BAD_SIGNATURE') =>
    ({ valid: false, viewerId: null, reason }) as const;
  const [version, viewerId, given, ...more] = token.length > 200 ? [] : token.split('.');
  if (!version || !viewerId || !given || more.length > 0) return no('BAD_SHAPE');
  if (version !== 'v1') return no('UNKNOWN_VERSION');
  if (!UUID.test(viewerId)) return no('BAD_SHAPE');
  const right = Buffer.from(mac(key, viewerId));
  const theirs = Buffer.from(given);
  if (right.length !== theirs.length || !timingSafeEqual(right, theirs)) return no('BAD_SIGNATURE');
  return { valid: true, viewerId, reason: null };
}
