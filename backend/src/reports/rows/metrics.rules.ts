// Every ratio of a report with its numerator and denominator (money.md section 13). Pure; money stays whole minor units.
import { rhu } from '../../base/money.js';
import { wilson } from '../../base/wilson.rules.js';

/** What one row of a report counts. Amounts in minor units of one currency. */
export interface Counted {
  impressions: bigint;
  views: bigint;
  viewableViews: bigint;
  qualifiedViews: bigint;
  viewers: bigint;
  watchedMs: bigint;
  completedViews: bigint;
  clicks: bigint;
  /** Views in which a product was clicked. */
  clickedViews: bigint;
  cartViewers: bigint;
  orders: bigint;
  /** Views, clicks and cart events; those received too late to decide an order. */
  engagements: bigint;
  lateEngagements: bigint;
  grossMinor: bigint;
  cancelledMinor: bigint;
  returnedMinor: bigint;
  netMinor: bigint;
  commissionMinor: bigint;
}

/** A share of a whole in basis points, null when there is no whole. */
export interface Share {
  numerator: bigint;
  denominator: bigint;
  bps: bigint | null;
}

/** A share with the interval that holds the true one 95 times of 100. */
export interface ShareWithInterval extends Share {
  fromBps: bigint | null;
  toBps: bigint | null;
}

/** A sum over a count, rounded half up in the sum's own unit; null when nothing was counted. */
export interface Average {
  numerator: bigint;
  denominator: bigint;
  value: bigint | null;
}

export interface Metrics {
  /** Qualified views of viewable views. */
  viewRate: Share;
  /** Views seen to 95 % and more, of all views. */
  completion: Share;
  /** Views with a click on a product, of qualified views. */
  clickThrough: Share;
  /** Viewers who put something into the cart from the player, of viewers of qualified views. */
  addToCart: Share;
  /** Credited orders of viewers of qualified views. */
  conversion: ShareWithInterval;
  /** Credited orders of clicks on products. */
  clickToOrder: Share;
  /** What was cancelled or returned of what was sold. */
  returnRate: Share;
  /** Commission of net sales. */
  effectiveRate: Share;
  lateShare: Share;
  /** Milliseconds a view. */
  averageWatch: Average;
  /** Sold for each credited order. */
  averageOrder: Average;
  /** Commission for each click. */
  perClick: Average;
  /** Commission for a thousand qualified views. */
  perThousandViews: Average;
}

export function metricsOf(row: Counted): Metrics {
  const lost = row.cancelledMinor + row.returnedMinor;
  return {
    viewRate: share(row.qualifiedViews, row.viewableViews),
    completion: share(row.completedViews, row.views),
    clickThrough: share(row.clickedViews, row.qualifiedViews),
    addToCart: share(row.cartViewers, row.viewers),
    conversion: withInterval(row.orders, row.viewers),
    clickToOrder: share(row.orders, row.clicks),
    returnRate: share(lost, row.grossMinor),
    effectiveRate: share(row.commissionMinor, row.netMinor),
    lateShare: share(row.lateEngagements, row.engagements),
    averageWatch: average(row.watchedMs, row.views),
    averageOrder: average(row.grossMinor, row.orders),
    perClick: average(row.commissionMinor, row.clicks),
    perThousandViews: average(1000n * row.commissionMinor, row.qualifiedViews),
  };
}

export function share(numerator: bigint, denominator: bigint): Share {
  return { numerator, denominator, bps: denominator === 0n ? null : rhu(numerator * 10_000n, denominator) };
}

export function average(numerator: bigint, denominator: bigint): Average {
  return { numerator, denominator, value: denominator === 0n ? null : rhu(numerator, denominator) };
}

/**
 * A share with the interval that holds the true one 95 times of 100.
 * Codes and links bring orders of people who watched nothing, so orders may outnumber viewers: then there is no interval.
 */
export function withInterval(numerator: bigint, denominator: bigint): ShareWithInterval {
  const plain = share(numerator, denominator);
  if (denominator === 0n || numerator > denominator) return { ...plain, fromBps: null, toBps: null };
  const { low, high } = wilson(Number(numerator), Number(denominator));
  const bps = (value: number) => BigInt(Math.round(value * 10_000));
  return { ...plain, fromBps: bps(low), toBps: bps(high) };
}

/** How few creators bring 80 % of the net sales: the Pareto cut. 0 when nothing was sold. */
export function paretoCut(netsMinor: readonly bigint[]): number {
  const sorted = netsMinor.filter((net) => net > 0n).sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  const total = sorted.reduce((sum, net) => sum + net, 0n);
  let reached = 0n;
  for (const [index, net] of sorted.entries()) {
    reached += net;
    if (reached * 10n >= total * 8n) return index + 1;
  }
  return 0;
}
