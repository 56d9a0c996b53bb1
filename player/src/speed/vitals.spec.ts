// Layout shift, the slowest tap and the draw of a page, with worked cases.
import { describe, expect, it } from '@jest/globals';
import { armOf, ShiftSum, slowest } from './vitals.js';

describe('cumulative layout shift', () => {
  it.each<[string, [number, number][], number]>([
    ['none', [], 0],
    [
      'shifts close together add up',
      [
        [0, 0.1],
        [900, 0.1],
        [1800, 0.1],
      ],
      0.3,
    ],
    [
      'a pause of a second begins anew, and the worst counts',
      [
        [0, 0.2],
        [1000, 0.1],
        [1500, 0.05],
      ],
      0.2,
    ],
    [
      'a window is 5 s long at most',
      [
        [0, 0.1],
        [900, 0.1],
        [1800, 0.1],
        [2700, 0.1],
        [3600, 0.1],
        [4500, 0.1],
        [5000, 0.5],
      ],
      0.6,
    ],
  ])('%s', (_, shifts, largest) => {
    const sum = new ShiftSum();
    for (const [atMs, value] of shifts) sum.add(atMs, value);
    expect(sum.largest).toBeCloseTo(largest, 6);
  });
});

describe('the slowest tap', () => {
  it.each<[string, number[], number | null]>([
    ['no tap', [], null],
    ['one', [80], 80],
    ['the worst of a few', [40, 400, 56], 400],
    ['of fifty one may be an accident', [900, ...Array.from({ length: 49 }, () => 48)], 48],
  ])('%s', (_, durations, ms) => expect(slowest(durations)).toBe(ms));
});

describe('how the cards of a page stand', () => {
  it.each([
    ['ready', 0.3, 'ready'],
    ['ready', 0.2, 'poster'],
    ['poster', 0.3, 'poster'],
    ['poster', 0.2, 'ready'],
  ] as const)('%s, drawn %d: %s', (state, chance, arm) => {
    expect(armOf({ state, othersBps: 2500 }, chance)).toBe(arm);
  });
});
