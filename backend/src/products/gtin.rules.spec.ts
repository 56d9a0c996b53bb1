// GTINs, case by case.
import { describe, expect, it } from '@jest/globals';
import { normaliseGtin } from './gtin.rules.js';

describe('a GTIN', () => {
  it.each([
    ['of 13 digits', '4006381333931', '4006381333931'],
    ['of 12 digits (UPC)', '036000291452', '036000291452'],
    ['of 8 digits', '96385074', '96385074'],
    ['of 14 digits', '10614141000415', '10614141000415'],
    ['with hyphens and spaces', '400-6381 333931', '4006381333931'],
    ['whose check digit is 0', '1234567890050', '1234567890050'],
    ['with a wrong check digit', '4006381333932', null],
    ['with two digits exchanged', '4006381339331', null],
    ['of 11 digits', '03600029145', null],
    ['with letters', '400638133393X', null],
    ['that is empty', '', null],
  ])('%s', (_, raw, expected) => {
    expect(normaliseGtin(raw)).toBe(expected);
  });
});
