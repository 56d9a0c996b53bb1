// Bounds and gaps of a report's days.
import { describe, expect, it } from '@jest/globals';
import { dayOf } from '../base/clock.js';
import { daysBefore, everyDay, isDay } from './days.rules.js';

describe('days', () => {
  it.each([
    ['2026-10-01', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['1.10.2026', false],
    ['', false],
  ])('%s is a day: %s', (text, expected) => expect(isDay(text)).toBe(expected));

  it('a moment belongs to the day of the store', () => {
    const late = new Date('2026-10-01T20:00:00Z');
    expect(dayOf(late, 'UTC')).toBe('2026-10-01');
    expect(dayOf(late, 'Asia/Almaty')).toBe('2026-10-02');
  });

  it('go back over the end of a month', () => expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28'));

  it('without movement are filled in', () => {
    const rows = everyDay([{ day: '2026-10-02', n: 5 }], '2026-10-01', '2026-10-03', (day) => ({ day, n: 0 }));
    expect(rows.map((row) => row.n)).toEqual([0, 5, 0]);
  });

  it('of more than a year are left with gaps', () => {
    expect(everyDay([{ day: '2026-10-02' }], '2020-01-01', '2026-10-03', (day) => ({ day }))).toHaveLength(1);
  });
});
