// Minor units as a person reads them in a letter.
import { decimalsOf } from '../../base/money.js';

/** "1234500" of KZT is "12345.00". */
export function decimalText(minor: string, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = minor.padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
}
