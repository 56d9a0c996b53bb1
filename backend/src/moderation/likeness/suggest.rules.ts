// Which reason of rejection fits what a machine found; a person decides whether it holds.
import type { CheckCode } from '../../transcoding/checks/checks.reasons.js';
import type { ReasonCode } from '../moderation.reasons.js';

const OF_CHECK: Readonly<Partial<Record<CheckCode, ReasonCode>>> = {
  BLACK: 'NO_PRODUCT',
  FROZEN: 'FREEZES',
  BLURRED: 'BLURRED',
  SMALL_PICTURE: 'PIXELATED',
  LONG: 'TOO_LONG',
};

export const reasonOfCheck = (code: CheckCode): ReasonCode | null => OF_CHECK[code] ?? null;

/** Sound alone may be a song that many use, and nobody steals from oneself. */
export function reasonOfCopy(copy: { same: 'picture' | 'sound' | 'both'; own: boolean }): ReasonCode | null {
  return copy.own || copy.same === 'sound' ? null : 'STOLEN';
}
