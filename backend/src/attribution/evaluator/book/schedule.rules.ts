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

/**
 * All moments at which an order's credit may change, one per moment. Too many cost time only, too few would be a defect. What
 * tells that a fact is about the order (a version, a link of a device to a customer, the origin of a subscription) wakes it
 * by itself, so what came before that does not: at its moment nobody knew, and a later replay must name the same cause.
 */
export function wakesOf(world: World, orderId: string): Wake[] {
  const causes = new Map<number, string>();
  const add = (at: number, cause: string): void => {
    if (at > world.index.asOf) return;
    const known = causes.get(at);
    if (known === undefined || cause < known) causes.set(at, cause);
  };
  addOwn(world, orderId, from(add, firstReceivedAt(world, orderId)));
  for (const [origin, known] of originsOf(world, orderId)) addOwn(world, origin, from(add, known));
  return [...causes].map(([at, cause]) => ({ at, orderId, cause }));
}

type Add = (at: number, cause: string) => void;

/** Adds only what comes at `known` or later. */
const from =
  (add: Add, known: number): Add =>
  (at, cause) => {
    if (at >= known) add(at, cause);
  };

function addOwn(world: World, orderId: string, add: Add): void {
  const { index, decisions } = world;
  const versions = index.orders.get(orderId) ?? [];
  for (const version of versions) {
    add(version.receivedAt, `order:${orderId}`);
    const since = from(add, version.receivedAt);
    for (const rate of world.rates.ratesOf(version.currency, world.programme.program.currency)) {
      if (rate.effectiveFrom <= version.occurredAt) since(rate.receivedAt, `fx_rate:${rate.id}`);
    }
    for (const ban of decisions.allBans)
      if (ban.occurredAt <= version.occurredAt) since(ban.receivedAt, `decision:${ban.id}`);
  }
  for (const refund of index.refunds.get(orderId) ?? []) {
    add(refund.receivedAt, `refund:${refund.id}`);
    const since = from(add, refund.receivedAt);
    for (const gone of index.refundVoids.get(refund.id) ?? []) since(gone.receivedAt, `refund_void:${gone.id}`);
  }
  for (const decision of decisions.about('order', orderId)) add(decision.receivedAt, `decision:${decision.id}`);
  addEngagement(world, versions, deadlineOf(world, orderId), add);
}

function addEngagement(world: World, versions: readonly OrderFact[], deadline: number, add: Add): void {
  const { index, decisions } = world;
  const viewers = new Map<string, number>();
  const customers = new Map<string, number>();
  for (const { viewerId, buyer, receivedAt } of versions) {
    if (viewerId !== null) note(viewers, viewerId, receivedAt);
    if (buyer.customerId !== null) note(customers, buyer.customerId, receivedAt);
  }
  for (const [customer, known] of customers) {
    for (const link of index.identities.get(customer) ?? []) {
      if (link.receivedAt > deadline) continue;
      note(viewers, link.viewerId, Math.max(known, link.receivedAt));
      from(add, known)(link.receivedAt, `identity:${link.id}`);
    }
  }
  for (const [viewer, known] of viewers) {
    const since = from(add, known);
    for (const decision of decisions.about('viewer', viewer)) since(decision.receivedAt, `decision:${decision.id}`);
    for (const group of index.engagement.get(viewer) ?? []) {
      const begun = from(since, Math.min(...group.versions.map(({ receivedAt }) => receivedAt)));
      for (const decision of decisions.about('touch', group.id)) begun(decision.receivedAt, `decision:${decision.id}`);
      for (const fact of group.versions) {
        if (fact.receivedAt <= deadline) since(fact.receivedAt, `${fact.type}:${fact.id}`);
      }
    }
  }
}

/** Keeps the earliest moment at which something was known. */
function note(known: Map<string, number>, id: string, at: number): void {
  known.set(id, Math.min(known.get(id) ?? Infinity, at));
}

/** Orders of cycle 1 whose touches a later cycle copies, and since when both are known. */
function originsOf(world: World, orderId: string): Map<string, number> {
  const origins = new Map<string, number>();
  for (const version of world.index.orders.get(orderId) ?? []) {
    for (const { subscription } of version.lines) {
      if (!subscription || subscription.cycle === 1) continue;
      for (const other of world.index.contracts.get(subscription.contractId) ?? [])
        if (other !== orderId) note(origins, other, Math.max(version.receivedAt, firstReceivedAt(world, other)));
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
    if (!last || heap.length === 0) return top;
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
  return Number(a > b) - Number(a < b);
}
