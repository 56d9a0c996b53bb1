// One movement of a wheel is one step, whatever the browser makes of it.
import { describe, expect, it } from '@jest/globals';
import { Wheel } from './wheel.rules.js';

/** Each event as [ms, delta]; the steps that come of them. */
const steps = (events: [number, number][]): number[] => {
  const wheel = new Wheel();
  return events.map(([ms, delta]) => wheel.turn(ms, delta)).filter(Boolean);
};

const swing = (fromMs: number, strength: number): [number, number][] =>
  Array.from({ length: 60 }, (_, at) => [fromMs + at * 16, strength * 0.93 ** at]);

describe('the wheel', () => {
  const CASES: [string, [number, number][], number[]][] = [
    ['one notch is one step', [[0, 120]], [1]],
    ['one notch back is one step back', [[0, -120]], [-1]],
    [
      'two notches, half a second apart, are two',
      [
        [0, 120],
        [500, 120],
      ],
      [1, 1],
    ],
    ['a quick spin of five is one', [0, 40, 80, 120, 160].map((ms) => [ms, 120]), [1]],
    ['a swing of a pad that dies down over a second is one', swing(0, 80), [1]],
    ['a second swing pushed into the first is another', [...swing(0, 80).slice(0, 40), ...swing(640, 90)], [1, 1]],
    [
      'a finger that only lies there is none',
      [
        [0, 1],
        [16, 2],
        [32, 1],
      ],
      [],
    ],
  ];

  it.each(CASES)('%s', (_, events, made) => {
    expect(steps(events)).toEqual(made);
  });
});
