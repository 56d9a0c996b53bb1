// Shares and factors of experiments, as people read them.
import { numberLocale } from '../../ui/format/kazakh';

/** `formatShare(0.032)` is 3.2 %; the sign is written when it is asked for. */
export function formatShare(
  share: number,
  locale: string,
  options: { digits?: number; signed?: boolean } = {},
): string {
  const { digits = 2, signed = false } = options;
  const format = {
    style: 'percent',
    maximumFractionDigits: digits,
    signDisplay: signed ? 'exceptZero' : 'auto',
  } as const;
  return new Intl.NumberFormat(numberLocale(locale), format).format(share);
}

/** A difference of two shares in percentage points, without a unit: the words around it name it. */
export function formatPoints(difference: number, locale: string): string {
  const format = { maximumFractionDigits: 2, signDisplay: 'exceptZero' } as const;
  return new Intl.NumberFormat(numberLocale(locale), format).format(difference * 100);
}

/** Money back for each unit of commission: 2.4. */
export function formatFactor(factor: number, locale: string): string {
  return new Intl.NumberFormat(numberLocale(locale), { maximumFractionDigits: 2 }).format(factor);
}

/** The bounds of a drawing that holds all intervals, zero too when it is asked for, and some air. */
export function rangeOf(intervals: readonly { from: number; to: number }[], withZero: boolean): [number, number] {
  const values = intervals.flatMap(({ from, to }) => [from, to]);
  if (withZero) values.push(0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const air = (most - least) * 0.06 || 1;
  return [least < 0 ? least - air : Math.max(0, least - air), most + air];
}
