// Dates, lengths of time and waiting times in the reader's language.
import { kazakhAgo, kazakhDate, kazakhMonth } from './kazakh';
import { formatUnit } from './size';

/** `formatDuration(125000)` is `2:05`; hours appear when there are any. */
export function formatDuration(durationMs: number): string {
  const all = Math.max(0, Math.floor(durationMs / 1000));
  const seconds = String(all % 60).padStart(2, '0');
  const minutes = Math.floor(all / 60) % 60;
  const hours = Math.floor(all / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A day, such as 20 Nov 2026. */
export function formatDate(iso: string, locale: string): string {
  if (locale === 'kk') return kazakhDate(new Date(iso), true);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso));
}

/** A calendar day with its year, `2026-12-31`, in no time zone: noon is the same day everywhere. */
export const formatFullDay = (day: string, locale: string): string => formatDate(`${day}T12:00:00`, locale);

/** A day of a report, `2026-11-20`, written short and in no time zone. */
export function formatDay(day: string, locale: string): string {
  if (locale === 'kk') return kazakhDate(new Date(`${day}T00:00:00Z`), false, true);
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** A month by any of its days, such as 2026-10-01. */
export function formatMonth(day: string, locale: string): string {
  if (locale === 'kk') return kazakhMonth(new Date(`${day}T00:00:00Z`));
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** A moment with minutes. */
export function formatMoment(iso: string, locale: string): string {
  if (locale === 'kk') {
    const time = new Intl.DateTimeFormat('ru', { timeStyle: 'short' }).format(new Date(iso));
    return `${kazakhDate(new Date(iso), true)}, ${time}`;
  }
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(new Date(iso));
}

const SPANS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago (or how far ahead), in the largest unit that fits. */
export function formatAgo(iso: string, locale: string, nowMs = Date.now()): string {
  const distance = new Date(iso).getTime() - nowMs;
  const [unit, lengthMs] = SPANS.find(([, length]) => Math.abs(distance) >= length) ?? ['minute', 60_000];
  const count = Math.trunc(distance / lengthMs);
  if (locale === 'kk') return kazakhAgo(count, unit);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(count, unit);
}

/** A length of time in words, such as 2 h 5 min; used for waiting and for time left. */
export function formatSpan(spanMs: number, locale: string): string {
  const unit = (value: number, name: string) => formatUnit(value, name, locale);
  const minutes = Math.floor(spanMs / 60_000);
  if (minutes < 1) return unit(Math.max(1, Math.round(spanMs / 1000)), 'second');
  if (minutes < 60) return unit(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}` : unit(hours, 'hour');
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${unit(days, 'day')} ${unit(hours % 24, 'hour')}` : unit(days, 'day');
}

/**
 * `dayBefore(30)` is the UTC day thirty days ago: where a report begins. It ends at the store's own today, which the
 * service knows and the browser does not.
 */
export function dayBefore(days: number, nowMs = Date.now()): string {
  return new Date(nowMs - days * 86_400_000).toISOString().slice(0, 10);
}
