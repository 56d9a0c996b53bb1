// Prices and times as people write them.
import type { Locale } from './types.js';

/** Signs that say which money is meant and that every phone can draw: not `$` for pesos, and no som, which most fonts lack. */
const SIGNS = 'KZT₸RUB₽USD$EUR€GBP£CNY¥JPY¥TRY₺UAH₴';

/**
 * A price for the shopper, in the style of the locale: "12 990 ₸", "$12.50", whole prices without zeros. The number stays a
 * text, so no float is made. A currency without a sign stands as its code.
 *
 * Not by `Intl.NumberFormat`: its first use loads its tables, 110-170 ms of a page's main thread on a middling phone
 * (Chromium, CPU slowed 4x), and Chromium writes Kazakh prices in English. The spec compares the two.
 */
export function priceText(priceMinor: string, currency: string, decimals: number, locale: Locale): string {
  const [point, comma] = locale === 'en' ? '.,' : ',\u00a0';
  const digits = priceMinor.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(whole.length);
  const text = whole.replace(/\B(?=(...)+$)/g, comma as string) + (/[1-9]/.test(rest) ? point + rest : '');
  const sign = SIGNS.split(currency)[1]?.[0];
  return point === ',' ? `${text}\u00a0${sign ?? currency}` : `${sign ?? `${currency}\u00a0`}${text}`;
}

/** 62 400 ms are "1:02". */
export function clockText(ms: number): string {
  const seconds = (ms / 1000) | 0;
  return `${(seconds / 60) | 0}:${`${seconds % 60}`.padStart(2, '0')}`;
}
