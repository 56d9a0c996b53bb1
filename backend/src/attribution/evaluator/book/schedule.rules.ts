// When an order must be looked at again: the moments at which a fact that can change it becomes visible.
import type { OrderFact } from '../input/facts.rules.js';
import type { World } from '../world.rules.js';
import { firstReceivedAt } from '../input/moment.rules.js';
import { deadlineOf } from '../units/origin.rules.js';

/** A moment to credit an order anew, and the fact that asks for it. */
export interface Wake {
  readonly at: number;
  readonly orderId: string;
  readonly cause: string;
}

/** All moments at which an order's credit may change, one per moment. Too many cost time only, too few would be a defect. */
export function wakesOf(world: World, orderId: string): Wake[] {
  const first = firstReceivedAt(world, orderId);
  const causes = new Map<number, string>();
  const add = (at: number, cause: string): void => {
    if (at < first || at > world.index.asOf) return;
    const known = causes.get(at);
    if (known === undefined || cause < known) causes.set(at, cause);
  };
  addOwn(world, orderId, add);
  for (const origin of originsOf(world, orderId)) addOwn(world, origin, add);
  return [...causes].map(([at, cause]) => ({ at, orderId, cause }));
}

type Add = (at: number, cause: string) => void;

function addOwn(world: World, orderId: string, add: Add): void {
  const { index, decisions } = world;
  const versions = index.orders.get(orderId) ?? [];
  for (const version of versions) {
    add(version.receivedAt, `order:${orderId}`);
    for (const rate of world.rates.ratesOf(version.currency, world.programme.program.currency)) {
      if (rate.effectiveFrom <= version.occurredAt) add(rate.receivedAt, `fx_rate:${rate.id}`);
    }
    for (const ban of decisions.allBans)
      if (ban.occurredAt <= version.occurredAt) add(ban.receivedAt, `decision:${ban.id}`);
  }
  for (const refund of index.refunds.get(orderId) ?? []) {
    add(refund.receivedAt, `refund:${refund.id}`);
    for (const gone of index.refundVoids.get(refund.id) ?? []) add(gone.receivedAt, `refund_void:${gone.id}`);
  }
  for (const decision of decisions.about('order', orderId)) add(decision.receivedAt, `decision:${decision.id}`);
  addEngagement(world, versions, deadlineOf(world, orderId), add);
}

function addEngagement(world: World, versions: readonly OrderFact[], deadline: number, add: Add): void {
  const { index, decisions } = world;
  const viewers = new Set<string>();
  const customers = new Set<string>();
  for (const { viewerId, buyer } of versions) {
    if (viewerId !== null) viewers.add(viewerId);
    if (buyer.customerId !== null) customers.add(buyer.customerId);
  }
  for (const customer of customers) {
    for (const link of index.identities.get(customer) ?? []) {
      if (link.receivedAt > deadline) continue;
      viewers.add(link.viewerId);
      add(link.receivedAt, `identity:${link.id}`);
    }
  }
  for (const viewer of viewers) {
    for (const decision of decisions.about('viewer', viewer)) add(decision.receivedAt, `decision:${decision.id}`);
    for (const group of index.engagement.get(viewer) ?? []) {
      for (const decision of decisions.about('touch', group.id)) add(decision.receivedAt, `decision:${decision.id}`);
      for (const fact of group.versions) {
        if (fact.receivedAt <= deadline) add(fact.receivedAt, `${fact.type}:${fact.id}`);
      }
    }
  }
}

/** Orders of cycle 1 whose touches a later cycle copies. */
function originsOf(world: World, orderId: string): Set<string> {
  const origins = new Set<string>();
  for (const version of world.index.orders.get(orderId) ?? []) {
    for (const { subscription } of version.lines) {
      if (!subscription || subscription.cycle === 1) continue;
      for (const other of world.index.contracts.get(subscription.contractId) ?? [])
        if (other !== orderId) origins.add(other);
    }
  }
  return origins;
}

/** A queue of moments, earliest first, then order id, so that a replay wakes orders in one order. */
export class WakeQueue {
  private readonly heap: Wake[];

  constructor(wakes: readonly Wake[]) {
    this.heap = [...wakes].sort(compare);
  }

  get nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  push(wake: Wake): void {
    const { heap } = this;
    let child = heap.push(wake) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (compare(heap[parent] as Wake, wake) <= 0) break;
      heap[child] = heap[parent] as Wake;
      child = parent;
    }
    heap[child] = wake;
  }

  /** Removes and returns the earliest wake. */
  pop(): Wake | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let parent = 0;
    for (;;) {
      let child = parent * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && compare(heap[child + 1] as Wake, heap[child] as Wake) < 0) child += 1;
      if (compare(last, heap[child] as Wake) <= 0) break;
      heap[parent] = heap[child] as Wake;
      parent = child;
    }
    heap[parent] = last;
    return top;
  }
}

function compare(a: Wake, b: Wake): number {
  return a.at - b.at || plainOrder(a.orderId, b.orderId) || plainOrder(a.cause, b.cause);
}

/** Any order will do as long as it is always the same: this one is the quickest. */
function plainOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
