// What a counter allows and tells.
import { describe, expect, it } from '@jest/globals';
import { rateState, tightest, type RateState } from './rate.rules.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const LIMIT = { hits: 3, windowS: 60 };

describe('a counter', () => {
  it.each([
    ['allows the first try', 1, 30_000, { remaining: 2, resetS: 30, allowed: true }],
    ['allows the last try', 3, 30_000, { remaining: 0, resetS: 30, allowed: true }],
    ['refuses one more', 4, 30_000, { remaining: 0, resetS: 30, allowed: false }],
    ['rounds the wait up', 1, 1_001, { remaining: 2, resetS: 2, allowed: true }],
    ['never tells to wait zero seconds', 4, 0, { remaining: 0, resetS: 1, allowed: false }],
  ])('%s', (_, hits, leftMs, expected) => {
    expect(rateState(LIMIT, hits, new Date(NOW.getTime() + leftMs), NOW)).toEqual({ limit: 3, ...expected });
  });
});

describe('of several counters', () => {
  const state = (remaining: number, allowed: boolean): RateState => ({ limit: 9, remaining, resetS: 1, allowed });
  it('a refusal is told before a permission', () => {
    expect(tightest([state(0, true), state(0, false)])?.allowed).toBe(false);
  });
  it('the one with least left is told', () => {
    expect(tightest([state(7, true), state(2, true)])?.remaining).toBe(2);
  });
  it('none gives none', () => {
    expect(tightest([])).toBeNull();
  });
});
