// Sizes, counts and shares in the reader's language.
import { KAZAKH_UNITS, numberLocale } from './kazakh';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number with its unit, such as 2 GB or 14 min. `unit` is a name that Intl knows. */
export function formatUnit(value: number, unit: string, locale: string, maximumFractionDigits = 0): string {
  if (locale === 'kk') {
    const number = new Intl.NumberFormat('ru', { maximumFractionDigits }).format(value);
    return `${number} ${KAZAKH_UNITS[unit] ?? unit}`;
  }
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(value);
}

/** A file size in decimal units, as phones and desktops show it. */
export function formatBytes(sizeBytes: number, locale: string): string {
  let value = sizeBytes;
  let step = 0;
  while (value >= 1000 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step < 2 || value >= 100 ? 0 : 1;
  const unit = UNITS[step] ?? 'byte';
  return formatUnit(value, unit, locale, digits);
}

/** Bytes per second. */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  const unit = bytesPerSecond >= 1e6 ? 'megabyte-per-second' : 'kilobyte-per-second';
  const value = bytesPerSecond >= 1e6 ? bytesPerSecond / 1e6 : bytesPerSecond / 1e3;
  return formatUnit(value, unit, locale, value < 100 && bytesPerSecond >= 1e6 ? 1 : 0);
}

/** A count with the grouping of the language. */
export function formatCount(count: number | bigint, locale: string): string {
  return new Intl.NumberFormat(numberLocale(locale)).format(count);
}

/** `formatRate(1250)` is 12.5 %: basis points as a share. */
export function formatRate(rateBps: number, locale: string): string {
  return new Intl.NumberFormat(numberLocale(locale), { style: 'percent', maximumFractionDigits: 2 }).format(
    rateBps / 10_000,
  );
}

/** A short number for the axis of a chart: 4K, 4 тыс., 4 мың. */
export function formatCompact(value: number, locale: string): string {
  const options = { notation: 'compact', maximumFractionDigits: 1 } as const;
  const text = new Intl.NumberFormat(numberLocale(locale), options).format(value);
  return locale === 'kk' ? text.replace('тыс.', 'мың') : text;
}
