// What the order of videos promises: returns cost places, few numbers do not rule, votes decide between equals.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXPLORED_IMPRESSIONS, rankVideos, type VideoFacts } from './rank.rules.js';

const video = (videoId: string, change: Partial<VideoFacts> = {}): VideoFacts => ({
  ...{ videoId, qualifiedViews: 0, impressions: 0, orders: 0, helpful: 0, votes: 0 },
  ...{ grossMinor: 0n, netMinor: 0n, commissionMinor: 0n },
  ...change,
});
/** Sold for so much each, nothing came back, a tenth is commission. */
const sold = (orders: number, each: bigint) => {
  const grossMinor = BigInt(orders) * each;
  return { orders, grossMinor, netMinor: grossMinor, commissionMinor: grossMinor / 10n };
};
const order = (facts: readonly VideoFacts[]): string[] => rankVideos(facts).map(({ videoId }) => videoId);

describe('the order of videos', () => {
  it.each([
    {
      label: 'what a view brings, not how many views there were',
      facts: [
        video('watched', { qualifiedViews: 4000, ...sold(20, 1_000_000n) }),
        video('sells', { qualifiedViews: 1000, ...sold(30, 1_000_000n) }),
      ],
      expected: ['sells', 'watched'],
    },
    {
      label: 'one lucky order of a new video does not rule',
      facts: [
        video('lucky', { qualifiedViews: 2, ...sold(1, 1_000_000n) }),
        video('proven', { qualifiedViews: 2000, ...sold(80, 1_000_000n) }),
        video('weak', { qualifiedViews: 2000, ...sold(10, 1_000_000n) }),
      ],
      expected: ['proven', 'lucky', 'weak'],
    },
    {
      label: 'sales that came back do not count',
      facts: [
        video('returned', { qualifiedViews: 1000, ...sold(40, 1_000_000n), netMinor: 5_000_000n }),
        video('kept', { qualifiedViews: 1000, ...sold(20, 1_000_000n) }),
      ],
      expected: ['kept', 'returned'],
    },
    {
      label: 'the same sales for less commission stand higher',
      facts: [
        video('dear', { qualifiedViews: 1000, ...sold(20, 1_000_000n), commissionMinor: 8_000_000n }),
        video('cheap', { qualifiedViews: 1000, ...sold(20, 1_000_000n) }),
      ],
      expected: ['cheap', 'dear'],
    },
    {
      label: 'votes decide between equals',
      facts: [
        video('not helpful', { qualifiedViews: 500, ...sold(10, 1_000_000n), helpful: 2, votes: 20 }),
        video('helpful', { qualifiedViews: 500, ...sold(10, 1_000_000n), helpful: 18, votes: 20 }),
      ],
      expected: ['helpful', 'not helpful'],
    },
    {
      label: 'votes decide where nothing was sold yet',
      facts: [video('none'), video('liked', { helpful: 9, votes: 10 }), video('disliked', { helpful: 1, votes: 10 })],
      expected: ['liked', 'none', 'disliked'],
    },
    { label: 'equal ones keep their order', facts: [video('b'), video('a'), video('c')], expected: ['b', 'a', 'c'] },
    { label: 'nothing', facts: [], expected: [] },
  ])('$label', ({ facts, expected }) => {
    expect(order(facts)).toEqual(expected);
  });

  it('votes never lift a video over one that sells half as much again', () => {
    const facts = [
      video('loved', { qualifiedViews: 5000, ...sold(100, 1_000_000n), helpful: 5000, votes: 5000 }),
      video('sells', { qualifiedViews: 5000, ...sold(150, 1_000_000n), helpful: 0, votes: 5000 }),
    ];
    expect(order(facts)[0]).toBe('sells');
  });

  it('new videos explore until enough have seen their card', () => {
    const of = (impressions: number) => rankVideos([video('v', { impressions })])[0]?.exploring;
    expect([of(0), of(EXPLORED_IMPRESSIONS - 1), of(EXPLORED_IMPRESSIONS)]).toEqual([true, true, false]);
  });
});

const facts = fc.record({
  qualifiedViews: fc.integer({ min: 0, max: 50_000 }),
  impressions: fc.integer({ min: 0, max: 2000 }),
  orders: fc.integer({ min: 0, max: 500 }),
  each: fc.bigInt({ min: 1n, max: 5_000_000n }),
  keptBps: fc.bigInt({ min: 0n, max: 10_000n }),
  helpful: fc.integer({ min: 0, max: 300 }),
  others: fc.integer({ min: 0, max: 300 }),
});
const store = fc.array(facts, { minLength: 1, maxLength: 12 }).map((list) =>
  list.map(({ each, keptBps, others, ...one }, at): VideoFacts => {
    const all = sold(one.orders, each);
    const netMinor = (all.grossMinor * keptBps) / 10_000n;
    return {
      ...one,
      ...all,
      netMinor,
      commissionMinor: netMinor / 10n,
      votes: one.helpful + others,
      videoId: `v${at}`,
    };
  }),
);

describe('for any store', () => {
  it('a return never lifts its video, and never lets a later one stay behind that stood behind', () => {
    fc.assert(
      fc.property(store, fc.nat(), fc.bigInt({ min: 1n, max: 10_000n }), (list, pick, lostBps) => {
        const at = pick % list.length;
        const one = list[at] as VideoFacts;
        const netMinor = one.netMinor - (one.netMinor * lostBps) / 10_000n;
        const after = list.map((v, i) => (i === at ? { ...v, netMinor, commissionMinor: netMinor / 10n } : v));
        expect(order(after).indexOf(one.videoId)).toBeGreaterThanOrEqual(order(list).indexOf(one.videoId));
      }),
      { numRuns: 2000 },
    );
  });

  it('all its videos stand in it once, and the same facts give the same order', () => {
    fc.assert(
      fc.property(store, (list) => {
        const once = order(list);
        expect([...once].sort()).toEqual(list.map(({ videoId }) => videoId).sort());
        expect(order(list)).toEqual(once);
      }),
    );
  });

  it('more helpful votes never cost a place', () => {
    fc.assert(
      fc.property(store, fc.nat(), fc.integer({ min: 1, max: 200 }), (list, pick, more) => {
        const at = pick % list.length;
        const one = list[at] as VideoFacts;
        const after = list.map((v, i) => (i === at ? { ...v, helpful: v.helpful + more, votes: v.votes + more } : v));
        expect(order(after).indexOf(one.videoId)).toBeLessThanOrEqual(order(list).indexOf(one.videoId));
      }),
      { numRuns: 2000 },
    );
  });
});
