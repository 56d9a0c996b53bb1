// No paid pair renders without its label, in any country and language; and the label goes when the last link ends.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cardMarkup, type ShownVideo } from '../playback/watch/markup.rules.js';
import {
  COMMISSION,
  DISCLOSURE_LANGUAGES,
  disclosureOf,
  isErid,
  isTaxNumber,
  RECEIVED,
  type Links,
} from './ad-mark.rules.js';

const ADVERTISER = { name: 'ООО «Айна»', taxNumber: '7707083893' };
const ERID = '2VtzqwRkPqk';
const links = (changed: Partial<Links> = {}): Links => ({
  ...{ commission: true, received: null, erid: null, advertiser: null, ...changed },
});
const countries = fc.option(fc.constantFrom('RU', 'KZ', 'US', 'DE', 'TR'), { nil: null });
const anyLinks: fc.Arbitrary<Links> = fc.record({
  commission: fc.boolean(),
  received: fc.option(fc.constantFrom(...RECEIVED), { nil: null }),
  erid: fc.option(fc.stringMatching(/^[A-Za-z0-9]{8,20}$/), { nil: null }),
  advertiser: fc.option(fc.constant(ADVERTISER), { nil: null }),
});

describe('what viewers are told', () => {
  it('no paid pair renders without a label, and no other one with it', () => {
    const video: ShownVideo = {
      ...{ id: 'vid_1', title: 'Mug', creator: { name: 'Dana' }, durationMs: 9000, width: 720, height: 1280 },
      ...{ posterUrl: '/p.webp', mp4Url: null, disclosure: false, publishedAt: '2026-11-20T10:00:00.000Z' },
    };
    fc.assert(
      fc.property(anyLinks, countries, fc.constantFrom(...DISCLOSURE_LANGUAGES), (given, country, language) => {
        const { told, texts } = disclosureOf(given, country);
        const place = {
          store: 'pk_live_1',
          product: 'mug',
          language,
          watchUrl: (id: string) => `/watch/${id}`,
          personUrl: (id: string) => `/c/${id}`,
        };
        const shown = { ...video, disclosure: told, ...(texts ? { disclosureTexts: texts } : {}) };
        const html = cardMarkup(place, [shown], null, false);
        const label = /<small>Dana · 0:09(?: · (.*?))?<\/small>/.exec(html)?.[1] ?? '';
        const isPaid = given.commission || given.received !== null || given.erid !== null;
        expect(label !== '').toBe(isPaid);
        expect(label.includes(COMMISSION[language])).toBe(given.commission);
        if (isPaid && country === 'RU') expect(label.startsWith('Реклама')).toBe(true);
        if (isPaid && given.erid !== null && (country === 'RU' || country === null)) {
          expect(label).toContain(`erid: ${given.erid}`);
          if (given.advertiser) expect(label).toContain(`ИНН ${ADVERTISER.taxNumber}`);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Partial<Links>, string | null, string]>([
    [
      'the whole mark in Russia',
      { erid: ERID, advertiser: ADVERTISER },
      'RU',
      `Реклама · ООО «Айна», ИНН 7707083893 · erid: ${ERID} · Автор получит комиссию с покупки`,
    ],
    ['the same where nobody knows the country', { erid: ERID }, null, `Реклама · erid: ${ERID} · ${COMMISSION.ru}`],
    ['the word for an advertisement in Kazakhstan', {}, 'KZ', `Реклама · ${COMMISSION.ru}`],
    [
      'and in the United States',
      { commission: false, received: 'goods' },
      'US',
      'Реклама · Автор получил товар в подарок',
    ],
    ['elsewhere who earned and how', { received: 'fee' }, 'DE', `Автору заплатили за видео · ${COMMISSION.ru}`],
    ['an erid alone', { commission: false, erid: ERID }, 'RU', `Реклама · erid: ${ERID}`],
  ])('is %s', (_, changed, country, text) => {
    expect(disclosureOf(links(changed), country).texts?.ru).toBe(text);
  });

  it('an erid alone is told elsewhere too', () => {
    expect(disclosureOf(links({ commission: false, erid: ERID }), 'DE').texts?.en).not.toBe('');
  });

  it('leaves the ordinary sentence to the player', () => {
    expect(disclosureOf(links(), 'DE')).toEqual({ told: true, texts: null });
    expect(disclosureOf(links(), null)).toEqual({ told: true, texts: null });
  });

  it('says the Russian word in every language', () => {
    expect(disclosureOf(links(), 'RU').texts).toEqual({
      ru: `Реклама · ${COMMISSION.ru}`,
      kk: `Реклама (жарнама) · ${COMMISSION.kk}`,
      en: `Реклама (ad) · ${COMMISSION.en}`,
    });
  });
});

describe('what is typed in', () => {
  it.each(['7707083893', '7736207543', '500100732259', '526317984689'])('%s is a tax number', (text) => {
    expect(isTaxNumber(text)).toBe(true);
    const other = text.slice(0, -1) + String((Number(text.at(-1)) + 1) % 10);
    expect(isTaxNumber(other)).toBe(false);
  });

  it.each(['', '770708389', '77070838930', 'O707083893', '5001007322591', ' 7707083893'])('"%s" is none', (text) => {
    expect(isTaxNumber(text)).toBe(false);
  });

  it('an erid is letters and digits', () => {
    expect([ERID, 'a'.repeat(64), 'short', 'a'.repeat(65), 'with space1', '<b>12345678'].map(isErid)).toEqual([
      ...[true, true, false, false, false, false],
    ]);
  });
});
