// Money is shown exactly, in every currency and far beyond what a floating point number holds.
import { describe, expect, it } from '@jest/globals';
import { decimalText, formatMoney, isZero, sumMoney } from './money';

const money = (amountMinor: string, currency = 'KZT', decimals = 2) => ({ amountMinor, currency, decimals });
/** Spaces of several widths are all written as one plain space here. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('decimalText', () => {
  it.each([
    ['0', 2, '0.00'],
    ['5', 2, '0.05'],
    ['-5', 2, '-0.05'],
    ['1234505', 2, '12345.05'],
    ['7', 0, '7'],
    ['1500', 3, '1.500'],
    ['900719925474099312345', 2, '9007199254740993123.45'],
  ])('writes %s with %i decimals as %s', (minor, decimals, text) => {
    expect(decimalText(minor, decimals)).toBe(text);
  });
});

describe('formatMoney', () => {
  it.each([
    ['en', money('4830012'), false, '₸48,300.12'],
    ['ru', money('4830012'), false, '48 300,12 ₸'],
    ['ru', money('4830000'), true, '48 300 ₸'],
    ['ru', money('4830000'), false, '48 300,00 ₸'],
    ['en', money('-5', 'USD'), false, '-$0.05'],
    ['en', money('1500', 'JPY', 0), false, '¥1,500'],
    ['en', money('900719925474099312345', 'USD'), false, '$9,007,199,254,740,993,123.45'],
  ])('in %s writes %o', (locale, amount, short, text) => {
    expect(plain(formatMoney(amount, locale, short))).toBe(text);
  });
});

describe('sums', () => {
  it('adds whole minor units', () => {
    expect(sumMoney([money('1'), money('900719925474099312345')])?.amountMinor).toBe('900719925474099312346');
  });
  it('is null for nothing and refuses to mix currencies', () => {
    expect(sumMoney([])).toBeNull();
    expect(() => sumMoney([money('1'), money('1', 'USD')])).toThrow('one currency');
  });
  it('knows zero', () => {
    expect([isZero(money('0')), isZero(money('-0')), isZero(money('1'))]).toEqual([true, true, false]);
  });
});
