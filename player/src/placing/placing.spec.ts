// The page decides as the service would: on the shared cases, and on whatever lists of rules there may be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decide,
  narrow,
  type Outcome,
  type OfPage,
  type OfProduct,
  type PlacementRule,
} from '../../../backend/src/placements/rules/placing.rules.js';
import type { PageRule } from '../core/types.js';
import { addressFits, choose, deviceOf, type Device, type Page } from './placing.rules.js';

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../backend/test/cases/placing.json'), 'utf8'),
) as {
  addresses: { pattern: string; href: string; fits: boolean }[];
  devices: { isTouch: boolean; shorterSide: number; width: number; device: Device }[];
  decisions: { name: string; page: Page; outcome: Outcome; left: { decided: Outcome } | { rules: PageRule[] } }[];
};

const outcomeOf = ({ hide, form, limit }: PageRule) => ({ shows: !hide, form: form ?? null, limit: limit ?? null });

it.each(cases.addresses)('$pattern and $href: $fits', ({ pattern, href, fits }) => {
  expect(addressFits(pattern, href)).toBe(fits);
});

it.each(cases.devices)('$width px (touch: $isTouch, shorter side $shorterSide) is a $device', (one) => {
  expect(deviceOf(one.isTouch, one.shorterSide, one.width)).toBe(one.device);
});

it.each(cases.decisions)('$name', ({ page, outcome, left }) => {
  expect('rules' in left ? outcomeOf(choose(left.rules, page)) : left.decided).toEqual(outcome);
});

describe('for any rules, product and page', () => {
  const some = <Value>(...values: Value[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
  const outcome = fc.oneof(
    fc.constant<Outcome>({ shows: false, form: null, limit: null }),
    fc.record<Outcome>({
      shows: fc.constant(true),
      form: fc.constantFrom(null, 'grid', 'bubble'),
      limit: fc.constantFrom(null, 1, 5),
    }),
  );
  const rule = fc.record<PlacementRule>({
    ...{ id: fc.uuid(), name: fc.constant('x'), enabled: fc.boolean(), outcome },
    ...{ products: some('mug', 'jar'), collections: some('gifts', 'Toys'), tags: some('new', 'sale') },
    ...{ devices: some('phone', 'desktop'), countries: some('KZ', 'RU'), languages: some('ru', 'kk-KZ') },
    urls: some('/p/*', 'shop.example/sale', '*?q=1*'),
  });
  const of = fc.record<OfProduct>({
    ...{
      externalId: fc.constantFrom('mug', 'jar', 'lamp'),
      collections: some('Gifts', 'toys'),
      tags: some('NEW', 'old'),
    },
    country: fc.constantFrom(null, 'KZ', 'US'),
  });
  const page = fc.record<OfPage>({
    device: fc.constantFrom('phone', 'tablet', 'desktop'),
    language: fc.constantFrom('', 'ru', 'ru-KZ', 'kk', 'kk-KZ'),
    url: fc.constantFrom('https://shop.example/p/mug', 'https://shop.example/sale/?q=1', 'https://x.example/'),
  });

  it('the service and then the page come to what the whole list says', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), outcome, of, page, (rules, otherwise, product, visit) => {
        const left = narrow({ rules, otherwise }, product);
        const got = 'rules' in left ? outcomeOf(choose(left.rules, visit)) : left.decided;
        expect(got).toEqual(decide({ rules, otherwise }, product, visit).outcome);
        // The wire carries nothing of what the service knows, and always ends with what asks nothing.
        if ('rules' in left) {
          expect(Object.keys(left.rules.at(-1) ?? {}).filter((name) => /devices|languages|urls/.test(name))).toEqual(
            [],
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});
