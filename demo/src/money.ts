// Prices of this shop: tenge, in tiyn (1/100), always as bigint.
import type { Lang } from './words/index.ts';

export const CURRENCY = 'KZT';

/** `1299000n` -> `"12990.00"`, the form that Vitrina's doors take. */
export function decimal(minor: bigint): string {
  const digits = minor.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const formats = new Map<Lang, Intl.NumberFormat>();

/** As a shopper reads it: whole tenge, tiyn only when there are any. */
export function price(minor: bigint, lang: Lang): string {
  let format = formats.get(lang);
  if (!format) {
    format = new Intl.NumberFormat(lang === 'en' ? 'en' : `${lang}-KZ`, {
      style: 'currency',
      currency: CURRENCY,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: 0,
    });
    formats.set(lang, format);
  }
  return format.format(decimal(minor) as `${number}`);
}
