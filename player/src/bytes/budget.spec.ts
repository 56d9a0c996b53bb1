// What stands beside a session about the bytes of a day.
import { describe, expect, it } from '@jest/globals';
import { localDay, spentOn, withSpent } from './budget.rules.js';

const SESSION = '0192f3a4-0000-7000-8000-000000000000 1790000000000';

describe('what was spent today', () => {
  it('stands behind the session, and is nothing on another day', () => {
    const kept = withSpent(SESSION, '2026-11-26', 1234.6);
    expect(kept).toBe(`${SESSION} 2026-11-26:1235`);
    expect([spentOn('2026-11-26', kept), spentOn('2026-11-27', kept)]).toEqual([1235, 0]);
    expect(withSpent(kept, '2026-11-27', 5)).toBe(`${SESSION} 2026-11-27:5`);
  });

  it.each([null, '', SESSION, `${SESSION} 2026-11-26`, `${SESSION} 2026-11-26:much`, 'x'])(
    'of %j is nothing',
    (session) => {
      expect(spentOn('2026-11-26', session)).toBe(0);
    },
  );

  it('is not kept where no session is', () => {
    expect([withSpent(null, '2026-11-26', 5), withSpent('', '2026-11-26', 5)]).toEqual([null, null]);
  });

  it('has the visitor’s own day', () => {
    const now = new Date(2026, 10, 26, 23, 59);
    expect(localDay(now)).toBe('2026-11-26');
    expect(localDay(new Date(2026, 10, 27, 0, 1))).toBe('2026-11-27');
  });
});
