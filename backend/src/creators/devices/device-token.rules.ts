// The token in a link by which a creator says that a browser is theirs: our word for a store and some minutes, readable by nobody else.
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface DeviceToken {
  /** Of the row that remembers whether it was used. */
  linkId: string;
  storeId: string;
  /** Seconds since 1970. */
  expiresS: number;
}

export type DeviceTokenVerdict =
  | { valid: true; linkId: string; reason: null }
  | { valid: false; linkId: null; reason: 'BAD_SHAPE' | 'BAD_SIGNATURE' | 'EXPIRED' };

function mac(key: Uint8Array, { linkId, storeId, expiresS }: DeviceToken): string {
  return createHmac('sha256', key).update(`v1.${linkId}.${expiresS}.${storeId}`).digest('base64url');
}

/** `v1.<link>.<seconds>.<hmac>`; the store is signed and not written: the page says which one it belongs to. */
export function signDeviceToken(key: Uint8Array, token: DeviceToken): string {
  return `v1.${token.linkId}.${token.expiresS}.${mac(key, token)}`;
}

/** Whether a token is ours, for this store and not over, and why not. Compared in constant time. */
export function verifyDeviceToken(key: Uint8Array, token: string, storeId: string, nowS: number): DeviceTokenVerdict {
  const no = (reason: 'BAD_SHAPE' | 'BAD_SIGNATURE' | 'EXPIRED') => ({ valid: false, linkId: null, reason }) as const;
  const [, linkId = '', seconds = '', given = ''] = /^v1\.(\w{1,64})\.(\d{1,12})\.([\w-]{43})$/.exec(token) ?? [];
  if (!linkId) return no('BAD_SHAPE');
  const expiresS = Number(seconds);
  const [right, theirs] = [Buffer.from(mac(key, { linkId, storeId, expiresS })), Buffer.from(given)];
  if (right.length !== theirs.length || !timingSafeEqual(right, theirs)) return no('BAD_SIGNATURE');
  return nowS < expiresS ? { valid: true, linkId, reason: null } : no('EXPIRED');
}
