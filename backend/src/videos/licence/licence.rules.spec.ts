// What a creator may grant, and where and when it lets a video be shown.
import { describe, expect, it } from '@jest/globals';
import { judgeLicence, mayShow, readCountry, type Licence } from './licence.rules.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const ALL: Licence = { until: null, countries: null, ads: false, exclusive: false };

describe('a licence', () => {
  it.each<[string, Partial<Licence>, string | null]>([
    ['without an end, everywhere', {}, null],
    ['until tomorrow', { until: at(86_400_000) }, null],
    ['until now', { until: NOW }, 'until'],
    ['until yesterday', { until: at(-1) }, 'until'],
    ['for a thousand years', { until: at(1000 * 366 * 86_400_000) }, 'until'],
    ['until a date that is none', { until: new Date('nonsense') }, 'until'],
    ['for two countries', { countries: ['kz', 'UZ', 'KZ'] }, null],
    ['for no country', { countries: [] }, 'countries'],
    ['for a country that is none', { countries: ['Kazakhstan'] }, 'countries'],
  ])('%s', (_, change, field) => {
    const verdict = judgeLicence({ ...ALL, ...change }, NOW);
    expect(verdict.ok ? null : verdict.field).toBe(field);
    if (verdict.ok && change.countries) expect(verdict.licence.countries).toEqual(['KZ', 'UZ']);
  });

  it.each<[string, Partial<Licence>, string | null, string | null]>([
    ['holds', {}, 'FR', null],
    ['holds a moment before its end', { until: at(1) }, null, null],
    ['ends at its end', { until: NOW }, null, 'LICENCE_ENDED'],
    ['holds in its country', { countries: ['KZ'] }, 'KZ', null],
    ['does not hold in another', { countries: ['KZ'] }, 'FR', 'OTHER_COUNTRY'],
    ['holds where the country is not known', { countries: ['KZ'] }, null, null],
  ])('%s', (_, change, country, reason) => {
    expect(mayShow({ ...ALL, ...change }, NOW, country).reason).toBe(reason);
  });

  it.each([
    ['kz', 'KZ'],
    ['XX', null],
    ['T1', null],
    ['', null],
    [undefined, null],
    [['KZ', 'FR'], null],
  ])('reads the country %s as %s', (header, country) => {
    expect(readCountry(header)).toBe(country);
  });
});
