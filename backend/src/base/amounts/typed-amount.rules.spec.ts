// Amounts that people type: what is read, and what is refused.
import { describe, expect, it } from '@jest/globals';
import { MOST_MINOR, typedAmount } from './typed-amount.rules.js';

describe('a typed amount', () => {
  it.each<[string, string, bigint | null]>([
    [' 12.50 ', 'KZT', 1250n],
    ['1250', 'JPY', 1250n],
    ['0', 'USD', 0n],
    ['-1', 'USD', null],
    ['12,50', 'USD', null],
    ['1.005', 'USD', null],
    ['', 'USD', null],
    ['1', 'no currency', null],
    ['10000000000000.00', 'USD', MOST_MINOR],
    ['10000000000000.01', 'USD', null],
  ])('"%s" %s', (text, currency, minor) => {
    expect(typedAmount(text, currency, { least: 0n })).toBe(minor);
  });

  it('keeps to the bounds it is given', () => {
    const bounds = { least: -100n, most: 100n };
    expect(['-1.00', '-1.01', '1.00', '1.01'].map((text) => typedAmount(text, 'USD', bounds))).toEqual([
      ...[-100n, null, 100n, null],
    ]);
  });
});
