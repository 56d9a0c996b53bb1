// The outcome of placement rules on the shared cases, what they leave to the page, and what is refused in a list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { addressFits, readPattern } from './address.rules.js';
import {
  decide,
  narrow,
  type OfPage,
  type OfProduct,
  type Outcome,
  type PageRule,
  type RuleList,
} from './placing.rules.js';
import { checkList, type RuleDraft } from './rule-list.rules.js';

interface Case extends RuleList {
  name: string;
  of: OfProduct;
  page: OfPage;
  outcome: Outcome;
  by: string | null;
  left: { decided: Outcome } | { rules: PageRule[] };
}
const cases = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/cases/placing.json'), 'utf8')) as {
  addresses: { pattern: string; href: string; fits: boolean }[];
  decisions: Case[];
};

describe('an address and a pattern', () => {
  it.each(cases.addresses)('$pattern and $href: $fits', ({ pattern, href, fits }) => {
    expect(addressFits(pattern, href)).toBe(fits);
  });

  it('takes no longer for a pattern that would ruin a regular expression', () => {
    const began = performance.now();
    expect(addressFits(`/${'a*'.repeat(99)}b`, `https://shop.example/${'a'.repeat(1900)}`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(50);
  });

  it('is kept without its scheme, and refused with what no address has', () => {
    expect(readPattern(' https://Shop.example/a/* ')).toBe('Shop.example/a/*');
    expect(readPattern('/каталог/*')).toBe('/каталог/*');
    for (const wrong of ['', ' ', '/a b', '/a#b', '\\d+', '?q=1', '/'.padEnd(201, 'a'), '/' + '*a'.repeat(11)])
      expect(readPattern(wrong)).toBeNull();
  });
});

describe('rules', () => {
  it.each(cases.decisions)('$name', ({ rules, otherwise, of, page, outcome, by, left }) => {
    const decided = decide({ rules, otherwise }, of, page);
    expect([decided.outcome, decided.ruleId]).toEqual([outcome, by]);
    expect(narrow({ rules, otherwise }, of)).toEqual(left);
  });

  it('say of each rule before the one that fits what it lacked', () => {
    const { rules, otherwise, of, page } = cases.decisions.find(({ name }) =>
      name.startsWith('what the service knows'),
    ) as Case;
    expect(decide({ rules, otherwise }, of, { ...page, device: 'desktop' }).steps).toEqual([
      { ruleId: 'a', fits: false, failed: ['tags', 'devices'] },
      { ruleId: 'b', fits: true, failed: [] },
    ]);
  });
});

describe('a list of rules', () => {
  const none = { products: [], collections: [], tags: [], devices: [], countries: [], languages: [], urls: [] };
  const draft = (change: Partial<RuleDraft> = {}): RuleDraft => ({
    ...{ id: null, name: 'Phones', enabled: true, outcome: { shows: true, form: 'bubble', limit: 3 } },
    ...{ ...none, ...change },
  });
  const shows = { shows: true };

  it('is kept clean', () => {
    const verdict = checkList(
      [draft({ name: ' Kaz ', countries: ['kz', 'KZ '], urls: ['https://a.example/*'], tags: ['x', ' x', ''] })],
      shows,
    );
    expect(verdict).toMatchObject({
      ok: true,
      rules: [
        { name: 'Kaz', countries: ['KZ'], urls: ['a.example/*'], tags: ['x'], outcome: { form: 'bubble', limit: 3 } },
      ],
      otherwise: { shows: true, form: null, limit: null },
    });
  });

  it('of a hidden block keeps neither form nor limit', () => {
    const verdict = checkList([], { shows: false, form: 'grid', limit: 2 });
    expect(verdict).toMatchObject({ otherwise: { shows: false, form: null, limit: null } });
  });

  it.each<[string, Partial<RuleDraft>, string]>([
    ['no name', { name: ' ' }, 'rules.0.name'],
    ['a device nobody knows', { devices: ['watch'] }, 'rules.0.devices'],
    ['a country of three letters', { countries: ['KAZ'] }, 'rules.0.countries'],
    ['a language that is none', { languages: ['русский'] }, 'rules.0.languages'],
    ['a pattern that is none', { urls: ['/a b'] }, 'rules.0.urls'],
    ['too many patterns', { urls: Array.from({ length: 11 }, (_, n) => `/${n}`) }, 'rules.0.urls'],
    ['too many products', { products: Array.from({ length: 501 }, (_, n) => `${n}`) }, 'rules.0.products'],
    ['a form nobody knows', { outcome: { shows: true, form: 'cube' } }, 'rules.0.outcome.form'],
    ['no video at all', { outcome: { shows: true, limit: 0 } }, 'rules.0.outcome.limit'],
  ])('with %s is refused and names the field', (_, change, field) => {
    expect(checkList([draft(change)], shows)).toMatchObject({ ok: false, fault: { field } });
  });

  it('is bounded in rules and in what pages have to fetch of it', () => {
    expect(
      checkList(
        Array.from({ length: 51 }, () => draft()),
        shows,
      ),
    ).toMatchObject({ ok: false, fault: { field: 'rules' } });
    const urls = Array.from({ length: 10 }, (_, n) => `/${n}`.padEnd(199, 'x'));
    expect(checkList([draft({ urls }), draft({ urls }), draft({ urls })], shows)).toMatchObject({
      ok: false,
      fault: { field: 'rules' },
    });
    expect(checkList([draft({ id: 'plr_1' }), draft({ id: 'plr_1' })], shows)).toMatchObject({
      ok: false,
      fault: { field: 'rules' },
    });
  });
});
