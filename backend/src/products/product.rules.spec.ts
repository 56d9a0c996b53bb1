// A product as shops give it: what is stored, what is refused and by which field, what counts as a change.
import { describe, expect, it } from '@jest/globals';
import { changeOf, checkProduct, ProductFault, type ProductInput } from './product.rules.js';

const GOOD: ProductInput = {
  externalId: ' mug ',
  title: 'Mug',
  url: 'https://shop.example/mug',
  price: '12990.00',
  inStock: true,
  gtin: '4006381333931',
  variants: [{ externalId: 'mug-red', title: 'Red', price: '12990', inStock: true }],
};

function fault(change: Partial<ProductInput>, currency = 'KZT'): string | null {
  try {
    checkProduct({ ...GOOD, ...change }, currency);
    return null;
  } catch (error) {
    if (!(error instanceof ProductFault)) throw error;
    return `${error.fault.code} ${error.fault.field}`;
  }
}

describe('a product', () => {
  it('is trimmed and its prices become minor units', () => {
    expect(checkProduct(GOOD, 'KZT')).toMatchObject({
      ...{ externalId: 'mug', priceMinor: 1299000n, description: null, imageUrl: null },
      variants: [{ externalId: 'mug-red', priceMinor: 1299000n, sku: null, gtin: null }],
    });
  });

  it.each([
    ['in yen has no decimals', '9800', 'JPY', 9800n],
    ['in dinars has three', '4.505', 'KWD', 4505n],
    ['of a number no float can hold is exact', '90071992547409.93', 'USD', 9007199254740993n],
    ['may be nothing', '0', 'KZT', 0n],
  ])('a price %s', (_, price, currency, minor) => {
    expect(checkProduct({ ...GOOD, price, variants: [] }, currency).priceMinor).toBe(minor);
  });

  it.each([
    ['without an id', { externalId: ' ' }, 'BAD_INPUT externalId'],
    ['without a title', { title: '' }, 'BAD_INPUT title'],
    ['with a title of 301 characters', { title: 'a'.repeat(301) }, 'BAD_INPUT title'],
    ['with a NUL in its title', { title: 'a\u0000b' }, 'BAD_INPUT title'],
    ['whose address is a script', { url: 'javascript:alert(1)' }, 'BAD_INPUT url'],
    ['whose photo is data', { imageUrl: 'data:image/png;base64,AA' }, 'BAD_INPUT imageUrl'],
    ['with a wrong GTIN', { gtin: '4006381333932' }, 'BAD_GTIN gtin'],
    ['with a price in words', { price: 'free' }, 'BAD_AMOUNT price'],
    ['with a comma in its price', { price: '12,50' }, 'BAD_AMOUNT price'],
    ['with half a tiyn', { price: '0.005' }, 'BAD_AMOUNT price'],
    ['with a negative price', { price: '-1' }, 'BAD_AMOUNT price'],
    ['with an exponent', { price: '1e3' }, 'BAD_AMOUNT price'],
    ['with a price beyond all numbers', { price: '9'.repeat(30) }, 'BAD_AMOUNT price'],
    [
      'with two variants of one id',
      { variants: [1, 2].map(() => ({ externalId: 'v', title: 'V', price: '1', inStock: true })) },
      'BAD_INPUT variants',
    ],
    [
      'with a wrong variant',
      { variants: [{ externalId: 'v', title: 'V', price: 'x', inStock: true }] },
      'BAD_AMOUNT variants.0.price',
    ],
  ])('%s is refused', (_, change, expected) => {
    expect(fault(change)).toBe(expected);
  });

  it('in a currency nobody knows is refused', () => {
    expect(fault({}, 'XXL')).toMatch(/^BAD_AMOUNT/);
  });
});

describe('storing it', () => {
  const draft = checkProduct(GOOD, 'KZT');
  const known = { ...draft, removedAt: null };
  const variants = draft.variants ?? [];
  it.each([
    ['creates it when unknown', draft, null, [], 'created'],
    ['changes nothing when equal', draft, known, variants, 'unchanged'],
    ['changes another price', { ...draft, priceMinor: 1n }, known, variants, 'updated'],
    ['brings a removed one back', draft, { ...known, removedAt: new Date(0) }, variants, 'updated'],
    ['changes other variants', draft, known, [], 'updated'],
    ['leaves variants that it does not name', { ...draft, variants: null }, known, variants, 'unchanged'],
  ] as const)('%s', (_, wanted, present, own, expected) => {
    expect(changeOf(wanted, present, own)).toBe(expected);
  });
});
