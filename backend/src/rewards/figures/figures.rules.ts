// How many shoppers one shopper brings, and what a new one costs: exact until the last step. Pure.
import { rhu } from '../../base/money.js';

export interface Counts {
  /** Shoppers who bought in the period. */
  active: number;
  invitations: number;
  firstOrders: number;
}

/** In ten-thousandths; null where nothing stands below the line. */
export interface Factor {
  invitationsBps: bigint | null;
  conversionBps: bigint | null;
  kBps: bigint | null;
}

const share = (above: bigint, below: bigint): bigint | null => (below === 0n ? null : rhu(above * 10_000n, below));

/**
 * i: invitations for each active shopper; c: new customers for each invitation; K = i x c, of the fractions and not of their rounded
 * values. An invitation may bring several friends by its code, so c may be above one.
 */
export function shopperFactor({ active, invitations, firstOrders }: Counts): Factor {
  const [base, invited, brought] = [BigInt(active), BigInt(invitations), BigInt(firstOrders)];
  const k = base === 0n || invited === 0n ? null : rhu(invited * brought * 10_000n, base * invited);
  return { invitationsBps: share(invited, base), conversionBps: share(brought, invited), kBps: k };
}

/** What one new customer cost, half up; null without any. */
export const costOfOne = (costMinor: bigint, customers: number): bigint | null =>
  customers === 0 ? null : rhu(costMinor, BigInt(customers));
