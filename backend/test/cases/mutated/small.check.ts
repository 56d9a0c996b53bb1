// Half a check, for the spec of the mutation run.
import { describe, expect, it } from '@jest/globals';
import { half } from './small.rules.js';

describe('half', () => {
  it.each([
    [5n, 3n],
    [4n, 2n],
    [0n, 0n],
  ])('of %s is %s', (amount, expected) => expect(half(amount)).toBe(expected));
});
