// A file is cut the same way every time, and only the whole of it is taken.
import { describe, expect, it } from '@jest/globals';
import { judgeParts, planParts, sizeOfPart } from './direct.rules.js';

const MIB = 1024 ** 2;

describe('parts', () => {
  it.each([
    [1, 5 * MIB, 1],
    [5 * MIB, 5 * MIB, 1],
    [5 * MIB + 1, 5 * MIB, 2],
    [20_000_000, 5 * MIB, 4],
    [5 * 1024 ** 3, 6 * MIB, 854],
    [50 * 1024 ** 3, 52 * MIB, 985],
  ])('of %d bytes have %d bytes and are %d', (sizeBytes, partBytes, count) => {
    expect(planParts(sizeBytes)).toEqual({ partBytes, count });
    const sizes = Array.from({ length: count }, (_, i) => sizeOfPart(sizeBytes, partBytes, i + 1) ?? 0);
    expect(sizes.reduce((a, b) => a + b)).toBe(sizeBytes);
    expect(sizeOfPart(sizeBytes, partBytes, count + 1)).toBeNull();
  });

  it.each([0, -1, 1.5, NaN])('%d is no part', (number) => expect(sizeOfPart(100, 10, number)).toBeNull());
});

describe('what arrived', () => {
  const part = (number: number, sizeBytes: number) => ({ number, sizeBytes });
  it.each([
    ['is whole in any order', [part(3, 5), part(1, 10), part(2, 10)], { kind: 'whole' }],
    ['lacks a part', [part(1, 10), part(3, 5)], { kind: 'missing', numbers: [2] }],
    ['has a short part', [part(1, 10), part(2, 9), part(3, 5)], { kind: 'missing', numbers: [2] }],
    ['is nothing', [], { kind: 'missing', numbers: [1, 2, 3] }],
    ['has a long last part', [part(1, 10), part(2, 10), part(3, 6)], { kind: 'too_much' }],
    ['has a part beyond the end', [part(1, 10), part(2, 10), part(3, 5), part(4, 1)], { kind: 'too_much' }],
  ])('%s', (_, arrived, verdict) => expect(judgeParts(25, 10, arrived)).toEqual(verdict));
});
