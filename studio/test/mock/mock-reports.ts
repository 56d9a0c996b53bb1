// What the mock API answers about reports: rows of each kind, one without a video, and totals that are their sums.
import { dayBefore } from '../../src/ui/format/time.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

type Args = PageArgs & { by: string; from?: string; to?: string | null; storeId?: string | null };
type Sums = {
  gross: bigint;
  cancelled: bigint;
  returned: bigint;
  commission: bigint;
  qualified: bigint;
  orders: bigint;
};

const money = (amount: bigint) => ({ amountMinor: amount.toString(), currency: 'KZT', decimals: 2 });
const share = (numerator: bigint, denominator: bigint, ends: readonly [number, number] | null = null) => ({
  ...{ numerator: numerator.toString(), denominator: denominator.toString(), fromBps: ends?.[0] ?? null },
  ...{ toBps: ends?.[1] ?? null, bps: denominator === 0n ? null : Number((numerator * 10_000n) / denominator) },
});
const average = (numerator: bigint, denominator: bigint) => ({
  ...{ numerator: numerator.toString(), denominator: denominator.toString() },
  value: denominator === 0n ? null : (numerator / denominator).toString(),
});

function row(key: string, name: string | null, sums: Sums) {
  const { gross, cancelled, returned, commission, qualified, orders } = sums;
  const net = gross - cancelled - returned;
  const [viewers, clicks, views] = [(qualified * 4n) / 5n, qualified / 6n, qualified * 3n];
  const count = (value: bigint) => value.toString();
  const paid = commission / 2n;
  return {
    ...{ key, name, currency: 'KZT' },
    sales: { gross: money(gross), cancelled: money(cancelled), returned: money(returned), net: money(net) },
    commission: {
      ...{ total: money(commission), pending: money(commission - paid), review: money(0n), payable: money(0n) },
      ...{ inTransit: money(0n), paid: money(paid), reversed: money(returned / 10n) },
    },
    counts: {
      ...{ impressions: count(views * 2n), views: count(views), viewableViews: count(qualified * 2n) },
      ...{ qualifiedViews: count(qualified), viewers: count(viewers), clicks: count(clicks), orders: count(orders) },
      watchedMs: count(views * 9_400n),
    },
    ratios: {
      ...{ viewRate: share(qualified, qualified * 2n), completion: share(qualified / 4n, views) },
      ...{ clickThrough: share(clicks, qualified), addToCart: share(viewers / 11n, viewers) },
      conversion: share(orders, viewers, viewers === 0n ? null : [361, 544]),
      ...{ clickToOrder: share(orders, clicks), returnRate: share(cancelled + returned, gross) },
      ...{
        effectiveRate: share(commission, net),
        lateShare: share(0n, views),
        averageWatch: average(views * 9_400n, views),
      },
      ...{ averageOrder: average(gross, orders), perClick: average(commission, clicks) },
      perThousandViews: average(commission * 1000n, qualified),
    },
  };
}

const sums = (gross: bigint, cancelled: bigint, returned: bigint, qualified: bigint, orders: bigint): Sums => {
  const commission = (gross - cancelled - returned) / 10n;
  return { gross, cancelled, returned, commission, qualified, orders };
};

/** The same money, cut five ways. */
const PARTS: Sums[] = [
  sums(98_700_000n, 1_200_000n, 4_350_000n, 1840n, 58n),
  sums(31_250_000n, 0n, 890_000n, 612n, 17n),
  sums(18_352_500n, 640_000n, 1_742_500n, 0n, 12n),
];
const NAMES: Record<string, [string, string | null][]> = {
  VIDEO: [
    ['vid_mug', 'The mug I take everywhere'],
    ['vid_loafers', 'Loafers in the snow'],
    ['', null],
  ],
  CREATOR: [
    ['cre_creator', 'Dana Akhmetova'],
    ['cre_2', 'Timur Seitkali'],
    ['cre_3', 'Aliya Omarova'],
  ],
  PRODUCT: [
    ['prd_mug', 'Stoneware mug'],
    ['prd_loafers', 'Suede loafers'],
    ['prd_lamp', 'Reading lamp'],
  ],
  STORE: [
    ['sto_aina', 'Aina Home'],
    ['sto_tau', 'Tau Outdoor'],
    ['sto_qyz', 'Qyz Beauty'],
  ],
};

function rowsOf({ by, from, to }: Args) {
  if (by !== 'DAY' && by !== 'MONTH')
    return (NAMES[by] ?? fail('BAD_INPUT')).map(([key, name], at) => row(key, name, PARTS[at] ?? fail('BAD_INPUT')));
  const all = [...Array(900).keys()].map((back) => dayBefore(back));
  const within = all.filter((day) => day >= (from ?? dayBefore(29)) && day <= (to ?? dayBefore(0)));
  const days = by === 'DAY' ? within : [...new Set(within.map((day) => `${day.slice(0, 7)}-01`))];
  return days.map((day, at) => {
    const wave = BigInt(3 + ((at * 7) % 11));
    return row(day, day, sums(wave * 420_000n, 0n, wave * 18_000n, wave * 9n, wave / 3n));
  });
}

function total(): Sums {
  const of = (name: keyof Sums) => PARTS.reduce((sum, part) => sum + part[name], 0n);
  return {
    ...{ gross: of('gross'), cancelled: of('cancelled'), returned: of('returned') },
    ...{ commission: of('commission'), qualified: of('qualified'), orders: of('orders') },
  };
}

const answer = (args: Args, partners: object[]) => ({
  ...pageOf(rowsOf(args), args),
  ...{ from: args.from ?? '', to: dayBefore(0), totals: [row('', null, total())], partners },
});

/** Falls as such curves do: fast at first, then slowly; a little less in every second. */
const stillThere = (second: number) => Math.round(1200 * (0.35 + 0.65 * Math.exp(-second / 9)));

export const reportAnswers = {
  customerReport: ({ marginBps, costs }: { marginBps?: number | null; costs?: string | null }, context: Context) => {
    mustBe(context, 'store_owner', 'finance', 'administrator');
    if (costs && Number.isNaN(Number(costs))) fail('BAD_INPUT', 'Write an amount.', { field: 'costs' });
    const spent = 13_948_000n + BigInt(Math.round(Number(costs ?? 0) * 100));
    const margin = marginBps ? (139_480_000n * BigInt(marginBps)) / 10_000n : null;
    const months = [0, 1, 2, 3, 4].map((back) => `${dayBefore(back * 30).slice(0, 7)}-01`);
    return {
      ...{ firstOrders: 64, newCustomers: 41, spent: money(spent), margin: margin === null ? null : money(margin) },
      costOfCustomer: average(spent, 41n),
      returnOnSpending: margin === null ? null : share(margin - spent, spent),
      cohorts: months.map((month, at) => ({
        ...{ month, customers: 41 - at * 3 },
        perCustomer: [1, 3, 6, 12].map((span) => (at >= span ? money(BigInt(1_700_000 + at * 90_000 * span)) : null)),
      })),
    };
  },
  videoRetention: ({ videoId }: { videoId: string }, context: Context) => {
    mustBe(context, 'creator', 'store_owner', 'finance', 'administrator');
    const seconds = [...Array(videoId === 'vid_mug' ? 24 : 0).keys()];
    const views = seconds.length > 0 ? 1200 : 0;
    const cartAdds = seconds.map((second) => (second % 5 === 3 ? second : 0));
    return { durationMs: seconds.length * 1000, views, allViews: views * 7, seen: seconds.map(stillThere), cartAdds };
  },
  report: (args: Args, context: Context) => {
    mustBe(context, 'store_owner', 'finance', 'administrator');
    return answer(args, [{ currency: 'KZT', active: 3, inactive: 9, bringMost: 2 }]);
  },
  myReport: (args: Args, context: Context) => {
    mustBe(context, 'creator');
    return context.key === 'fresh' ? { ...answer(args, []), nodes: [], totalCount: 0, totals: [] } : answer(args, []);
  },
};
