// The rules of the daily looks: what each must find, and honest traffic of any shape that none may touch.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Buyer } from '../queue/shown.rules.js';
import { mutualRings, ownRings, sharedIdentities, type RingCreator } from './rings.rules.js';
import type { Sale } from './sale.rules.js';
import {
  conversionAnomaly,
  earningsSpike,
  newcomerLimit,
  refundAnomaly,
  sameShopper,
  velocity,
} from './sales.rules.js';
import { stopsOf, type DayOfProgramme } from './stops.rules.js';
import { medianOf, thresholdsOn } from './thresholds.rules.js';
import { wilson } from '../../base/wilson.rules.js';
import { Dice } from '../../../test/cases/dice.js';
import {
  heardOf,
  leakedCodes,
  manySessions,
  replayedViews,
  thresholdHugging,
  untimedViews,
  type SeenView,
} from './views.rules.js';

const TERMS = thresholdsOn('2026-11-26');
const NOW = new Date('2026-11-26T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let made = 0;
const sale = (change: Partial<Sale> & { agoMs?: number } = {}): Sale => {
  const { agoMs = HOUR, ...rest } = change;
  const at = rest.at ?? new Date(NOW.getTime() - agoMs);
  const id = `o${++made}`;
  return {
    ...{ orderId: id, lineId: '1', creatorId: 'cre_a', at, day: at.toISOString().slice(0, 10), hour: at.getUTCHours() },
    ...{
      customer: `c-${id}`,
      videoId: 'vid_a',
      instrument: 'onsite_view',
      amountMinor: 1000n,
      returned: false,
      holdable: true,
    },
    ...rest,
  };
};
const many = (count: number, change: (at: number) => Partial<Sale> & { agoMs?: number }): Sale[] =>
  Array.from({ length: count }, (_, at) => sale(change(at)));
const rulesOf = (drafts: { rule: string; creatorId: string | null; units: unknown[] }[]) =>
  drafts.map(({ rule, creatorId, units }) => [rule, creatorId, units.length]);
const DAYS = Array.from({ length: 29 }, (_, at) =>
  new Date(NOW.getTime() - (29 - at) * DAY).toISOString().slice(0, 10),
);

describe('sales', () => {
  it('the same shopper three times in a week is held with those orders; twice is not, nor in three weeks', () => {
    const to = (customer: string, days: number[]) => days.map((day) => sale({ customer, agoMs: day * DAY + HOUR }));
    expect(rulesOf(sameShopper(to('x', [0, 3, 6]), NOW, TERMS))).toEqual([['SAME_SHOPPER', 'cre_a', 3]]);
    expect(sameShopper(to('x', [0, 6]), NOW, TERMS)).toEqual([]);
    expect(sameShopper(to('x', [0, 8, 16]), NOW, TERMS)).toEqual([]);
    expect(
      sameShopper(
        many(9, () => ({ customer: null })),
        NOW,
        TERMS,
      ),
    ).toEqual([]);
    // Several lines of one order are one order.
    expect(
      sameShopper(
        [1, 2, 3].map((n) => sale({ customer: 'x', orderId: 'one', lineId: `${n}` })),
        NOW,
        TERMS,
      ),
    ).toEqual([]);
  });

  it('an hour of eleven orders where none are usual is held; eleven where two a day are usual is not', () => {
    const rush = (n: number) => many(n, (at) => ({ agoMs: 1.5 * HOUR + at * 1000 }));
    expect(rulesOf(velocity(rush(11), NOW, TERMS))).toEqual([['VELOCITY', 'cre_a', 11]]);
    expect(velocity(rush(10), NOW, TERMS)).toEqual([]);
    const usual = Array.from({ length: 27 }, (_, day) =>
      many(2, () => ({ agoMs: (day + 1) * DAY + 1.5 * HOUR })),
    ).flat();
    expect(velocity([...usual, ...rush(11)], NOW, TERMS)).toEqual([]);
    expect(velocity([...usual, ...rush(13)], NOW, TERMS)).toHaveLength(1);
  });

  it('a day above five usual ones is held; not of a beginner, not for a handful of sales', () => {
    const usual = Array.from({ length: 8 }, (_, day) => many(10, () => ({ agoMs: (day + 2) * DAY }))).flat();
    const big = (count: number, amountMinor: bigint) => many(count, () => ({ agoMs: DAY, amountMinor }));
    expect(rulesOf(earningsSpike([...usual, ...big(10, 5001n)], DAYS, TERMS))).toEqual([
      ['EARNINGS_SPIKE', 'cre_a', 10],
    ]);
    expect(earningsSpike([...usual, ...big(10, 5000n)], DAYS, TERMS)).toEqual([]);
    expect(earningsSpike([...usual, ...big(9, 99_000n)], DAYS, TERMS)).toEqual([]);
    expect(earningsSpike(big(50, 9_000n), DAYS, TERMS)).toEqual([]);
  });

  it('what a newcomer earns above the day’s amount is held, in the order of the sales; who came 30 days ago is free', () => {
    const hours = (list: number[], change: Partial<Sale> = {}) =>
      list.map((hoursAgo) => sale({ agoMs: hoursAgo * HOUR, orderId: `h${hoursAgo}`, ...change }));
    const came = (daysAgo: number) => new Map([['cre_a', new Date(NOW.getTime() - daysAgo * DAY)]]);
    const found = (sales: Sale[], daily: bigint | null, daysAgo = 3) =>
      newcomerLimit(sales, came(daysAgo), daily, NOW, TERMS).flatMap((one) => one.units.map((unit) => unit.orderId));
    // A thousand each; the third passes 2,500 and is held whole, however the list is sorted.
    const day = hours([1, 3, 5, 7]);
    expect(found(day, 2500n)).toEqual(['h3', 'h1']);
    expect(found(day.toReversed(), 2500n)).toEqual(['h3', 'h1']);
    expect([...found(day, 4000n), ...found(day, null)]).toEqual([]);
    // Thirty days after coming a sale is free, one before is not.
    expect(found(day, 2500n, 30 + 2 / 24)).toEqual(['h3']);
    // Days are apart, creators too, and what is paid already cannot be held.
    expect(found(hours([1, 25]), 1500n)).toEqual([]);
    expect(found([...hours([1]), ...hours([2], { creatorId: 'cre_b' })], 1500n)).toEqual([]);
    expect(found([...hours([1, 3], { holdable: false }), ...hours([72, 73])], 500n)).toEqual([]);
  });

  it('returns far above those of others are held once a month', () => {
    const of = (creatorId: string, count: number, returned: number) =>
      many(count, (at) => ({ creatorId, returned: at < returned, holdable: at >= returned }));
    expect(rulesOf(refundAnomaly([...of('cre_a', 40, 20), ...of('cre_b', 200, 20)], '2026-11', TERMS))).toEqual([
      ['REFUND_ANOMALY', 'cre_a', 20],
    ]);
    expect(refundAnomaly([...of('cre_a', 40, 10), ...of('cre_b', 200, 20)], '2026-11', TERMS)).toEqual([]);
    expect(refundAnomaly([...of('cre_a', 29, 29), ...of('cre_b', 200, 20)], '2026-11', TERMS)).toEqual([]);
    expect(refundAnomaly(of('cre_a', 40, 40), '2026-11', TERMS)).toEqual([]);
  });

  it('orders without views that could explain them are held', () => {
    const of = (creatorId: string, count: number) => many(count, () => ({ creatorId }));
    const both = [...of('cre_a', 30), ...of('cre_b', 100)];
    const views = (mine: number) =>
      new Map([
        ['cre_a', mine],
        ['cre_b', 10_000],
      ]);
    expect(rulesOf(conversionAnomaly(both, views(100), '2026-11', TERMS))).toEqual([
      ['CONVERSION_ANOMALY', 'cre_a', 30],
    ]);
    expect(conversionAnomaly(both, views(3000), '2026-11', TERMS)).toEqual([]);
    expect(conversionAnomaly(both, views(600), '2026-11', TERMS)).toEqual([]);
  });

  // Chance alone will name somebody at last: what is measured is how rarely.
  it('of a thousand honest creators of any size, two at most are touched', () => {
    const dice = new Dice(2026);
    let creators = 0;
    const found = Array.from({ length: 300 }, () => {
      const shops = Array.from({ length: 2 + dice.below(4) }, () => ({
        perDay: 1 + dice.below(8),
        returns: 3 + dice.below(4),
      }));
      creators += shops.length;
      const sales = shops.flatMap(({ perDay, returns }, who) =>
        Array.from({ length: 30 }, (_, day) => day).flatMap((day) =>
          // Twice the usual on some days, at any hour, from a few thousand customers.
          many(perDay * (dice.below(7) === 0 ? 2 : 1), () => ({
            ...{ creatorId: `cre_${who}`, agoMs: day * DAY + dice.below(24) * HOUR },
            ...{ customer: `c${who}-${dice.below(4000)}`, amountMinor: BigInt(500 + dice.below(1500)) },
            returned: dice.chance(returns),
          })),
        ),
      );
      const views = new Map(
        shops.map((_, who) => [`cre_${who}`, 40 * sales.filter((s) => s.creatorId === `cre_${who}`).length]),
      );
      return [
        ...velocity(sales, NOW, TERMS),
        ...earningsSpike(sales, DAYS, TERMS),
        ...refundAnomaly(sales, '2026-11', TERMS),
        ...conversionAnomaly(sales, views, '2026-11', TERMS),
      ];
    }).flat();
    expect(creators).toBeGreaterThan(1000);
    expect(found.length).toBeLessThanOrEqual(2);
  });
});

describe('rings', () => {
  const none = {
    customer: new Set<string>(),
    email: new Set<string>(),
    phone: new Set<string>(),
    device: new Set<string>(),
  };
  const creator = (id: string, own: Partial<RingCreator['own']> = {}, since = 0): RingCreator => ({
    id,
    since: new Date(since),
    own: { ...none, ...own },
  });
  const dana = creator('cre_a', { email: new Set(['dana']), device: new Set(['tablet']) });
  const buyer = (change: Partial<Buyer> = {}): Buyer => ({
    customer: null,
    email: null,
    phone: null,
    device: null,
    ...change,
  });
  const find = (buyers: Buyer[], creators = [dana]) => {
    const sales = buyers.map((_, at) => sale({ orderId: `r${at}` }));
    return ownRings(creators, new Map(buyers.map((one, at) => [`r${at}`, one])), sales, TERMS);
  };

  it('finds the creator by what became known later, and friends by the phone of an own purchase', () => {
    expect(find([buyer({ device: 'tablet', customer: 'x' })]).map((d) => d.facts)).toEqual([
      [{ code: 'OWN_TRAIT', params: { trait: 'device' } }],
    ]);
    const ring = find([
      buyer({ email: 'dana', phone: '7' }),
      buyer({ customer: 'f1', phone: '7' }),
      buyer({ customer: 'f2', phone: '8' }),
    ]);
    expect(ring.map((d) => [d.orderId, d.facts[0]?.code])).toEqual([
      ['r0', 'OWN_TRAIT'],
      ['r1', 'CIRCLE_TRAIT'],
    ]);
  });

  it('a shared device alone is a household until it buys three times', () => {
    const home = (n: number) => [
      buyer({ email: 'dana', device: 'home' }),
      ...Array.from({ length: n }, (_, at) => buyer({ customer: `f${at}`, device: 'home' })),
    ];
    expect(find(home(2)).map((d) => d.orderId)).toEqual(['r0']);
    expect(find(home(3))).toHaveLength(4);
  });

  it('a phone of a till or an office links nobody', () => {
    const till = [
      buyer({ email: 'dana', phone: 'till' }),
      ...Array.from({ length: 6 }, (_, at) => buyer({ customer: `f${at}`, phone: 'till' })),
    ];
    expect(find(till).map((d) => d.orderId)).toEqual(['r0']);
  });

  it('two creators who keep buying from one another are held, one purchase is a present', () => {
    const timur = creator('cre_b', { email: new Set(['timur']) });
    const deal = (there: number, back: number) => {
      const sales = [...many(there, () => ({ creatorId: 'cre_b' })), ...many(back, () => ({ creatorId: 'cre_a' }))];
      const buyers = new Map(
        sales.map((s) => [s.orderId, buyer({ email: s.creatorId === 'cre_b' ? 'dana' : 'timur' })]),
      );
      return mutualRings([dana, timur], buyers, sales, TERMS);
    };
    expect(deal(2, 2)).toHaveLength(4);
    expect(deal(5, 1)).toEqual([]);
    expect(deal(1, 1)).toEqual([]);
  });

  it('of two accounts with one device the younger is named, and strangers never', () => {
    const shared = [
      creator('cre_b', { device: new Set(['tablet']) }, 5),
      dana,
      creator('cre_c', { phone: new Set(['9']) }),
    ];
    expect(sharedIdentities(shared, []).map((d) => [d.creatorId, d.key])).toEqual([['cre_b', 'cre_a']]);
  });

  it('buyers who share nothing with anybody are left alone, however many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const strangers = Array.from({ length: count }, (_, at) =>
          buyer({ customer: `c${at}`, email: `e${at}`, phone: `p${at % 7}-${Math.floor(at / 2)}`, device: `d${at}` }),
        );
        expect(
          find([buyer({ email: 'dana', phone: 'own', device: 'own-phone' }), ...strangers]).map((d) => d.orderId),
        ).toEqual(['r0']);
      }),
    );
  });
});

describe('views', () => {
  const view = (watchedMs: number, segments = `${++made}`, segmentCount = 3): SeenView => ({
    viewId: `v${++made}`,
    watchedMs,
    neededMs: 10_000,
    segments,
    segmentCount,
    claimedMs: watchedMs,
    heardMs: watchedMs - 4_500,
  });
  const video = (views: SeenView[]) => ({ videoId: 'vid_a', creatorId: 'cre_a', views });
  const paid = [sale({}), sale({ instrument: 'onsite_click' }), sale({ videoId: 'vid_b' }), sale({ holdable: false })];

  it('views that end when they count hold what came from views of that video, and nothing else', () => {
    const hug = Array.from({ length: 50 }, (_, at) => view(at < 41 ? 10_400 : 25_000));
    expect(rulesOf(thresholdHugging(video(hug), '2026-11-26', paid, TERMS))).toEqual([
      ['THRESHOLD_HUGGING', 'cre_a', 1],
    ]);
    expect(thresholdHugging(video(hug.slice(1)), '2026-11-26', paid, TERMS)).toEqual([]);
    expect(
      thresholdHugging(video(hug.map((v, at) => (at === 0 ? view(11_000) : v))), '2026-11-26', paid, TERMS),
    ).toEqual([]);
  });

  it('twenty views with the same pauses are one recording', () => {
    const copies = (n: number, count = 3) => Array.from({ length: n }, () => view(15_000, 'same', count));
    expect(replayedViews(video(copies(20)), '2026-11-26', paid, TERMS)).toHaveLength(1);
    expect(replayedViews(video(copies(19)), '2026-11-26', paid, TERMS)).toEqual([]);
    // Watched without a pause: many do so to the same second.
    expect(replayedViews(video(copies(200, 1)), '2026-11-26', paid, TERMS)).toEqual([]);
  });

  it('one viewer again and again is held with the orders of that device', () => {
    const eager = (repeats: number) => [
      { creatorId: 'cre_a', viewerId: 'viw', repeats, orderIds: [paid[0]?.orderId ?? ''] },
    ];
    expect(rulesOf(manySessions(eager(21), '2026-11-26', paid, TERMS))).toEqual([['MANY_SESSIONS', 'cre_a', 1]]);
    expect(manySessions(eager(20), '2026-11-26', paid, TERMS)).toEqual([]);
  });

  it('views told all at once are held where others are heard of as they watch', () => {
    const told = (heardMs: (at: number) => number, creatorId: string, count = 60) => {
      const views = Array.from({ length: count }, (_, at) => ({ ...view(15_000), heardMs: heardMs(at) }));
      return heardOf({ videoId: `vid_${creatorId.slice(-1)}`, creatorId, views }, TERMS);
    };
    const script = told(() => 0, 'cre_a');
    expect(script).toMatchObject({ long: 60, untimed: 60 });
    const honest = told((at) => (at % 12 === 0 ? 0 : 10_500), 'cre_b');
    expect(honest).toMatchObject({ long: 60, untimed: 5 });
    expect(rulesOf(untimedViews([script, honest], 'd', paid, TERMS))).toEqual([['UNTIMED_VIEWS', 'cre_a', 1]]);
    // A shop's server that gathers events makes everybody alike; alone there is nobody to compare with.
    expect(untimedViews([script, told(() => 0, 'cre_b')], 'd', paid, TERMS)).toEqual([]);
    expect(untimedViews([script], 'd', paid, TERMS)).toEqual([]);
    expect(untimedViews([told(() => 0, 'cre_a', 49), honest], 'd', paid, TERMS)).toEqual([]);
    // A late first heartbeat and a slow way are no offence.
    expect(told(() => 4_600, 'cre_a').untimed).toBe(0);
  });

  it('people who stop when they like are left alone', () => {
    const watched = fc.array(fc.integer({ min: 10_000, max: 40_000 }), { minLength: 60, maxLength: 200 });
    fc.assert(
      fc.property(watched, (times) => {
        const views = times.map((ms) => view(ms, `0-${ms}`, 1 + (ms % 5)));
        // Half of all people may leave at the very second: that is not four of five.
        const even = views.map((one, at) =>
          at % 2 === 0 ? { ...one, watchedMs: 10_200 } : { ...one, watchedMs: one.watchedMs + 600 },
        );
        const found = [
          ...thresholdHugging(video(even), 'd', [], TERMS),
          ...replayedViews(video(views), 'd', [], TERMS),
        ];
        expect(found).toEqual([]);
      }),
    );
  });

  it('a code is leaked when strangers use it as never before; one that strangers always used is not', () => {
    const use = (bare: number, beforeBare: number) => [
      {
        code: 'DANA',
        creatorId: 'cre_a',
        recent: { orders: 20, bare, units: [] },
        before: { orders: 40, bare: beforeBare },
      },
    ];
    expect(leakedCodes(use(19, 4), 'w', TERMS)).toHaveLength(1);
    expect(leakedCodes(use(19, 30), 'w', TERMS)).toEqual([]);
    expect(leakedCodes(use(5, 4), 'w', TERMS)).toEqual([]);
  });
});

describe('the stop of a programme', () => {
  const day = (at: number, commissionMinor: bigint, inReview = 0): DayOfProgramme => ({
    day: `d${String(at).padStart(2, '0')}`,
    commissionMinor,
    units: 100,
    inReview,
  });
  const month = Array.from({ length: 28 }, (_, at) => day(at, 100n));

  it('is a day above three usual ones, or more than 5 % in review', () => {
    expect(stopsOf([...month, day(28, 301n)], TERMS)).toMatchObject([{ kind: 'COMMISSION_OF_DAY', found: '301' }]);
    expect(stopsOf([...month, day(28, 300n, 5)], TERMS)).toEqual([]);
    expect(stopsOf([...month, day(28, 300n, 6)], TERMS)).toMatchObject([{ kind: 'REVIEW_OF_DAY', found: '6 of 100' }]);
    expect(stopsOf([...month.slice(15), day(28, 9000n)], TERMS)).toEqual([]);
    expect(stopsOf([], TERMS)).toEqual([]);
  });

  it.each([
    [[], 0n],
    [[3n, 1n, 2n], 2n],
    [[4n, 1n, 2n, 3n], 2n],
  ])('the median of %p is %p', (values, median) => expect(medianOf(values)).toBe(median));

  it('the bounds of a share are those of Wilson', () => {
    // Wilson 1927: 15 of 50 lie between 0.191 and 0.438.
    const { low, high } = wilson(15, 50);
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.191', '0.438']);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
