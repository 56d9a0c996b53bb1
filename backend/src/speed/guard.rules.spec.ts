// The speed guard over simulated pages: it trips when a block of 400 ms is put in, opens when it is gone, and chance alone does not move it.
import { describe, expect, it } from '@jest/globals';
import { compare, judge, nextState, percentile, SHORTEST_POSTER_MS, type Report, type Verdict } from './guard.rules.js';
import { OTHERS_BPS, type Arm, type GuardState } from './guard.status.js';

/** Numbers between 0 and 1 that are the same in each run. */
function chance(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Long tails, as pages have: half of all taps are answered in 70 ms, one of a hundred takes 360 ms. */
const drawn = (random: () => number, median: number): number => {
  const normal = Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
  return Math.round(median * Math.exp(0.7 * normal));
};

/** One page: three of four shoppers tap something; `blockMs` is added where the card stands ready. */
function page(random: () => number, arm: Arm, blockMs: number): Report {
  const tapped = random() < 0.75;
  const inpMs = drawn(random, 70) + (arm === 'ready' ? blockMs : 0);
  return { lcpMs: drawn(random, 1400), inpMs: tapped ? inpMs : null, clsMilli: Math.round(random() * 20) };
}

function verdictAfter(reports: Record<Arm, Report[]>): Verdict {
  return judge(compare(reports.ready, reports.poster));
}

/** Pages until the guard moves from this state, or null when `most` do not move it. */
function pagesUntilMoved(seed: number, state: GuardState, blockMs: number, most: number): number | null {
  const random = chance(seed);
  const reports: Record<Arm, Report[]> = { ready: [], poster: [] };
  for (let pages = 1; pages <= most; pages += 1) {
    const isOther = random() < OTHERS_BPS / 10_000;
    const arm = (state === 'ready') === isOther ? 'poster' : 'ready';
    reports[arm].push(page(random, arm, blockMs));
    // The timer looks once a minute, not at each page.
    if (pages % 10 !== 0) continue;
    if (nextState(state, SHORTEST_POSTER_MS, verdictAfter(reports)) !== null) return pages;
  }
  return null;
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);

describe('the speed guard', () => {
  it('trips within 200 pages when a ready card blocks the page for 400 ms, whatever the chance', () => {
    const pages = SEEDS.map((seed) => pagesUntilMoved(seed, 'ready', 400, 200));
    expect(pages.filter((count) => count === null)).toEqual([]);
  });

  it('opens within 400 pages when the block is gone', () => {
    const pages = SEEDS.map((seed) => pagesUntilMoved(seed, 'poster', 0, 400));
    expect(pages.filter((count) => count === null)).toEqual([]);
  });

  it('stays closed while the block is still there', () => {
    expect(SEEDS.map((seed) => pagesUntilMoved(seed, 'poster', 400, 400)).filter((count) => count !== null)).toEqual(
      [],
    );
  });

  it('is not tripped by chance: looked at sixty times over 600 pages that cost nothing', () => {
    expect(SEEDS.map((seed) => pagesUntilMoved(seed, 'ready', 0, 600)).filter((count) => count !== null)).toEqual([]);
  });
});

describe('a verdict', () => {
  const many = (count: number, report: Partial<Report>): Report[] =>
    Array.from({ length: count }, () => ({ lcpMs: null, inpMs: null, clsMilli: null, ...report }));

  it.each<[string, Report[], Report[], Verdict]>([
    [
      'too few pages',
      many(100, { inpMs: 900 }),
      many(19, { inpMs: 50 }),
      { verdict: 'unsure', reason: 'TOO_FEW_PAGES' },
    ],
    ['nobody tapped', many(100, {}), many(100, {}), { verdict: 'unsure', reason: 'TOO_FEW_PAGES' }],
    ['within half of the budget', many(50, { inpMs: 75 }), many(50, { inpMs: 50 }), { verdict: 'fits' }],
    [
      'surely slower, but less than the budget',
      many(50, { inpMs: 100 }),
      many(50, { inpMs: 50 }),
      { verdict: 'unsure', reason: 'WITHIN_CHANCE' },
    ],
    [
      'slower taps',
      many(50, { inpMs: 450 }),
      many(50, { inpMs: 50 }),
      { verdict: 'costs', metric: 'inpMs', lossAtP75: 400 },
    ],
    [
      'a page that moves',
      many(50, { clsMilli: 90 }),
      many(50, { clsMilli: 10 }),
      { verdict: 'costs', metric: 'clsMilli', lossAtP75: 80 },
    ],
    ['faster with it', many(50, { lcpMs: 900 }), many(50, { lcpMs: 1400 }), { verdict: 'fits' }],
  ])('%s', (_, ready, poster, verdict) => {
    expect(judge(compare(ready, poster))).toEqual(verdict);
  });

  it('a guard that tripped waits an hour before it opens', () => {
    expect(nextState('poster', SHORTEST_POSTER_MS - 1, { verdict: 'fits' })).toBeNull();
    expect(nextState('poster', SHORTEST_POSTER_MS, { verdict: 'fits' })).toBe('ready');
  });

  it('the 75th percentile is a value that was reported, with ranks around it as bounds', () => {
    const values = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(percentile(values)).toEqual({ pages: 100, p75: 75, low: 65, high: 86 });
    expect(percentile([])).toEqual({ pages: 0, p75: null, low: null, high: null });
  });
});
