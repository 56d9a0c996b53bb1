// K from its parts, exact until the last step.
import { describe, expect, it } from '@jest/globals';
import { kFactor } from './k-factor.rules.js';

describe('K', () => {
  it.each([
    // 2.5 invitations each, of which 30 % publish.
    [{ active: 40n, invited: 100n, matured: 50n, published: 15n }, 25_000n, 3_000n, 7_500n],
    // 1/3 x 1/3 is a ninth; of the rounded parts it would be 1110.8.
    [{ active: 3n, invited: 1n, matured: 3n, published: 1n }, 3_333n, 3_333n, 1_111n],
    [{ active: 5n, invited: 3n, matured: 0n, published: 0n }, 6_000n, null, null],
    [{ active: 0n, invited: 0n, matured: 0n, published: 0n }, null, null, null],
  ])('of %j', (found, i, c, k) => {
    const shown = kFactor(found);
    expect([shown.invitations.bps, shown.publishing.bps, shown.k.bps]).toEqual([i, c, k]);
  });
});
