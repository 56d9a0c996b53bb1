// The bounds of time of the audit export.
import { describe, expect, it } from '@jest/globals';
import { timeBound } from './audit-csv.rules.js';

describe('a bound of time', () => {
  it.each([
    ['2026-11-20', false, '2026-11-20T00:00:00.000Z'],
    ['2026-11-20', true, '2026-11-21T00:00:00.000Z'],
    ['2026-11-20T10:30:00+05:00', true, '2026-11-20T05:30:00.000Z'],
    ['2026-02-31', false, null],
    ['yesterday', false, null],
    ["2026-11-20'; --", false, null],
  ])('%s', (text, end, expected) => expect(timeBound(text, end)?.toISOString() ?? null).toBe(expected));
});
