// What the sales of a programme show by themselves: the same shopper again, too many in an hour, a day far above the usual, returns.
import { wilson } from '../../base/wilson.rules.js';
import type { AlertDraft } from '../alert.rules.js';
import { byCreator, DAY_MS, ordersOf, unitsOf, within, type Sale } from './sale.rules.js';
import { medianOf, percent, type Thresholds } from './thresholds.rules.js';

/** The creator's sales to one customer within some days, the newest of them in the last two. */
export function sameShopper(sales: readonly Sale[], now: Date, terms: Thresholds): AlertDraft[] {
  const { orders, days } = terms.sameShopper;
  const since = new Date(now.getTime() - 2 * DAY_MS);
  const known = sales.filter((sale) => sale.customer !== null);
  const pairs = Map.groupBy(known, (sale) => JSON.stringify([sale.creatorId, sale.customer]));
  return [...pairs].flatMap(([pair, own]): AlertDraft[] => {
    const newest = own.reduce((last, sale) => (sale.at > last.at ? sale : last), own[0] as Sale);
    if (newest.at < since) return [];
    const span = own.filter((sale) => newest.at.getTime() - sale.at.getTime() <= days * DAY_MS);
    if (ordersOf(span) < orders) return [];
    const params = { orders: String(ordersOf(span)), days: String(days) };
    return [
      {
        ...{ rule: 'SAME_SHOPPER', creatorId: newest.creatorId, orderId: newest.orderId },
        key: JSON.stringify([pair, newest.orderId]),
        facts: [{ code: 'SAME_SHOPPER', params }],
        units: unitsOf(span),
      },
    ];
  });
}

/** Hours of the last two days with many times the orders that this hour of the day usually has. */
export function velocity(sales: readonly Sale[], now: Date, terms: Thresholds): AlertDraft[] {
  const { orders, times, days } = terms.velocity;
  const since = new Date(now.getTime() - 2 * DAY_MS);
  return [...byCreator(sales)].flatMap(([creatorId, own]) => {
    const hours = Map.groupBy(within(own, since, now), ({ day, hour }) => JSON.stringify([day, hour]));
    return [...hours].flatMap(([key, inHour]): AlertDraft[] => {
      const [first] = inHour;
      if (!first) return [];
      const from = new Date(first.at.getTime() - days * DAY_MS);
      const before = within(own, from, first.at).filter((sale) => sale.hour === first.hour && sale.day !== first.day);
      const usual = ordersOf(before) / days;
      if (ordersOf(inHour) <= Math.max(orders, times * usual)) return [];
      const params = { orders: String(ordersOf(inHour)), usual: usual.toFixed(1), at: first.at.toISOString() };
      return [
        {
          ...{ rule: 'VELOCITY', creatorId, key, orderId: null, units: unitsOf(inHour) },
          facts: [{ code: 'VELOCITY', params }],
        },
      ];
    });
  });
}

/** Sums by day, the whole days of `days` before the day that is asked about. */
function dailySums(sales: readonly Sale[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { day, amountMinor } of sales) sums.set(day, (sums.get(day) ?? 0n) + amountMinor);
  return sums;
}

/**
 * A day far above the creator's own usual one. Who has sold on few days has no usual day; a handful of sales is no spike.
 * `days`: the days of the span, oldest first, ending with the one that is asked about.
 */
export function earningsSpike(sales: readonly Sale[], days: readonly string[], terms: Thresholds): AlertDraft[] {
  const { times, activeDays, sales: least } = terms.spike;
  const asked = days.at(-1);
  if (asked === undefined) return [];
  return [...byCreator(sales)].flatMap(([creatorId, own]): AlertDraft[] => {
    const sums = dailySums(own);
    const before = days.slice(0, -1).flatMap((day) => sums.get(day) ?? []);
    const today = own.filter((sale) => sale.day === asked);
    if (before.length < activeDays || ordersOf(today) < least) return [];
    const [sum, usual] = [sums.get(asked) ?? 0n, medianOf(before)];
    if (usual === 0n || sum <= usual * BigInt(times)) return [];
    const params = { day: asked, times: (sum / usual).toString(), orders: String(ordersOf(today)) };
    return [
      {
        ...{ rule: 'EARNINGS_SPIKE', creatorId, key: asked, orderId: null, units: unitsOf(today) },
        facts: [{ code: 'EARNINGS_SPIKE', params }],
      },
    ];
  });
}

/**
 * What creators of the first days earned above the day's amount, the sale that passes it with it: each order in the turn in which
 * they were made. `since`: when each creator came. Only the days of the last two are asked again: a hold of before stands.
 */
export function newcomerLimit(
  sales: readonly Sale[],
  since: ReadonlyMap<string, Date>,
  dailyMinor: bigint | null,
  now: Date,
  terms: Thresholds,
): AlertDraft[] {
  if (dailyMinor === null) return [];
  const recently = new Date(now.getTime() - 2 * DAY_MS);
  const days = Map.groupBy(sales, ({ creatorId, day }) => JSON.stringify([creatorId, day]));
  return [...days.values()].flatMap((whole): AlertDraft[] => {
    const { creatorId, day } = whole[0] as Sale;
    const came = since.get(creatorId);
    if (!came || within(whole, recently, now).length === 0) return [];
    const newUntil = came.getTime() + terms.newcomer.days * DAY_MS;
    let sum = 0n;
    const above = whole
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .filter((sale) => (sum += sale.amountMinor) > dailyMinor && sale.at.getTime() < newUntil);
    const params = { day, orders: String(ordersOf(above)) };
    return above.map((sale) => ({
      ...{ rule: 'NEW_CREATOR_LIMIT', creatorId, key: JSON.stringify([sale.orderId, sale.lineId]) },
      ...{ orderId: sale.orderId, facts: [{ code: 'NEW_CREATOR_LIMIT', params }], units: unitsOf([sale]) },
    }));
  });
}

/** A creator whose sales come back surely more than twice as often as those of the others. A month is told once. */
export function refundAnomaly(sales: readonly Sale[], month: string, terms: Thresholds): AlertDraft[] {
  const { orders, times } = terms.refunds;
  return [...byCreator(sales)].flatMap(([creatorId, own]): AlertDraft[] => {
    const others = sales.filter((sale) => sale.creatorId !== creatorId);
    // With few others there is no usual share; chance alone would name somebody.
    if (ordersOf(own) < orders || ordersOf(others) < orders) return [];
    const share = (list: readonly Sale[]) => [ordersOf(list.filter((sale) => sale.returned)), ordersOf(list)] as const;
    const [mine, all] = [share(own), share(others)];
    const usual = all[0] / all[1];
    // The upper bound of the others: where they are few, their share is a guess that may not speak against anybody.
    if (wilson(...mine).low <= times * wilson(...all).high) return [];
    const params = { returned: String(mine[0]), orders: String(mine[1]), usual: percent(usual) };
    return [
      {
        ...{ rule: 'REFUND_ANOMALY', creatorId, key: month, orderId: null, units: unitsOf(own) },
        facts: [{ code: 'REFUND_ANOMALY', params }],
      },
    ];
  });
}

/** Orders for each qualified view surely above five times what the others have. `views`: of the same span, by creator. */
export function conversionAnomaly(
  sales: readonly Sale[],
  views: ReadonlyMap<string, number>,
  month: string,
  terms: Thresholds,
): AlertDraft[] {
  const { orders, times } = terms.conversion;
  // Codes and links need no view of ours.
  const onSite = sales.filter((sale) => sale.instrument?.startsWith('onsite_'));
  const whole = [...views.values()].reduce((sum, count) => sum + count, 0);
  return [...byCreator(onSite)].flatMap(([creatorId, own]): AlertDraft[] => {
    const mine = { views: views.get(creatorId) ?? 0, orders: ordersOf(own) };
    const rest = { views: whole - mine.views, orders: ordersOf(onSite.filter((sale) => sale.creatorId !== creatorId)) };
    if (mine.orders < orders || rest.orders < orders || rest.views < 1) return [];
    // A click may sell without a view that counts: a share above one is taken as one.
    const bounds = (one: typeof mine) => wilson(Math.min(one.orders, one.views), Math.max(one.views, 1));
    const usual = rest.orders / rest.views;
    if (bounds(mine).low <= times * bounds(rest).high) return [];
    const params = { orders: String(mine.orders), views: String(mine.views), usual: percent(usual) };
    return [
      {
        ...{ rule: 'CONVERSION_ANOMALY', creatorId, key: month, orderId: null, units: unitsOf(own) },
        facts: [{ code: 'CONVERSION_ANOMALY', params }],
      },
    ];
  });
}
