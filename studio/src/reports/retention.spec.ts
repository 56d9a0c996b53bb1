// Where half have left, and the rows of the table.
import { describe, expect, it } from '@jest/globals';
import { halfLeftAt, rowsOf } from './retention';

describe('half of the viewers', () => {
  it.each([
    [[10, 8, 5, 4, 1], 3],
    [[10, 8, 4, 6, 1], 4],
    [[10, 8, 6, 5], null],
    [[4, 3, 2], 0],
  ])('of %j are gone at %s', (seen, second) => {
    expect(halfLeftAt({ views: 10, seen, cartAdds: [] })).toBe(second);
  });
});

describe('the rows', () => {
  it('are a second each of a short video, and twenty at most, with every cart add in one of them', () => {
    expect(rowsOf({ views: 3, seen: [3, 1], cartAdds: [0, 2] })).toEqual([
      { second: 0, seen: 3, adds: 0 },
      { second: 1, seen: 1, adds: 2 },
    ]);
    const long = rowsOf({ views: 9, seen: Array.from({ length: 61 }, (_, s) => 61 - s), cartAdds: Array(61).fill(1) });
    expect(long).toHaveLength(16);
    expect(long[1]).toEqual({ second: 4, seen: 57, adds: 4 });
    expect(long.reduce((sum, row) => sum + row.adds, 0)).toBe(61);
  });
});
