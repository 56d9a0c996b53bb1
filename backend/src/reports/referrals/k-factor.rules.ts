// K = i x c (money.md 13): how many creators one active creator brings. Pure.
import { share, withInterval, type Share, type ShareWithInterval } from '../rows/metrics.rules.js';

export interface Invitations {
  /** Creators with a credited order in the period. */
  active: bigint;
  /** Invitations that they made in it. */
  invited: bigint;
  /** Those of them that are thirty days old. */
  matured: bigint;
  /** Those of the matured who published within their thirty days. */
  published: bigint;
}

/** The product of the two fractions, not of their rounded values. */
export function kFactor({ active, invited, matured, published }: Invitations): {
  invitations: Share;
  publishing: ShareWithInterval;
  k: Share;
} {
  return {
    invitations: share(invited, active),
    publishing: withInterval(published, matured),
    k: share(invited * published, active * matured),
  };
}
