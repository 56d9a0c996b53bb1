// Folds the orders of an experiment into what each arm did: who bought, what it was worth, what came back (H3).
import type { Arm } from './assignment.rules.js';
import type { Spent, SpentSample } from './statistics/revenue.rules.js';

/** One order of one viewer; a customer with several devices is one viewer. */
export interface PlacedOrder {
  viewer: string;
  arm: Arm;
  orderId: string;
  /** True in the 28 days before the first trigger, false in the 7 days from it. */
  before: boolean;
  /** It contains a product on which this viewer would have seen a video, before the order. */
  triggered: boolean;
  /** A view of this viewer had qualified before the order. */
  watched: boolean;
}

/** In the settlement currency, before and after refunds, without tax and shipping (money.md B1-B4). */
export interface Worth {
  grossMinor: bigint;
  netMinor: bigint;
}

export interface OrderWorth extends Worth {
  products: readonly (Worth & { productId: string })[];
}

export interface ArmOutcome {
  viewers: number;
  buyers: number;
  orders: number;
  /** Orders without a triggered product: do videos only move sales? */
  otherOrders: number;
  grossMinor: bigint;
  netMinor: bigint;
  /** The orders in question, for what their creators were credited with. */
  orderIds: string[];
  sample: SpentSample;
}

/** Here money becomes a statistic: a mean of many has no minor units to lose. Nothing below is ever paid. */
const asStatistic = (minor: bigint): number => Number(minor);

/**
 * `worth` has no entry for orders that count nowhere (tests, tills, cancelled since), and null for orders in a currency without
 * a known rate: those count as orders, and not as money.
 */
export function foldOutcomes(
  viewers: Readonly<Record<Arm, number>>,
  placed: readonly PlacedOrder[],
  worth: ReadonlyMap<string, OrderWorth | null>,
): Record<Arm, ArmOutcome> {
  const arms = { shown: emptyArm(viewers.shown), holdout: emptyArm(viewers.holdout) };
  const people = new Map<string, { arm: Arm; beforeMinor: bigint; afterMinor: bigint; bought: boolean }>();
  for (const order of placed) {
    const money = worth.get(order.orderId);
    if (money === undefined) continue;
    const arm = arms[order.arm];
    const person = people.get(order.viewer) ?? { arm: order.arm, beforeMinor: 0n, afterMinor: 0n, bought: false };
    people.set(order.viewer, person);
    if (order.before) {
      person.beforeMinor += money?.netMinor ?? 0n;
      continue;
    }
    arm.orders += 1;
    arm.orderIds.push(order.orderId);
    if (order.triggered) person.bought = true;
    else arm.otherOrders += 1;
    arm.grossMinor += money?.grossMinor ?? 0n;
    arm.netMinor += money?.netMinor ?? 0n;
    person.afterMinor += money?.netMinor ?? 0n;
  }
  const spent: Record<Arm, Spent[]> = { shown: [], holdout: [] };
  for (const { arm, beforeMinor, afterMinor, bought } of people.values()) {
    if (bought) arms[arm].buyers += 1;
    spent[arm].push({ before: asStatistic(beforeMinor), after: asStatistic(afterMinor) });
  }
  for (const arm of ['shown', 'holdout'] as const) arms[arm].sample = { n: viewers[arm], spent: spent[arm] };
  return arms;
}

function emptyArm(viewers: number): ArmOutcome {
  const none = { buyers: 0, orders: 0, otherOrders: 0, grossMinor: 0n, netMinor: 0n, orderIds: [] };
  return { viewers, ...none, sample: { n: viewers, spent: [] } };
}

export interface ProductReturns {
  productId: string;
  watched: Worth & { orders: number };
  holdout: Worth & { orders: number };
}

/** Fewer orders say nothing about a product. */
export const LEAST_ORDERS = 5;

/**
 * What of each product came back from those who watched, and from those who were held out; most sold first. Whoever watches chose
 * to, so this describes and does not prove: the arms as a whole do.
 */
export function returnsByProduct(
  placed: readonly PlacedOrder[],
  worth: ReadonlyMap<string, OrderWorth | null>,
): ProductReturns[] {
  const products = new Map<string, ProductReturns>();
  for (const order of placed) {
    const money = worth.get(order.orderId);
    if (!money || order.before || (order.arm === 'shown' && !order.watched)) continue;
    const seen = new Set<string>();
    for (const { productId, grossMinor, netMinor } of money.products) {
      const product = products.get(productId) ?? { productId, watched: none(), holdout: none() };
      products.set(productId, product);
      const side = product[order.arm === 'shown' ? 'watched' : 'holdout'];
      side.grossMinor += grossMinor;
      side.netMinor += netMinor;
      if (!seen.has(productId)) side.orders += 1;
      seen.add(productId);
    }
  }
  const sold = (one: ProductReturns) => one.watched.grossMinor + one.holdout.grossMinor;
  return [...products.values()]
    .filter(({ watched, holdout }) => watched.orders >= LEAST_ORDERS && holdout.orders >= LEAST_ORDERS)
    .sort((a, b) => (sold(a) === sold(b) ? (a.productId < b.productId ? -1 : 1) : sold(a) > sold(b) ? -1 : 1));
}

const none = () => ({ orders: 0, grossMinor: 0n, netMinor: 0n });
