// Which limit holds a certificate, what an unusual hour is, and the store's day and hour.
import { describe, expect, it } from '@jest/globals';
import { heldBy, surgeBound, usualHour, type Counts, type Limits } from './limits.rules.js';
import { momentOf } from './moment.rules.js';

const NO_LIMITS: Limits = { holderMonth: null, poolDay: null, poolTotal: null, surgeTimes: null, surgeFloor: 20 };
const NONE: Counts = { holderMonth: 0, poolDay: 0, poolTotal: 0, lastHour: 0, usualHour: 0 };

describe('a limit', () => {
  it.each<[string, Partial<Limits>, Partial<Counts>, string | null]>([
    ['none at all', {}, { holderMonth: 999, poolDay: 999, poolTotal: 999, lastHour: 999 }, null],
    ['a person below the month', { holderMonth: 2 }, { holderMonth: 1 }, null],
    ['a person at the month', { holderMonth: 2 }, { holderMonth: 2 }, 'holder_month'],
    ['the last of a day', { poolDay: 5 }, { poolDay: 4 }, null],
    ['a day that is full', { poolDay: 5 }, { poolDay: 5 }, 'pool_day'],
    ['the last of all', { poolTotal: 5 }, { poolTotal: 4 }, null],
    ['a campaign that is over', { poolTotal: 5 }, { poolTotal: 5 }, 'pool_total'],
    ['all of them: the narrowest', { holderMonth: 1, poolDay: 1 }, { holderMonth: 1, poolDay: 1 }, 'holder_month'],
    ['an hour at the floor', { surgeTimes: 5 }, { lastHour: 19, usualHour: 1 }, null],
    ['an hour above the floor', { surgeTimes: 5 }, { lastHour: 20, usualHour: 1 }, 'surge'],
    ['five usual hours', { surgeTimes: 5 }, { lastHour: 49, usualHour: 10 }, null],
    ['more than five usual hours', { surgeTimes: 5 }, { lastHour: 50, usualHour: 10 }, 'surge'],
    ['no stop-rule', {}, { lastHour: 5000 }, null],
  ])('%s', (_, limits, counts, expected) => {
    expect(heldBy({ ...NO_LIMITS, ...limits }, { ...NONE, ...counts })).toBe(expected);
  });

  it('of a surge is the floor or the multiple, whichever is more', () => {
    const limits = { ...NO_LIMITS, surgeTimes: 5 };
    expect([surgeBound(NO_LIMITS, 9), surgeBound(limits, 3), surgeBound(limits, 9)]).toEqual([null, 20, 45]);
  });
});

describe('the usual hour', () => {
  it.each<[string, number[], number]>([
    ['of a new pool', [], 0],
    ['of a pool with a week', [9, 9, 9, 9, 9, 9, 9], 5],
    ['of two steady weeks', Array<number>(14).fill(8), 8],
    ['is not moved by one wild day', [...Array<number>(13).fill(8), 4000], 8],
    ['is not moved by one dead day', [...Array<number>(13).fill(8), 0], 8],
    ['of two halves lies between', [...Array<number>(7).fill(2), ...Array<number>(7).fill(5)], 4],
  ])('%s', (_, days, expected) => expect(usualHour(days)).toBe(expected));
});

describe('day and hour', () => {
  it.each([
    ['2026-11-26T19:30:00Z', 'Asia/Almaty', '2026-11-27', 0],
    ['2026-11-26T18:59:59Z', 'Asia/Almaty', '2026-11-26', 23],
    ['2026-11-26T19:30:00Z', 'UTC', '2026-11-26', 19],
    ['2026-03-01T03:15:00Z', 'America/New_York', '2026-02-28', 22],
    ['2026-11-26T18:20:00Z', 'Asia/Kathmandu', '2026-11-27', 0],
  ])('%s in %s', (at, zone, day, hour) => {
    expect(momentOf(new Date(at), zone)).toEqual({ now: new Date(at), day, hour });
  });
});
