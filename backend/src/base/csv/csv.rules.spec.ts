// No cell runs as a formula, whatever it is called and in whatever width its sign is written.
import { describe, expect, it } from '@jest/globals';
import { csvCell, csvLine } from './csv.rules.js';

describe('a cell', () => {
  it.each([
    ['plain', '"plain"'],
    ['a "quote", a comma\nand a line', '"a ""quote"", a comma\nand a line"'],
    [null, '""'],
    ['', '""'],
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

it('a line ends as spreadsheets expect', () => {
  expect(csvLine(['a', null, '=b'])).toBe(`"a","","'=b"\r\n`);
  expect(csvLine(['a;b', 'c'], ';')).toBe('"a;b";"c"\r\n');
});
