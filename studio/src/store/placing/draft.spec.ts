// A list of rules on the page: moving a row, and knowing whether something is not saved.
import { describe, expect, it } from '@jest/globals';
import { draftOf, isChanged, moved, newRule } from './draft';

const outcome = { shows: true, form: null, limit: null };
const rule = { id: 'plr_1', name: 'Phones', enabled: true, products: [], collections: [], tags: [], outcome };
const list = {
  ...{ version: 3, updatedAt: null, knowsCountries: true, otherwise: outcome },
  rules: [{ ...rule, devices: ['phone' as const], countries: ['KZ'], languages: [], urls: [] }],
};

describe('a list of rules', () => {
  it('is moved row by row', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a'], 4, 0)).toEqual(['a']);
  });

  it('knows what is not saved', () => {
    const draft = draftOf(list);
    expect(isChanged(draft, list)).toBe(false);
    expect(isChanged({ ...draft, rules: [...draft.rules, newRule()] }, list)).toBe(true);
    expect(isChanged({ ...draft, otherwise: { ...outcome, limit: 2 } }, list)).toBe(true);
  });

  it('gives every new row a key of its own', () => {
    expect(newRule().key).not.toBe(newRule().key);
  });
});
