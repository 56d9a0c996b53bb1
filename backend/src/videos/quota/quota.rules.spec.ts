// Room is promised once, and the shorter of two limits is the one that is named.
import { describe, expect, it } from '@jest/globals';
import { isQuota, judgeRoom, needOf } from './quota.rules.js';

const room = (usedBytes: number, expectedBytes: number, quotaBytes: number) => ({
  usedBytes,
  expectedBytes,
  quotaBytes,
});

describe('room', () => {
  it.each([
    ['fits to the last byte', 10, room(80, 10, 100), room(0, 0, 10), { fits: true }],
    [
      'lacks one byte in the store',
      11,
      room(80, 10, 100),
      room(0, 0, 50),
      { fits: false, limit: 'store', freeBytes: 10 },
    ],
    [
      'lacks it with the creator',
      11,
      room(0, 0, 100),
      room(39, 1, 50),
      { fits: false, limit: 'creator', freeBytes: 10 },
    ],
    [
      'is overdrawn after a lower limit',
      1,
      room(0, 0, 100),
      room(90, 0, 50),
      { fits: false, limit: 'creator', freeBytes: 0 },
    ],
  ])('%s', (_, need, store, creator, verdict) => expect(judgeRoom(need, store, creator)).toEqual(verdict));

  it('is needed for the file and what is made of it', () => {
    expect(needOf({ sizeBytes: 40_000_000, durationMs: 20_000 })).toBe(52_000_000);
    expect(needOf({ sizeBytes: 40_000_000, durationMs: null })).toBe(64_000_000);
  });

  it.each([
    [1_000_000, true],
    [999_999, false],
    [1.5e6 + 0.5, false],
    [NaN, false],
  ])('%d is a limit: %s', (bytes, is) => expect(isQuota(bytes)).toBe(is));
});
