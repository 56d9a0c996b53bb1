// Terms by date, field by field, whatever the clocks of those who changed them said.
import { describe, expect, it } from '@jest/globals';
import { datedTerms, type NotedTerms } from './dated-terms.rules.js';

const windowsHours = { onsite_view: 24 } as NotedTerms['windowsHours'];
const noted = (from: string | null, change: Partial<NotedTerms> = {}): NotedTerms => ({
  ...{ from: from === null ? null : new Date(from), timezone: 'UTC', holdDays: 14, windowsHours },
  ...change,
});

describe('dated terms', () => {
  it('name only what changes', () => {
    const { first, changes } = datedTerms(
      [
        noted(null),
        noted('2026-03-01', { holdDays: 30 }),
        noted('2026-04-01', { holdDays: 30, timezone: 'Asia/Almaty' }),
      ],
      [],
    );
    expect(first.holdDays).toBe(14);
    expect(changes).toEqual([
      { from: new Date('2026-03-01'), holdDays: 30 },
      { from: new Date('2026-04-01'), timezone: 'Asia/Almaty' },
    ]);
  });

  it('count no change from before the one it follows, when another clock was behind', () => {
    const { changes } = datedTerms(
      [noted(null), noted('2026-03-01T10:00:00Z', { holdDays: 30 }), noted('2026-03-01T09:59:00Z', { holdDays: 21 })],
      [],
    );
    expect(changes).toEqual([
      { from: new Date('2026-03-01T10:00:00Z'), holdDays: 30 },
      { from: new Date('2026-03-01T10:00:00Z'), holdDays: 21 },
    ]);
  });

  it('are none without a first day', () => {
    expect(() => datedTerms([], [])).toThrow(RangeError);
  });
});
