// Times and sizes as people read them.
import { describe, expect, it } from '@jest/globals';
import { formatMoney } from './money';
import { formatBytes, formatCompact, formatRate, formatSpeed } from './size';
import { dayBefore, formatAgo, formatDate, formatDay, formatDuration, formatSpan } from './time';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [12_400, '0:12'],
    [125_000, '2:05'],
    [3_725_000, '1:02:05'],
    [-5, '0:00'],
  ])('writes %i ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatSpan', () => {
  it.each([
    [900, '1 sec'],
    [45_000, '45 sec'],
    [125_000, '2 min'],
    [3_720_000, '1 hr 2 min'],
    [90_000_000, '1 day 1 hr'],
  ])('writes %i ms as %s', (ms, text) => expect(plain(formatSpan(ms, 'en'))).toBe(text));
});

describe('formatAgo', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  it.each([
    ['2026-11-20T11:59:40Z', 'this minute'],
    ['2026-11-20T11:20:00Z', '40 minutes ago'],
    ['2026-11-19T11:00:00Z', 'yesterday'],
    ['2026-11-22T13:00:00Z', 'in 2 days'],
  ])('says %s as %s', (iso, text) => expect(formatAgo(iso, 'en', now)).toBe(text));
  it('counts report days in UTC', () => expect(dayBefore(29, now)).toBe('2026-10-22'));
});

describe('sizes', () => {
  it.each([
    [formatBytes(0, 'en'), '0 byte'],
    [formatBytes(48_234_496, 'en'), '48.2 MB'],
    [formatBytes(2_000_000_000, 'en'), '2 GB'],
    [formatSpeed(3_420_000, 'en'), '3.4 MB/s'],
    [formatSpeed(320_000, 'en'), '320 kB/s'],
    [formatRate(1250, 'en'), '12.5%'],
  ])('writes %s', (got, text) => expect(plain(got)).toBe(text));
});

describe('Kazakh, which browsers do not know', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  it.each([
    [formatAgo('2026-11-20T11:59:40Z', 'kk', now), 'жаңа ғана'],
    [formatAgo('2026-11-20T09:00:00Z', 'kk', now), '3 сағат бұрын'],
    [formatAgo('2026-11-19T11:00:00Z', 'kk', now), 'кеше'],
    [formatAgo('2026-11-25T12:00:00Z', 'kk', now), '5 күннен кейін'],
    [formatDay('2026-11-20', 'kk'), '20 қар.'],
    [formatDate('2026-11-20T12:00:00Z', 'kk'), '2026 ж. 20 қар.'],
    [formatSpan(3_720_000, 'kk'), '1 сағ 2 мин'],
    [formatBytes(48_234_496, 'kk'), '48,2 МБ'],
    [formatCompact(4000, 'kk'), '4 мың'],
    [formatMoney({ amountMinor: '4830012', currency: 'KZT', decimals: 2 }, 'kk'), '48 300,12 ₸'],
  ])('writes %s', (got, text) => expect(plain(got)).toBe(text));
});
