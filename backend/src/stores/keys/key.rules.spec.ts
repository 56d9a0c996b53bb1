// Keys: what they may be, when they open, when a rotated one ends.
import { describe, expect, it } from '@jest/globals';
import { endOfOverlap, isUsable, keyFault } from './key.rules.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const hours = (n: number): Date => new Date(NOW.getTime() + n * 3_600_000);

describe('a wished key', () => {
  it.each([
    ['for orders is fine', 'live', 'Shop', ['orders:write'], null],
    ['for both is fine', 'live', 'Shop', ['orders:write', 'products:write'], null],
    ['in test mode is fine for orders', 'test', 'Shop', ['orders:write'], null],
    ['in test mode cannot write products', 'test', 'Shop', ['products:write'], 'scopes'],
    ['needs a scope', 'live', 'Shop', [], 'scopes'],
    ['has no unknown scope', 'live', 'Shop', ['ledger:write'], 'scopes'],
    ['needs a label', 'live', '  ', ['orders:write'], 'label'],
    ['has a short label', 'live', 'x'.repeat(61), ['orders:write'], 'label'],
  ] as const)('%s', (_, mode, label, scopes, field) => {
    expect(keyFault(mode, label, scopes)?.field ?? null).toBe(field);
  });
});

describe('a key', () => {
  it.each([
    ['without an end opens', null, null, true],
    ['opens until its end', hours(1), null, true],
    ['does not open at its end', NOW, null, false],
    ['does not open once revoked', null, hours(-1), false],
  ])('%s', (_, expiresAt, revokedAt, expected) => {
    expect(isUsable({ expiresAt, revokedAt }, NOW)).toBe(expected);
  });

  it.each([
    ['ends after the overlap', null, 24, hours(24)],
    ['ends at once without an overlap', null, 0, NOW],
    ['never lives longer for being rotated', hours(2), 24, hours(2)],
  ])('that is rotated %s', (_, expiresAt, overlap, expected) => {
    expect(endOfOverlap({ expiresAt, revokedAt: null }, overlap, NOW)).toEqual(expected);
  });
});
