// Half a check, for the spec of the mutation run.
import { describe, expect, it } from '@jest/globals';
import { countDown, half, leaveAbove } from './small.rules.js';

describe('half', () => {
  it.each([
    [5n, 3n],
    [4n, 2n],
    [0n, 0n],
  ])('of %s is %s', (amount, expected) => expect(half(amount)).toBe(expected));
});

describe('the others', () => {
  it('leave nobody below the bound', () => expect(leaveAbove(9n)).toBeUndefined());

  it('come to nothing', () => expect(countDown(3n)).toBe(0n));
});
