// Where the credit of a subscription's later cycles comes from: the touches and weights of cycle 1 (T10).
import { snapshotAt } from '../input/fact-index.rules.js';
import type { OrderFact, OrderLine, RefundFact } from '../input/facts.rules.js';
import { firstReceivedAt } from '../input/moment.rules.js';
import { HOUR_MS } from '../input/programme.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';
import type { ExclusionReason } from '../evaluator.reasons.js';
import { collectTouches } from '../touches/collect.rules.js';
import { touchesOfLine } from '../touches/line-touches.rules.js';
import type { WeightedTouch } from '../touches/touch.rules.js';
import { voidReason } from '../touches/void.rules.js';
import type { World } from '../world.rules.js';
import { lineBases } from '../terms/bases.rules.js';

export type Credit =
  | { readonly touches: readonly WeightedTouch[]; readonly reason: null }
  | { readonly touches: readonly []; readonly reason: ExclusionReason };

/** Touches of cycle 1 of a contract as they stand at `moment`, or why there are none. */
export function originTouches(world: World, contractId: string, moment: number): Credit {
  const origin = findOrigin(world, contractId, moment);
  if (!origin) return { touches: [], reason: 'SUBSCRIPTION_ORIGIN_UNKNOWN' };
  const { order, line, position } = origin;
  const base = lineBases(order, refundsAt(world, order.id, moment)).lines[position];
  const isReturned = base !== undefined && base.grossMinor > 0n && base.netMinor === 0n;
  if (order.status === 'cancelled' || isReturned) return { touches: [], reason: 'SUBSCRIPTION_ORIGIN_VOID' };
  if (orderReason(world, order)) return { touches: [], reason: 'NO_TOUCH' };
  const touches = collectTouches(world, order, deadlineOf(world, order.id), moment, null);
  const voidOf = (creatorId: string): ReturnType<typeof voidReason> => voidReason(world, order, creatorId, moment);
  const credit = touchesOfLine(world, order, line, touches, voidOf, null);
  return credit.reason === null ? credit : { touches: [], reason: 'NO_TOUCH' };
}

interface Origin {
  readonly order: OrderFact;
  readonly line: OrderLine;
  readonly position: number;
}

/** The line of cycle 1. Should a shop report several, the earliest order counts, then the smaller id, then the earlier line. */
function findOrigin(world: World, contractId: string, moment: number): Origin | null {
  const found: Origin[] = [];
  for (const orderId of world.index.contracts.get(contractId) ?? []) {
    const order = snapshotAt(world.index.orders.get(orderId) ?? [], moment);
    const position = order?.lines.findIndex(
      ({ subscription }) => subscription?.contractId === contractId && subscription.cycle === 1,
    );
    const line = position === undefined ? undefined : order?.lines[position];
    if (order && line && position !== undefined) found.push({ order, line, position });
  }
  found.sort((a, b) => a.order.occurredAt - b.order.occurredAt || byCodePoint(a.order.id, b.order.id));
  return found[0] ?? null;
}

/** T1: the moment after which engagement no longer counts for an order. */
export function deadlineOf(world: World, orderId: string): number {
  return firstReceivedAt(world, orderId) + world.programme.program.lateGraceHours * HOUR_MS;
}

/** The refunds of an order that stand at `moment`: visible, and not voided (F5). */
export function refundsAt(world: World, orderId: string, moment: number): RefundFact[] {
  const refunds = world.index.refunds.get(orderId) ?? [];
  return refunds.filter((refund) => {
    if (refund.receivedAt > moment) return false;
    return !world.index.refundVoids.get(refund.id)?.some((gone) => gone.receivedAt <= moment);
  });
}

/** T11, the reasons that hold for a whole order; first match. NO_FX_RATE is asked where the rate is looked up. */
export function orderReason(world: World, order: OrderFact): ExclusionReason | null {
  const { program } = world.programme;
  if (order.test) return 'TEST_ORDER';
  if (order.staff || order.buyer.staff || program.staffCustomerIds.some((id) => id === order.buyer.customerId)) {
    return 'STAFF_ORDER';
  }
  if (order.orderSource !== null && program.excludedSources.includes(order.orderSource)) return 'EXCLUDED_SOURCE';
  return order.status === 'pending' ? 'UNPAID' : null;
}
