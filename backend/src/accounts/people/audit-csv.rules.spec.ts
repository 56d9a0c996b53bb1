// Cells of the audit export, and its bounds of time.
import { describe, expect, it } from '@jest/globals';
import { csvCell, timeBound } from './audit-csv.rules.js';

describe('a cell', () => {
  it.each([
    ['plain', '"plain"'],
    ['a "quote", a comma\nand a line', '"a ""quote"", a comma\nand a line"'],
    [null, '""'],
    ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1+1', `"'  =1+1"`],
    ['＝1+1', `"'＝1+1"`],
    ['\t=1', `"'\t=1"`],
    ['{"title":"=1+1"}', '"{""title"":""=1+1""}"'],
  ])('%j', (text, expected) => expect(csvCell(text)).toBe(expected));
});

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
