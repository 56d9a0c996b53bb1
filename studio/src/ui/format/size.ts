// Sizes, counts and shares in the reader's language.

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

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
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(value);
}

/** Bytes per second. */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  const unit = bytesPerSecond >= 1e6 ? 'megabyte-per-second' : 'kilobyte-per-second';
  const value = bytesPerSecond >= 1e6 ? bytesPerSecond / 1e6 : bytesPerSecond / 1e3;
  const maximumFractionDigits = value < 100 && bytesPerSecond >= 1e6 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(value);
}

/** A count with the grouping of the language. */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** `formatRate(1250)` is 12.5 %: basis points as a share. */
export function formatRate(rateBps: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(rateBps / 10_000);
}
