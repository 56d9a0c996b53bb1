// What the mock API answers about what a store's videos weigh.
import { days, videos } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const GB_MINOR = 4500n;
const share = (part: number, whole: number) => ({
  ...{ numerator: String(part), denominator: String(whole), fromBps: null, toBps: null },
  bps: whole === 0 ? null : Math.round((part * 10_000) / whole),
});
const average = (sum: number, count: number) => ({
  ...{
    numerator: String(sum),
    denominator: String(count),
    value: count === 0 ? null : String(Math.round(sum / count)),
  },
});
const money = (amountMinor: bigint) => ({ amountMinor: String(amountMinor), currency: 'KZT', decimals: 2 });

function rowOf(key: string, name: string | null, views: number, orders: number) {
  const bytes = views * 2_400_000;
  const saver = Math.round(views / 10);
  const cost = (BigInt(bytes) * GB_MINOR) / 1_000_000_000n;
  return {
    ...{ key, name, views: String(views), bytes: String(bytes), orders: String(orders) },
    ...{ perView: average(bytes, views), perOrder: average(bytes, orders), ahead: share(bytes * 0.06, bytes) },
    ...{ av1: share(bytes * 0.8, bytes), av1SavedBytes: views === 0 ? null : String(Math.round(bytes * 0.35)) },
    ...{ perSaverView: average(saver * 700_000, saver), perOtherView: average(bytes - saver * 700_000, views - saver) },
    ...{ cost: money(cost), costPerOrder: orders === 0 ? null : money(cost / BigInt(orders)) },
  };
}

const terms = {
  ...{ storeId: 'sto_aina', gigabyte: money(GB_MINOR) as ReturnType<typeof money> | null },
  visitorMegabytes: null as number | null,
};

type Asked = PageArgs & { storeId: string; by: 'VIDEO' | 'DAY' };

export const trafficAnswers = {
  bytesReport: (args: Asked, context: Context) => {
    mustBe(context, 'store_owner', 'administrator', 'finance');
    const isEmpty = args.storeId === 'sto_tau';
    const all =
      args.by === 'DAY'
        ? days(21).map(({ day }, at) => rowOf(day, day, 120 + at * 7, at % 4))
        : videos.map(({ id, title }, at) => rowOf(id, title, 1900 - at * 130, 30 - at));
    const page = pageOf(isEmpty ? [] : all, args);
    return {
      ...page,
      from: '2026-11-01',
      to: '2026-11-21',
      total: rowOf('', null, isEmpty ? 0 : 12_400, isEmpty ? 0 : 214),
    };
  },
  bytesDays: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator', 'finance');
    return days(21).map(({ day }, at) => rowOf(day, day, storeId === 'sto_tau' ? 0 : 120 + at * 7, at % 4));
  },
  deliveryTerms: ({ storeId }: { storeId: string }, context: Context) => {
    mustBe(context, 'store_owner', 'administrator', 'finance');
    return storeId === 'sto_tau' ? { storeId, gigabyte: null, visitorMegabytes: null } : terms;
  },
  setDeliveryTerms: (
    {
      terms: said,
    }: { terms: { gigabytePrice: string | null; gigabyteCurrency: string | null; visitorMegabytes: number | null } },
    context: Context,
  ) => {
    mustBe(context, 'store_owner');
    const { gigabytePrice, visitorMegabytes } = said;
    if (gigabytePrice !== null && !/^\d+(\.\d{1,2})?$/.test(gigabytePrice)) {
      fail('BAD_INPUT', 'This is no price.', { field: 'gigabytePrice' });
    }
    const [whole = '', rest = ''] = gigabytePrice?.split('.') ?? [];
    const minor = gigabytePrice === null ? null : BigInt(`${whole}${rest.padEnd(2, '0')}`);
    return Object.assign(terms, { gigabyte: minor === null ? null : money(minor), visitorMegabytes });
  },
};
