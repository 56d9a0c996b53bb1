// Which videos of a card are seen and why, as a table.
import { describe, expect, it } from '@jest/globals';
import { placementText } from './placement.reasons.js';
import { judgePlacement, reordered } from './placement.rules.js';

describe('a placement', () => {
  const seen = { hidden: false, videoPublished: true, productRemoved: false, rank: 1 };
  it.each([
    ['first on its card', seen, 'SHOWN'],
    ['the last that is shown', { ...seen, rank: 5 }, 'SHOWN'],
    ['one below the limit', { ...seen, rank: 6 }, 'BELOW_LIMIT'],
    ['hidden by the store', { ...seen, hidden: true, rank: null }, 'HIDDEN_BY_STORE'],
    ['back in review', { ...seen, videoPublished: false, rank: null }, 'NOT_PUBLISHED'],
    ['of a removed product', { ...seen, productRemoved: true, hidden: true, rank: null }, 'PRODUCT_REMOVED'],
  ])('%s', (_, facts, reason) => {
    const verdict = judgePlacement(facts);
    expect(verdict.reason).toBe(reason);
    expect(verdict.shown).toBe(reason === 'SHOWN');
    for (const language of ['ru', 'kk', 'en'] as const) {
      expect(placementText(verdict, language)).not.toMatch(/[{}]/);
    }
  });
});

describe('moving on a card', () => {
  it.each([
    ['to the front', 'c', 0, ['c', 'a', 'b']],
    ['down', 'a', 1, ['b', 'a', 'c']],
    ['past the end', 'a', 99, ['b', 'c', 'a']],
    ['before the start', 'b', -3, ['b', 'a', 'c']],
    ['nowhere', 'b', 1, ['a', 'b', 'c']],
  ])('%s', (_, moved, position, expected) => {
    expect(reordered(['a', 'b', 'c'], moved, position)).toEqual(expected);
  });
});
