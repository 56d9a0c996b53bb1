// Which parts of a video may stay, and what a trim of a trim keeps of the original.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeKeep, keepOfOriginal, keptMs, MAX_KEPT_PARTS, type Kept } from './keep.rules.js';

const part = (fromMs: number, toMs: number): Kept => ({ fromMs, toMs });
const faultOf = (keep: Kept[], durationMs = 20_000) => {
  const verdict = judgeKeep(keep, durationMs, 3000);
  return verdict.ok ? null : verdict.fault;
};

describe('the kept parts of a video of 20 s', () => {
  it.each<[string, Kept[], string | null]>([
    ['the middle alone', [part(2000, 18_000)], null],
    ['two ends without the middle', [part(0, 5000), part(9000, 20_000)], null],
    ['nothing', [], 'NOTHING_KEPT'],
    ['all of it', [part(0, 20_000)], 'NOTHING_CUT'],
    ['all of it in two pieces that touch', [part(0, 9000), part(9000, 20_000)], 'NOTHING_CUT'],
    ['more than there is', [part(1000, 20_001)], 'OUT_OF_ORDER'],
    ['a moment before the start', [part(-1, 9000)], 'OUT_OF_ORDER'],
    ['half a millisecond', [part(0.5, 9000)], 'OUT_OF_ORDER'],
    ['parts that overlap', [part(0, 9000), part(8999, 20_000)], 'OUT_OF_ORDER'],
    ['parts in the wrong order', [part(9000, 20_000), part(0, 5000)], 'OUT_OF_ORDER'],
    ['a part that ends before it begins', [part(9000, 8000)], 'PART_TOO_SHORT'],
    ['a blink', [part(0, 9000), part(10_000, 10_099)], 'PART_TOO_SHORT'],
    ['2.9 s in all', [part(0, 1900), part(5000, 6000)], 'TOO_SHORT'],
    ['3 s in all', [part(0, 2000), part(5000, 6000)], null],
    [
      'twelve parts',
      Array.from({ length: MAX_KEPT_PARTS + 1 }, (_, i) => part(i * 1000, i * 1000 + 500)),
      'TOO_MANY_PARTS',
    ],
  ])('%s', (_, keep, fault) => {
    expect(faultOf(keep)).toBe(fault);
  });
});

describe('a trim of what is trimmed already', () => {
  it('means parts of the original', () => {
    const before = [part(1000, 5000), part(10_000, 16_000)];
    expect(keepOfOriginal(before, [part(3000, 6000)])).toEqual([part(4000, 5000), part(10_000, 12_000)]);
    expect(keepOfOriginal(before, [part(0, 4000)])).toEqual([part(1000, 5000)]);
    expect(keepOfOriginal(null, [part(0, 4000), part(4000, 5000)])).toEqual([part(0, 5000)]);
  });

  it('keeps exactly as many milliseconds as were chosen, whatever was cut before', () => {
    const sorted = (n: number) => fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { minLength: n, maxLength: n });
    const pairs = (marks: number[]): Kept[] => {
      const [a = 0, b = 0, c = 0, d = 0] = [...marks].sort((x, y) => x - y);
      return [part(a, b), part(c, d)];
    };
    fc.assert(
      fc.property(sorted(4), sorted(4), (one, two) => {
        const before = pairs(one);
        const length = keptMs(before);
        const keep = pairs(two.map((mark) => Math.floor((mark * length) / 20_000)));
        const original = keepOfOriginal(before, keep);
        expect(keptMs(original)).toBe(keptMs(keep));
        for (const { fromMs, toMs } of original) {
          expect(
            before.some((b) => b.fromMs <= fromMs && toMs <= b.toMs) || before[0]?.toMs === before[1]?.fromMs,
          ).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
