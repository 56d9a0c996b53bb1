// Rounding, splitting, conversion and decimals, by the worked examples of money.md section 2 and their edges.
import { describe, expect, it } from '@jest/globals';
import {
  convert,
  decimalsOf,
  formatDecimal,
  lr,
  MoneyError,
  parseDecimal,
  parseRate,
  reciprocal,
  rhu,
  sq,
  type MoneyErrorCode,
} from './money.js';
import { CURRENCY_DECIMALS } from './amounts/currencies.js';

function codeOf(act: () => unknown): MoneyErrorCode | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof MoneyError ? error.code : null;
  }
}

describe('rhu rounds half up', () => {
  it.each([
    ['5.625', 125n * 450n, 10000n, 6n],
    ['exactly a half', 5000n, 10000n, 1n],
    ['one and a half', 15000n, 10000n, 2n],
    ['just below a half', 4999n, 10000n, 0n],
    ['a half of an odd divisor cannot be', 1n, 3n, 0n],
    ['two thirds', 2n, 3n, 1n],
    ['zero', 0n, 7n, 0n],
    ['above 2^53', 90071992547409935n, 10n, 9007199254740994n],
  ])('%s', (_label, n, d, expected) => {
    expect(rhu(n, d)).toBe(expected);
  });

  it('refuses negative numbers and a zero divisor', () => {
    expect(codeOf(() => rhu(-1n, 2n))).toBe('BAD_SPLIT');
    expect(codeOf(() => rhu(1n, 0n))).toBe('BAD_SPLIT');
  });
});

describe('lr splits by the largest remainder', () => {
  it.each([
    ['three equal parts', 1001n, [7n, 7n, 7n], [334n, 334n, 333n]],
    ['50, 30, 21', 100n, [50n, 30n, 21n], [49n, 30n, 21n]],
    ['a tie goes to the lower index', 5n, [1n, 1n], [3n, 2n]],
    ['all weights zero', 5n, [0n, 0n], [0n, 0n]],
    ['no weights', 5n, [], []],
    ['an order discount', 1500n, [8900n, 4450n, 1n], [1000n, 500n, 0n]],
    ['130 000 over two lines', 130000n, [900000n, 400000n], [90000n, 40000n]],
    ['60 000 over what remains', 60000n, [540000n, 360000n], [36000n, 24000n]],
    ['a zero weight gets nothing', 7n, [0n, 3n, 3n], [0n, 4n, 3n]],
  ])('%s', (_label, total, weights, expected) => {
    expect(lr(total, weights)).toEqual(expected);
  });

  it('refuses negative input', () => {
    expect(codeOf(() => lr(-1n, [1n]))).toBe('BAD_SPLIT');
    expect(codeOf(() => lr(1n, [-1n]))).toBe('BAD_SPLIT');
  });
});

describe('sq splits by exact quotas', () => {
  it.each([
    ['two creators of one video', [1000n * 6000n, 1500n * 4000n], 10000n, [600n, 600n]],
    [
      'thirds of 905',
      [362n, 60n, 60n, 60n, 362n].map((n, i) => (i % 4 === 0 ? n * 3n : 181n)),
      3n,
      [362n, 61n, 60n, 60n, 362n],
    ],
    ['the total is rounded, not the parts', [1n, 1n, 1n], 2n, [1n, 1n, 0n]],
    ['nothing', [0n, 0n], 5n, [0n, 0n]],
  ])('%s', (_label, nums, den, expected) => {
    expect(sq(nums, den)).toEqual(expected);
  });
});

describe('convert', () => {
  it.each([
    ['12 990.00 RUB at 5.4321', 1299000n, 'RUB', 'KZT', parseRate('5.4321'), 7056298n],
    ['9 800 JPY with USD/JPY 151.37', 9800n, 'JPY', 'USD', reciprocal(parseRate('151.37')), 6474n],
    ['4.505 KWD at 1550.75', 4505n, 'KWD', 'KZT', parseRate('1550.75'), 698613n],
    ['19.99 USD at 151.37', 1999n, 'USD', 'JPY', parseRate('151.37'), 3026n],
    ['960 000 tiyn to USD at 475.23', 960000n, 'KZT', 'USD', reciprocal(parseRate('475.23')), 2020n],
    ['123.45 USD at 475.23', 12345n, 'USD', 'KZT', parseRate('475.23'), 5866714n],
  ])('%s', (_label, amount, from, to, rate, expected) => {
    expect(convert(amount, from, to, rate)).toBe(expected);
  });

  it.each(['0', '-1', '1e3', '', 'abc', '1,5', '.5', '0.000'])('refuses "%s" as a rate', (text) => {
    expect(codeOf(() => parseRate(text))).toBe('BAD_RATE');
  });
});

describe('currencies', () => {
  it.each([
    ['KZT', 2],
    ['RUB', 2],
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['MGA', 2],
    ['HUF', 2],
    ['XCG', 2],
  ])('%s has %i decimals', (currency, decimals) => {
    expect(decimalsOf(currency)).toBe(decimals);
  });

  it.each(['XXX', 'XTS', 'XAU', 'ZZZ', 'HRK', 'kzt', '', 'KZ', '__proto__'])('"%s" is unknown', (currency) => {
    expect(codeOf(() => decimalsOf(currency))).toBe('UNKNOWN_CURRENCY');
  });

  it('has every code once', () => {
    expect(CURRENCY_DECIMALS.size).toBe(165);
    expect([...CURRENCY_DECIMALS.keys()].every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  });
});

describe('decimals', () => {
  it.each([
    ['12.50', 'KZT', 1250n],
    ['12990.00', 'KZT', 1299000n],
    ['12', 'KZT', 1200n],
    ['0.1', 'USD', 10n],
    ['1250', 'JPY', 1250n],
    ['1250.00', 'JPY', 1250n],
    ['4.505', 'KWD', 4505n],
    ['-3.20', 'USD', -320n],
    ['90071992547409.93', 'USD', 9007199254740993n],
  ])('reads %s %s', (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toBe(minor);
  });

  it.each([
    ['12.505', 'KZT'],
    ['1.5', 'JPY'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['1,50', 'USD'],
    [' 1', 'USD'],
    ['.5', 'USD'],
    ['5.', 'USD'],
    ['+1', 'USD'],
  ])('refuses "%s" %s', (text, currency) => {
    expect(codeOf(() => parseDecimal(text, currency))).toBe('BAD_DECIMAL');
  });

  it.each([
    [1250n, 'KZT', '12.50'],
    [5n, 'KZT', '0.05'],
    [0n, 'USD', '0.00'],
    [1250n, 'JPY', '1250'],
    [4505n, 'KWD', '4.505'],
    [-5n, 'USD', '-0.05'],
    [9007199254740993n, 'USD', '90071992547409.93'],
  ])('writes %s %s as %s', (minor, currency, text) => {
    expect(formatDecimal(minor, currency)).toBe(text);
    expect(parseDecimal(text, currency)).toBe(minor);
  });
});
