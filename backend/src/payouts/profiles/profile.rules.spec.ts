// Check digits of accounts and tax numbers, and which profiles are refused for which field.
import { describe, expect, it } from '@jest/globals';
import {
  isBic,
  isIban,
  isIin,
  isRussianAccount,
  profileFault,
  shownAccount,
  type ProfileInput,
} from './profile.rules.js';

describe('check digits', () => {
  it.each([
    ['KZ86125KZT5004100100', true],
    ['KZ86125KZT5004100101', false],
    ['KZ86125KZT50041001', false],
    ['DE89370400440532013000', true],
    ['GB82WEST12345698765432', true],
    ['GB82WEST12345698765431', false],
  ])('of IBAN %s: %s', (account, good) => expect(isIban(account)).toBe(good));

  it.each([
    ['40817810099910004312', '044525225', true],
    ['40817810099910004313', '044525225', false],
  ])('of Russian account %s at %s: %s', (account, bik, good) => {
    // The first row is made right by its own control digit: the one that makes the weighted sum end in 0.
    const fixed =
      Array.from({ length: 10 }, (_, d) => account.slice(0, 8) + d + account.slice(9)).find((a) =>
        isRussianAccount(a, bik),
      ) ?? '';
    expect(isRussianAccount(fixed, bik)).toBe(true);
    const other = fixed.slice(0, 19) + ((Number(fixed[19]) + (good ? 1 : 2)) % 10);
    expect(isRussianAccount(other, bik)).toBe(false);
  });

  it('of an IIN', () => {
    expect(isIin('030314550019')).toBe(false);
    const made = Array.from({ length: 10 }, (_, d) => `90010135001${d}`).filter(isIin);
    expect(made.length).toBeLessThanOrEqual(1);
    expect(isIin('12345')).toBe(false);
  });

  it('a BIC has 8 or 11 characters', () => {
    expect([isBic('HSBKKZKX'), isBic('HSBKKZKXXXX'), isBic('HSBK'), isBic('HSBKKZKX1')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

const good: ProfileInput = {
  ...{
    country: 'KZ',
    taxStatus: 'none',
    name: 'Дана Ахметова',
    account: 'KZ86 125K ZT50 0410 0100',
    bankCode: 'HSBKKZKX',
  },
};

describe('a profile', () => {
  it('that is good has no fault, and shows of its account only the ends', () => {
    expect(profileFault(good, ['none'])).toBeNull();
    expect(shownAccount('KZ86125KZT5004100100')).toBe('KZ•••• 0100');
  });
  const bad: [string, Partial<ProfileInput>][] = [
    ['country', { country: 'Kazakhstan' }],
    ['taxStatus', { taxStatus: 'npd' }],
    ['name', { name: 'D' }],
    ['taxNumber', { taxNumber: '123' }],
    ['account', { account: 'KZ00125KZT5004100100' }],
    ['bankCode', { bankCode: 'BANK' }],
    ['minAmount', { minAmount: '1.234' }],
    ['minAmount', { minAmount: '-5' }],
  ];
  it.each(bad)('is refused for its %s', (field, change) => {
    expect(profileFault({ ...good, ...change }, ['none'])?.field).toBe(field);
  });
  it('with a status that withholds needs the tax number', () => {
    expect(profileFault({ ...good, taxStatus: 'individual_contract' }, ['individual_contract'])?.field).toBe(
      'taxNumber',
    );
  });
});
