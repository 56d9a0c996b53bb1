// Promo codes, case by case.
import { describe, expect, it } from '@jest/globals';
import { codeFault, isValidAt, normaliseCode } from './promo-code.rules.js';

describe('a promo code', () => {
  it.each([
    ['is trimmed and raised', ' dana10 ', null],
    ['may be digits', '2026', null],
    ['of four characters is the shortest', 'AINA', null],
    ['of three is too short', 'ANA', 'SHAPE'],
    ['of 21 is too long', 'A'.repeat(21), 'SHAPE'],
    ['has no hyphen', 'DANA-10', 'SHAPE'],
    ['has no Cyrillic letters that look Latin', 'DАNA10', 'SHAPE'],
    ['is not the shop speaking', 'OFFICIAL', 'RESERVED'],
    ['is not the shop speaking with a number', 'free100', 'RESERVED'],
    ['may contain a reserved word', 'FREEDOM10', null],
    ['is not profane', 'suka10', 'PROFANE'],
    ['is not profane in digits', '5UK410', 'PROFANE'],
  ])('%s', (_, raw, expected) => {
    expect(codeFault(normaliseCode(raw))).toBe(expected);
  });
});

describe('its period', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 10, n));
  it.each([
    ['begins with its first moment', day(1), day(10), day(1), true],
    ['does not hold before', day(2), day(10), day(1), false],
    ['ends before its last moment', day(1), day(10), day(10), false],
    ['without an end holds on', day(1), null, day(30), true],
  ])('%s', (_, validFrom, validTo, at, expected) => {
    expect(isValidAt({ validFrom, validTo }, at)).toBe(expected);
  });
});
