// Shows money exactly: minor units stay whole numbers, nothing passes through a floating point number.
import { numberLocale } from './kazakh';

/** Money as the API sends it: whole minor units in a string, and how many decimals the currency has. */
export type Money = { amountMinor: string; currency: string; decimals: number };

/** `decimalText('-1234505', 2)` is `-12345.05`: the exact decimal text of minor units. */
export function decimalText(amountMinor: string, decimals: number): `${number}` {
  const amount = BigInt(amountMinor);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const fraction = decimals > 0 ? `.${digits.slice(cut)}` : '';
  return `${amount < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction}` as `${number}`;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, currency: string, decimals: number, short: boolean): Intl.NumberFormat {
  const key = `${locale}|${currency}|${decimals}|${short}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(numberLocale(locale), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    trailingZeroDisplay: short ? 'stripIfInteger' : 'auto',
  });
  formats.set(key, made);
  return made;
}

/**
 * The amount in the reader's language, exact to the last minor unit.
 * With `short`, a whole amount is written without its zeros; columns of sums keep them, so that digits stand in line.
 */
export function formatMoney(money: Money, locale: string, short = false): string {
  return formatOf(locale, money.currency, money.decimals, short).format(decimalText(money.amountMinor, money.decimals));
}

/** Adds amounts of one currency; null for an empty list. Throws when currencies differ. */
export function sumMoney(list: readonly Money[]): Money | null {
  const [first] = list;
  if (!first) return null;
  let total = 0n;
  for (const money of list) {
    if (money.currency !== first.currency) throw new Error('Sums need one currency');
    total += BigInt(money.amountMinor);
  }
  return { ...first, amountMinor: total.toString() };
}

/** True for zero in any currency. */
export function isZero(money: Money): boolean {
  return BigInt(money.amountMinor) === 0n;
}

/** A length for drawing a bar. Only for pixels: never shown and never added up. */
export function barLength(money: Money): number {
  return Number(decimalText(money.amountMinor, money.decimals));
}
