// Prices and times as people write them.
import type { Locale } from './types.js';

/**
 * A price for the shopper, in the style of the locale: "12 990 ₸". The number stays a text, so no float is made.
 *
 * Chromium has no Kazakh formats, says that it has them, and writes English ones; Russian ones look the same as Kazakh.
 * An unknown currency gets number and code.
 */
export function priceText(priceMinor: string, currency: string, decimals: number, locale: Locale): string {
  const format = (more: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(locale === 'kk' ? 'ru' : locale, {
      // An option newer than TypeScript's library: whole prices carry no zeros after the point.
      trailingZeroDisplay: 'stripIfInteger',
      minimumFractionDigits: decimals,
      ...more,
    } as Intl.NumberFormatOptions).format(`${priceMinor}e-${decimals}` as `${number}`);
  try {
    return format({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  } catch {
    return `${format({})} ${currency}`;
  }
}

/** 62 400 ms are "1:02". */
export function clockText(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
