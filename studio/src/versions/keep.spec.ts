// What stays when pieces are cut out, and where a preview jumps.
import { describe, expect, it } from '@jest/globals';
import { keptMs, keptParts, nextKept, type Part } from './keep';

const part = (fromMs: number, toMs: number): Part => ({ fromMs, toMs });

describe('kept parts', () => {
  it.each<[string, Part[], Part[]]>([
    ['are one without pieces', [], [part(1000, 9000)]],
    ['are two around a piece', [part(3000, 4000)], [part(1000, 3000), part(4000, 9000)]],
    ['lose an end to a piece that reaches over it', [part(0, 2000)], [part(2000, 9000)]],
    [
      'ignore the order and the overlap of pieces',
      [part(5000, 6000), part(4000, 5500)],
      [part(1000, 4000), part(6000, 9000)],
    ],
    ['ignore a piece of no length', [part(5000, 5000)], [part(1000, 9000)]],
    ['are none when a piece takes all', [part(0, 9999)], []],
  ])('%s', (_, pieces, expected) => {
    expect(keptParts(part(1000, 9000), pieces)).toEqual(expected);
  });

  it('are counted, and played one after another', () => {
    const parts = [part(1000, 3000), part(4000, 9000)];
    expect(keptMs(parts)).toBe(7000);
    expect([0, 2999, 3000, 4500, 9000].map((ms) => nextKept(parts, ms))).toEqual([1000, 2999, 4000, 4500, null]);
  });
});
