// K of shoppers and the cost of a new one.
import { describe, expect, it } from '@jest/globals';
import { costOfOne, shopperFactor } from './figures.rules.js';

describe('K of shoppers', () => {
  it.each([
    // Every second invites one, of whom 30 % buy.
    [{ active: 200, invitations: 100, firstOrders: 30 }, 5_000n, 3_000n, 1_500n],
    // A third by a third is a ninth, not the product of the rounded parts.
    [{ active: 9, invitations: 3, firstOrders: 1 }, 3_333n, 3_333n, 1_111n],
    // One code on a blog brings many.
    [{ active: 10, invitations: 1, firstOrders: 4 }, 1_000n, 40_000n, 4_000n],
    [{ active: 0, invitations: 5, firstOrders: 0 }, null, 0n, null],
    [{ active: 5, invitations: 0, firstOrders: 0 }, 0n, null, null],
  ])('of %j', (counts, i, c, k) => {
    expect(shopperFactor(counts)).toEqual({ invitationsBps: i, conversionBps: c, kBps: k });
  });
});

it('a new customer costs what was given for all, shared by them, half up', () => {
  expect([costOfOne(1001n, 2), costOfOne(0n, 3), costOfOne(50n, 0)]).toEqual([501n, 0n, null]);
});
