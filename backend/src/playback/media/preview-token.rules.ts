// A preview token: leave to see one video before it is public, for its creator and for moderators, for a short time.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** At most so long; at least half of it, because the end is rounded (see `previewExpiry`). */
export const PREVIEW_S = 2 * 3600;

export type PreviewVerdict = { valid: true; reason: null } | { valid: false; reason: 'FORGED' | 'EXPIRED' };

/**
 * When a token made now ends, in unix seconds. Rounded to the hour, so that pages that ask again get the same address
 * and a playing video is not interrupted.
 */
export function previewExpiry(nowS: number): number {
  const step = PREVIEW_S / 2;
  return Math.floor(nowS / step) * step + PREVIEW_S;
}

function mac(key: Uint8Array, videoId: string, expiresS: number): string {
  return createHmac('sha256', key).update(`preview.${videoId}.${expiresS}`).digest('base64url');
}

export function signPreview(key: Uint8Array, videoId: string, expiresS: number): string {
  return `${expiresS.toString(36)}.${mac(key, videoId, expiresS)}`;
}

/** Whether this token opens this video now. A forged one is FORGED whatever its time says. */
export function verifyPreview(key: Uint8Array, token: string, videoId: string, nowS: number): PreviewVerdict {
  const [time, given, ...more] = token.split('.');
  if (!time || !given || more.length > 0 || !/^[0-9a-z]{1,8}$/.test(time)) return { valid: false, reason: 'FORGED' };
  const expiresS = Number.parseInt(time, 36);
  const right = Buffer.from(mac(key, videoId, expiresS));
  const theirs = Buffer.from(given);
  const same = right.length === theirs.length && timingSafeEqual(right, theirs);
  if (!same) return { valid: false, reason: 'FORGED' };
  return nowS < expiresS ? { valid: true, reason: null } : { valid: false, reason: 'EXPIRED' };
}
