// The moment whose terms, categories, live videos and identities count for an order: what stood when it was placed and known.
import type { Terms } from './config.rules.js';
import type { OrderFact } from './facts.rules.js';
import { termsAt } from './programme.rules.js';
import type { World } from '../world.rules.js';

/** Earliest receipt of any version of an order. */
export function firstReceivedAt(world: World, orderId: string): number {
  return (world.index.orders.get(orderId) ?? []).reduce(
    (first, version) => Math.min(first, version.receivedAt),
    Infinity,
  );
}

/**
 * The order's time, or its first receipt when a shop's clock runs ahead. Never later than any moment at which the order was looked
 * at, so a later change of the programme cannot reach back into it: that is what makes a replay give what was booked.
 */
export function momentOf(world: World, order: OrderFact): number {
  return Math.min(order.occurredAt, firstReceivedAt(world, order.id));
}

/** The terms an order is counted under. */
export function termsOf(world: World, order: OrderFact): Terms {
  const { program } = world.programme;
  return program.changes.length === 0 ? program : termsAt(program, momentOf(world, order));
}
