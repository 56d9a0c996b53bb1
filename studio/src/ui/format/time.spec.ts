// Times and sizes as people read them.
import { describe, expect, it } from '@jest/globals';
import { formatBytes, formatRate, formatSpeed } from './size';
import { dayBefore, formatAgo, formatDuration, formatSpan } from './time';

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
