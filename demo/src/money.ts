// Prices of this shop: tenge, in tiyn (1/100), always as bigint.
import { html, type Html } from './html.ts';
import type { Lang } from './words/index.ts';

export const CURRENCY = 'KZT';
const NO_BREAK = '\u00a0';

/** `1299000n` -> `"12990.00"`, the form that Vitrina's doors take. */
export function decimal(minor: bigint): string {
  const digits = minor.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** As a shopper reads it: `4 990 ₸`; tiyn only when there are any. The sign is drawn, since many fonts lack it. */
export function price(minor: bigint, lang: Lang): Html {
  const locale = lang === 'en' ? 'en' : `${lang}-KZ`;
  const minimumFractionDigits = minor % 100n === 0n ? 0 : 2;
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits }).format(decimal(minor) as `${number}`);
  return html`${number}${NO_BREAK}<span class="tenge">₸</span>`;
}
