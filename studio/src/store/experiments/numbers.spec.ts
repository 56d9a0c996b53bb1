// Shares and factors in three languages, and drawings that hold every interval.
import { expect, it } from '@jest/globals';
import { formatFactor, formatPoints, formatShare, rangeOf } from './numbers';

it('writes shares with two digits, and signs where they matter', () => {
  expect(formatShare(0.032, 'en')).toBe('3.2%');
  expect(formatShare(0.1034, 'en', { digits: 1, signed: true })).toBe('+10.3%');
  expect(formatShare(-0.0049, 'en', { digits: 1, signed: true })).toBe('-0.5%');
  expect(formatShare(0.032, 'ru').replace(/\s/g, ' ')).toBe('3,2 %');
  expect(formatShare(0.032, 'kk')).toBe(formatShare(0.032, 'ru'));
});

it('writes points and factors', () => {
  expect(formatPoints(0.003, 'en')).toBe('+0.3');
  expect(formatPoints(0, 'en')).toBe('0');
  expect(formatFactor(2.345, 'ru')).toBe('2,35');
});

it('draws wide enough for every interval, and with zero where a difference is shown', () => {
  const [least, most] = rangeOf([{ from: 0.02, to: 0.03 }], false);
  expect(least).toBeGreaterThan(0);
  expect(most).toBeGreaterThan(0.03);
  expect(rangeOf([{ from: 0.02, to: 0.03 }], true)[0]).toBeLessThanOrEqual(0);
  expect(rangeOf([{ from: -0.02, to: 0.03 }], true)[0]).toBeLessThan(-0.02);
  expect(rangeOf([{ from: 0, to: 0 }], true)).toEqual([0, 1]);
});
