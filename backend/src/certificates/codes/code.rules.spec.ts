// Rows of files of codes: what is taken, and in which words what is not.
import { describe, expect, it } from '@jest/globals';
import { isHeading, readCode, tailOf } from './code.rules.js';

const TODAY = '2026-11-26';

describe('a row', () => {
  it.each([
    [['GIFT-0001'], { code: 'GIFT-0001', expiresOn: 'infinity' }],
    [[' GIFT-0001 ', ' '], { code: 'GIFT-0001', expiresOn: 'infinity' }],
    [['ПОДАРОК1', '2026-12-31'], { code: 'ПОДАРОК1', expiresOn: '2026-12-31' }],
    [['GIFT-0001', '31.12.2026'], { code: 'GIFT-0001', expiresOn: '2026-12-31' }],
    [['GIFT-0001', '1/2/2027'], { code: 'GIFT-0001', expiresOn: '2027-02-01' }],
    [['GIFT-0001', TODAY], { code: 'GIFT-0001', expiresOn: TODAY }],
    [['GIFT-0001', '2026-11-25'], 'EXPIRED'],
    [['GIFT-0001', '31.02.2027'], 'BAD_DATE'],
    [['GIFT-0001', 'soon'], 'BAD_DATE'],
    [['GIFT-0001', '2026-13-01'], 'BAD_DATE'],
    [['SHORT'], 'BAD_CODE'],
    [['TWO WORDS'], 'BAD_CODE'],
    [['X'.repeat(65)], 'BAD_CODE'],
    [['ZERO\u200bWIDTH'], 'BAD_CODE'],
    [[''], 'BAD_CODE'],
    [['GIFT\uFFFD0001'], 'BAD_LETTERS'],
  ])('%j', (cells, expected) => expect(readCode(cells, TODAY)).toEqual(expected));
});

it.each([
  [['Code', 'Expires'], true],
  [[' КОД '], true],
  [['GIFT-0001'], false],
])('%j as a heading', (cells, expected) => expect(isHeading(cells)).toBe(expected));

it.each([
  ['GIFT-0001', '0001'],
  ['ABCDEF', 'DEF'],
  ['ABCDEFG', 'EFG'],
  ['ABCDEFGH', 'EFGH'],
])('of %s its store sees %s', (code, expected) => expect(tailOf(code)).toBe(expected));
