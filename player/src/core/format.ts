// Prices and times as people write them.
import type { Locale } from './types.js';

/** Signs that say which money is meant and that every phone can draw: not `$` for pesos, and no som, which most fonts lack. */
const SIGNS: Record<string, string> = {
  ...{ KZT: '₸', RUB: '₽', USD: '$', EUR: '€', GBP: '£', CNY: '¥', JPY: '¥', TRY: '₺', UAH: '₴', GEL: '₾', AZN: '₼' },
  ...{ AMD: '֏', INR: '₹', ILS: '₪', KRW: '₩', MNT: '₮', VND: '₫' },
};

/**
 * A price for the shopper, in the style of the locale: "12 990 ₸", "$12.50", whole prices without zeros. The number stays a
 * text, so no float is made. A currency without a sign stands as its code.
 *
 * Not by `Intl.NumberFormat`: its first use loads its tables, 110-170 ms of a page's main thread on a middling phone
 * (Chromium, CPU slowed 4x), and Chromium writes Kazakh prices in English. The spec compares the two.
 */
export function priceText(priceMinor: string, currency: string, decimals: number, locale: Locale): string {
  const digits = priceMinor.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(whole.length);
  const isEnglish = locale === 'en';
  const fraction = /[1-9]/.test(rest) ? (isEnglish ? '.' : ',') + rest : '';
  const number = whole.replace(/\B(?=(\d{3})+$)/g, isEnglish ? ',' : '\u00a0') + fraction;
  const sign = SIGNS[currency] ?? currency;
  if (!isEnglish) return `${number}\u00a0${sign}`;
  return sign === currency ? `${sign}\u00a0${number}` : sign + number;
}

/** 62 400 ms are "1:02". */
export function clockText(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
