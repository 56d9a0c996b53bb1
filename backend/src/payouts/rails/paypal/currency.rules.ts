// Which currencies PayPal pays out in, and how it wants an amount written.
import { decimalsOf, formatDecimal } from '../../../base/money.js';

/**
 * PayPal's currency codes that its payouts may cross borders in. Left out on purpose: BRL, CNY and MYR, which it moves inside
 * one country only, and RUB, since PayPal works in Russia no more. Tenge it has never had.
 */
export const PAYPAL_CURRENCIES: readonly string[] = [
  ...['AUD', 'CAD', 'CHF', 'CZK', 'DKK', 'EUR', 'GBP', 'HKD', 'HUF', 'ILS', 'JPY'],
  ...['MXN', 'NOK', 'NZD', 'PHP', 'PLN', 'SEK', 'SGD', 'THB', 'TWD', 'USD'],
];

/** Currencies whose cents exist in ISO 4217 and not at PayPal. */
const WHOLE_ONLY = new Set(['HUF', 'TWD']);

/** The smallest amount that PayPal can move, in minor units. */
export function paypalUnit(currency: string): bigint {
  return WHOLE_ONLY.has(currency) ? 10n ** BigInt(decimalsOf(currency)) : 1n;
}

/** "1250" of forints and yen, "12.50" of the others; null when PayPal cannot write the amount. */
export function paypalAmount(minor: bigint, currency: string): string | null {
  if (!PAYPAL_CURRENCIES.includes(currency) || minor <= 0n) return null;
  const unit = paypalUnit(currency);
  if (minor % unit !== 0n) return null;
  return unit === 1n ? formatDecimal(minor, currency) : (minor / unit).toString();
}
