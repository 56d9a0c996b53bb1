// From a row of the database to what a report shows. Pure.
import type { MoneyType } from '../../base/graphql/money.type.js';
import { decimalsOf } from '../../base/money.js';
import {
  metricsOf,
  type Average,
  type Counted,
  type Metrics,
  type Share,
  type ShareWithInterval,
} from './metrics.rules.js';
import type { ReportAverage, ReportRow, ReportShare } from './row.types.js';

type Sum =
  | (
      | 'impressions'
      | 'views'
      | 'viewable'
      | 'qualified'
      | 'viewers'
      | 'watched_ms'
      | 'completed'
      | 'clicks'
      | 'clicked_views'
    )
  | ('cart_viewers' | 'engagements' | 'late' | 'orders' | 'gross' | 'cancelled' | 'returned' | 'net' | 'commission')
  | ('pending' | 'review' | 'payable' | 'in_transit' | 'paid' | 'reversed');

/** Whole numbers come from the database as text, because they may be larger than a JavaScript number. */
export type FoundRow = Record<Sum, string> & { key: string; name: string | null; currency: string };

export function countedOf(row: FoundRow): Counted {
  return {
    impressions: BigInt(row.impressions),
    views: BigInt(row.views),
    viewableViews: BigInt(row.viewable),
    qualifiedViews: BigInt(row.qualified),
    viewers: BigInt(row.viewers),
    watchedMs: BigInt(row.watched_ms),
    completedViews: BigInt(row.completed),
    clicks: BigInt(row.clicks),
    clickedViews: BigInt(row.clicked_views),
    cartViewers: BigInt(row.cart_viewers),
    orders: BigInt(row.orders),
    engagements: BigInt(row.engagements),
    lateEngagements: BigInt(row.late),
    grossMinor: BigInt(row.gross),
    cancelledMinor: BigInt(row.cancelled),
    returnedMinor: BigInt(row.returned),
    netMinor: BigInt(row.net),
    commissionMinor: BigInt(row.commission),
  };
}

/** A share of more than this is shown as this: GraphQL's whole numbers end at 2^31. */
const MOST_BPS = 2_000_000_000n;
const toInt = (bps: bigint | null): number | null => (bps === null ? null : Number(bps > MOST_BPS ? MOST_BPS : bps));

export function shownShare(share: Share | ShareWithInterval): ReportShare {
  const [from, to] = 'fromBps' in share ? [share.fromBps, share.toBps] : [null, null];
  const { numerator, denominator, bps } = share;
  return {
    ...{ numerator: numerator.toString(), denominator: denominator.toString() },
    ...{ bps: toInt(bps), fromBps: toInt(from), toBps: toInt(to) },
  };
}

export const shownAverage = ({ numerator, denominator, value }: Average): ReportAverage => ({
  numerator: numerator.toString(),
  denominator: denominator.toString(),
  value: value === null ? null : value.toString(),
});

function shownRatios(found: Metrics): ReportRow['ratios'] {
  return {
    viewRate: shownShare(found.viewRate),
    completion: shownShare(found.completion),
    clickThrough: shownShare(found.clickThrough),
    addToCart: shownShare(found.addToCart),
    conversion: shownShare(found.conversion),
    clickToOrder: shownShare(found.clickToOrder),
    returnRate: shownShare(found.returnRate),
    effectiveRate: shownShare(found.effectiveRate),
    lateShare: shownShare(found.lateShare),
    averageWatch: shownAverage(found.averageWatch),
    averageOrder: shownAverage(found.averageOrder),
    perClick: shownAverage(found.perClick),
    perThousandViews: shownAverage(found.perThousandViews),
  };
}

export function shownRow(row: FoundRow): ReportRow {
  const { key, name, currency, impressions, views, viewers, clicks, orders } = row;
  const decimals = decimalsOf(currency);
  const money = (amountMinor: string): MoneyType => ({ amountMinor, currency, decimals });
  return {
    ...{ key, name, currency },
    sales: {
      gross: money(row.gross),
      cancelled: money(row.cancelled),
      returned: money(row.returned),
      net: money(row.net),
    },
    commission: {
      total: money(row.commission),
      pending: money(row.pending),
      review: money(row.review),
      payable: money(row.payable),
      inTransit: money(row.in_transit),
      paid: money(row.paid),
      reversed: money(row.reversed),
    },
    counts: {
      ...{ impressions, views, viewers, clicks, orders },
      ...{ viewableViews: row.viewable, qualifiedViews: row.qualified, watchedMs: row.watched_ms },
    },
    ratios: shownRatios(metricsOf(countedOf(row))),
  };
}
