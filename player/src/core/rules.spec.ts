// The small rules: ids, prices, order of videos, consent and sessions.
import { describe, expect, it } from '@jest/globals';
import { continueSession, parseConsent, SESSION_IDLE_MS } from './consent.js';
import { clockText, priceText } from './format.js';
import { newEventId, uuidV7 } from './ids.js';
import { neighbour, orderClips } from './playlist.js';
import type { Clip, Locale } from './types.js';

describe('ids of events', () => {
  it('are UUIDs of version 7 with the time in front', () => {
    const id = uuidV7(0x017f22e279b0, new Uint8Array([0x0c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]));
    expect(id).toBe('017f22e2-79b0-70cc-898c-4dc0c0c07398');
    expect(newEventId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sort by time and do not repeat', () => {
    expect(uuidV7(1, new Uint8Array(10).fill(255)) < uuidV7(2, new Uint8Array(10))).toBe(true);
    expect(new Set(Array.from({ length: 1000 }, newEventId)).size).toBe(1000);
  });
});

describe('prices', () => {
  it.each([
    ['649000', 'USD', 2, '$6,490'],
    ['5', 'USD', 2, '$0.05'],
    ['9800', 'JPY', 0, '¥9,800'],
    ['4505', 'KWD', 3, 'KWD 4.505'],
    ['4500', 'KWD', 3, 'KWD 4.500'],
    ['100', 'KGS', 2, 'KGS 1'],
    ['100', 'not a currency', 2, 'not a currency 1'],
    ['900719925474099301', 'USD', 2, '$9,007,199,254,740,993.01'],
  ])('%s of %s with %i decimals are %s', (minor, currency, decimals, text) => {
    expect(priceText(minor, currency, decimals, 'en').replace(/\u00a0/g, ' ')).toBe(text);
  });

  it('are written for the shopper, exact beyond what a float can hold', () => {
    const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
    expect(plain(priceText('649000', 'KZT', 2, 'ru'))).toBe('6 490 ₸');
    expect(plain(priceText('699050', 'KZT', 2, 'kk'))).toBe('6 990,50 ₸');
    expect(plain(priceText('129999', 'USD', 2, 'en'))).toBe('$1,299.99');
    expect(plain(priceText('900719925474099301', 'USD', 2, 'en'))).toBe('$9,007,199,254,740,993.01');
  });

  it('are what Intl writes, wherever it writes the same sign', () => {
    const written = (minor: string, currency: string, decimals: number, locale: Locale): string =>
      new Intl.NumberFormat(locale, {
        ...{ style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
        ...{ minimumFractionDigits: decimals, maximumFractionDigits: decimals, trailingZeroDisplay: 'stripIfInteger' },
      } as Intl.NumberFormatOptions).format(`${minor}e-${decimals}` as `${number}`);
    const currencies = ['KZT', 'RUB', 'USD', 'EUR', 'GBP', 'CNY', 'TRY', 'UAH', 'CHF'];
    for (const locale of ['ru', 'kk', 'en'] as const) {
      for (const minor of ['0', '7', '70', '12300', '123456', '649000', '100000000', '123456789012']) {
        for (const currency of currencies) {
          expect(priceText(minor, currency, 2, locale)).toBe(written(minor, currency, 2, locale));
        }
        expect(priceText(minor, 'JPY', 0, locale)).toBe(written(minor, 'JPY', 0, locale));
      }
    }
  });

  it('and times', () => {
    expect(clockText(62_400)).toBe('1:02');
    expect(clockText(-5)).toBe('0:00');
  });
});

describe('the order of videos', () => {
  const clips = ['a', 'b', 'c'].map((id) => ({ id }) as Clip);

  it('keeps the rank and puts the asked-for video first', () => {
    expect(orderClips(clips, null).map((clip) => clip.id)).toEqual(['a', 'b', 'c']);
    expect(orderClips(clips, 'c').map((clip) => clip.id)).toEqual(['c', 'a', 'b']);
    expect(orderClips(clips, 'gone').map((clip) => clip.id)).toEqual(['a', 'b', 'c']);
  });

  it('goes round, and nowhere with one video', () => {
    expect([neighbour(2, 1, 3), neighbour(0, -1, 3), neighbour(0, 1, 1)]).toEqual([0, 2, -1]);
  });
});

describe('consent', () => {
  it('is one of three words, and nobody was asked with any other', () => {
    expect(['granted', 'denied', 'yes', null].map(parseConsent)).toEqual(['granted', 'denied', 'unknown', 'unknown']);
  });

  it('a session ends after thirty minutes without an event', () => {
    const session = { id: 's', lastAtMs: 1000 };
    expect(continueSession(session, 1000 + SESSION_IDLE_MS - 1, () => 'new').id).toBe('s');
    expect(continueSession(session, 1000 + SESSION_IDLE_MS, () => 'new').id).toBe('new');
    expect(continueSession(null, 5, () => 'new')).toEqual({ id: 'new', lastAtMs: 5 });
  });
});
