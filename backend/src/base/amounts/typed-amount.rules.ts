// Amounts as people type them into forms and files.
import { MoneyError, parseDecimal } from '../money.js';

/** Far above any amount of a shop and far below what PostgreSQL's bigint holds. */
export const MOST_MINOR = 10n ** 15n;

/** The bounds of an amount in minor units, both included. `most` is `MOST_MINOR` where nothing is said. */
export interface AmountBounds {
  readonly least: bigint;
  readonly most?: bigint;
}

/** A typed amount such as " 12.50 " in minor units; null where it is no decimal of that currency, or out of bounds. */
export function typedAmount(text: string, currency: string, { least, most = MOST_MINOR }: AmountBounds): bigint | null {
  try {
    const minor = parseDecimal(text.trim(), currency);
    return minor >= least && minor <= most ? minor : null;
  } catch (error) {
    if (error instanceof MoneyError) return null;
    throw error;
  }
}
