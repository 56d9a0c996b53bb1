// How much an adjustment for a disputed order stands at while that order comes back. Pure.
import { rhu } from '../../base/money.js';

/** What an adjustment stands at when of the base it was counted on so much is kept; never above what was decided. */
export function creditNow(creditMinor: bigint, baseMinor: bigint, keptMinor: bigint): bigint {
  if (baseMinor === 0n || keptMinor >= baseMinor) return creditMinor;
  return rhu(creditMinor * keptMinor, baseMinor);
}
