// Money as whole minor units in bigint, and the only rounding in the service.
import { CURRENCY_DECIMALS } from './amounts/currencies.js';

export type MoneyErrorCode = 'UNKNOWN_CURRENCY' | 'BAD_DECIMAL' | 'BAD_RATE' | 'BAD_SPLIT';

/** A money operation that has no right answer: thrown, never guessed. */
export class MoneyError extends Error {
  constructor(
    readonly code: MoneyErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'MoneyError';
  }
}

/** An exact positive ratio, used where a float would drift: currency rates. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Rounds n/d half up. Only for n >= 0 and d > 0: reversals are differences of two rounded numbers (money.md A1). */
export function rhu(n: bigint, d: bigint): bigint {
  if (n < 0n || d <= 0n) throw new MoneyError('BAD_SPLIT', `rhu needs n >= 0 and d > 0, got ${n}/${d}`);
  return (2n * n + d) / (2n * d);
}

/** Hands `missing` units one by one to the largest remainders; equal remainders go to the lower index. */
function handOut(parts: bigint[], remainders: readonly bigint[], missing: bigint): bigint[] {
  if (missing === 0n) return parts;
  const order = remainders.map((_, index) => index);
  order.sort((a, b) => {
    const left = remainders[a] ?? 0n;
    const right = remainders[b] ?? 0n;
    return left === right ? a - b : left > right ? -1 : 1;
  });
  for (const index of order.slice(0, Number(missing))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/** Splits `total` by integer weights, largest remainder first; the parts sum to `total`, or to 0 if all weights are 0 (A2). */
export function lr(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((acc, weight) => acc + weight, 0n);
  if (total < 0n || weights.some((weight) => weight < 0n)) {
    throw new MoneyError('BAD_SPLIT', 'lr needs a total and weights of at least 0');
  }
  if (sum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight) => (total * weight) % sum);
  return handOut(parts, remainders, total - parts.reduce((acc, part) => acc + part, 0n));
}

/** Rounds the quotas nums[i]/den to integers that sum to the rounded total of the quotas (A3). */
export function sq(nums: readonly bigint[], den: bigint): bigint[] {
  if (den <= 0n || nums.some((num) => num < 0n)) throw new MoneyError('BAD_SPLIT', 'sq needs den > 0 and quotas >= 0');
  const total = rhu(
    nums.reduce((acc, num) => acc + num, 0n),
    den,
  );
  const parts = nums.map((num) => num / den);
  const remainders = nums.map((num) => num % den);
  return handOut(parts, remainders, total - parts.reduce((acc, part) => acc + part, 0n));
}

/** Decimals of a currency's minor unit. Throws UNKNOWN_CURRENCY: a default of 2 would turn 1 000 yen into 10. */
export function decimalsOf(currency: string): number {
  const decimals = CURRENCY_DECIMALS.get(currency);
  if (decimals === undefined)
    throw new MoneyError('UNKNOWN_CURRENCY', `"${currency}" is not a current ISO 4217 currency`);
  return decimals;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads a decimal such as "12.50" into minor units, without floats. More decimals than the currency has must be zeros. */
export function parseDecimal(text: string, currency: string): bigint {
  const decimals = decimalsOf(currency);
  const match = DECIMAL.exec(text);
  const fraction = match?.[3] ?? '';
  if (!match || /[^0]/.test(fraction.slice(decimals))) {
    throw new MoneyError('BAD_DECIMAL', `"${text}" is not an amount in ${currency} (${decimals} decimals)`);
  }
  const minor = BigInt(`${match[2]}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  return match[1] ? -minor : minor;
}

/** Writes minor units as a decimal with exactly the currency's decimals: 1250n KZT -> "12.50", 1250n JPY -> "1250". */
export function formatDecimal(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = minor < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** Reads a rate such as "475.23" (1 unit of base costs that many units of quote) as an exact fraction above zero. */
export function parseRate(text: string): Fraction {
  const match = DECIMAL.exec(text);
  const fraction = match?.[3] ?? '';
  const numerator = match ? BigInt(`${match[2]}${fraction}`) : 0n;
  if (!match || match[1] || numerator === 0n) throw new MoneyError('BAD_RATE', `"${text}" is not a rate above zero`);
  return { numerator, denominator: 10n ** BigInt(fraction.length) };
}

/** The rate of the opposite direction: the exact reciprocal (A4). */
export function reciprocal(rate: Fraction): Fraction {
  return { numerator: rate.denominator, denominator: rate.numerator };
}

/** Converts minor units of `from` into minor units of `to`, rounded half up once (A4). The amount is at least 0. */
export function convert(amountMinor: bigint, from: string, to: string, rate: Fraction): bigint {
  const shift = decimalsOf(to) - decimalsOf(from);
  const scale = 10n ** BigInt(Math.abs(shift));
  const n = amountMinor * rate.numerator;
  return shift >= 0 ? rhu(n * scale, rate.denominator) : rhu(n, rate.denominator * scale);
}
