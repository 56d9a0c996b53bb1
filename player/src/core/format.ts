// Prices and times as people write them.
import type { Locale } from './types.js';

/** 12990 minor units with two decimals are "129.90"; the text is exact, no float is made. */
export function decimalText(priceMinor: string, decimals: number): `${number}` {
  const digits = priceMinor.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return (decimals > 0 ? `${whole}.${digits.slice(-decimals)}` : whole) as `${number}`;
}

/**
 * A price for the shopper, in the style of the locale: "12 990 ₸". Whole prices carry no zeros after the point.
 *
 * Chromium knows no Kazakh formats and would write English ones; Russian ones look the same as Kazakh.
 * An unknown currency, or a browser that cannot format a decimal text, gets number and code: never a wrong number.
 */
export function priceText(priceMinor: string, currency: string, decimals: number, locale: Locale): string {
  const text = decimalText(priceMinor, decimals);
  const fractions = /\.0*$/.test(text) || decimals === 0 ? 0 : decimals;
  try {
    const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    const bounds = { minimumFractionDigits: fractions, maximumFractionDigits: fractions };
    return new Intl.NumberFormat(locale === 'kk' ? ['kk', 'ru'] : locale, { ...style, ...bounds }).format(text);
  } catch {
    return `${text} ${currency}`;
  }
}

/** 62 400 ms are "1:02". */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
