// Rows of a file become products or named errors.
import { describe, expect, it } from '@jest/globals';
import { missingColumn, readRows, type CsvRow } from './csv.rules.js';

const row = (change: Partial<CsvRow> = {}): CsvRow => ({
  ...{ external_id: 'mug', title: 'Mug', price: '100', url: 'https://shop.example/mug' },
  ...change,
});
const read = (...rows: CsvRow[]) =>
  readRows(
    rows,
    rows.map((_, i) => i + 2),
    'KZT',
  );

describe('a header', () => {
  it.each([
    [['external_id', 'title', 'price', 'url'], null],
    [['title', 'price', 'url'], 'external_id'],
    [['external_id', 'title', 'url'], 'price'],
  ])('%j', (header, expected) => {
    expect(missingColumn(header)).toBe(expected);
  });
});

describe('rows', () => {
  it('of one id are one product with variants', () => {
    const { drafts } = read(
      row({ variant_id: 'red', variant_title: 'Red', variant_price: '110', in_stock: 'no' }),
      row({ variant_id: 'blue', variant_title: '', variant_price: '', in_stock: 'yes' }),
    );
    expect(drafts).toMatchObject([
      {
        ...{ externalId: 'mug', priceMinor: 10000n, inStock: true },
        variants: [
          { externalId: 'red', title: 'Red', priceMinor: 11000n, inStock: false },
          { externalId: 'blue', title: 'blue', priceMinor: 10000n, inStock: true },
        ],
      },
    ]);
  });

  it('have collections and tags parted by bars; without the column the known ones stay, an empty one removes them', () => {
    expect(read(row({ collections: 'Gifts| Kitchen |Gifts', tags: 'new' })).drafts[0]).toMatchObject({
      collections: ['Gifts', 'Kitchen'],
      tags: ['new'],
    });
    expect(read(row()).drafts[0]).toMatchObject({ collections: null, tags: null });
    expect(read(row({ collections: '', tags: ' ' })).drafts[0]).toMatchObject({ collections: [], tags: [] });
    expect(read(row({ tags: 'x'.repeat(201) })).errors).toMatchObject([{ row: 2, column: 'tags', code: 'BAD_INPUT' }]);
  });

  it('without the variant column leave variants as they are, with an empty one remove them', () => {
    expect(read(row()).drafts[0]?.variants).toBeNull();
    expect(read(row({ variant_id: '' })).drafts[0]?.variants).toEqual([]);
  });

  it.each([
    ['no id', { external_id: '' }, 'external_id', 'BAD_INPUT'],
    ['no title', { title: '' }, 'title', 'BAD_INPUT'],
    ['a wrong price', { price: '1,5' }, 'price', 'BAD_AMOUNT'],
    ['a wrong address', { url: 'mug' }, 'url', 'BAD_INPUT'],
    ['a wrong photo', { image_url: 'mug.jpg' }, 'image_url', 'BAD_INPUT'],
    ['a wrong GTIN', { gtin: '1' }, 'gtin', 'BAD_GTIN'],
    ['a stock that is neither', { in_stock: 'maybe' }, 'in_stock', 'BAD_INPUT'],
    ['a wrong variant price', { variant_id: 'v', variant_price: 'x' }, 'variant_price', 'BAD_AMOUNT'],
  ])('with %s are told by line and column, and hold nobody back', (_, change, column, code) => {
    const { drafts, errors } = read(row({ external_id: 'good' }), row(change));
    expect(drafts.map((d) => d.externalId)).toEqual(['good']);
    expect(errors).toMatchObject([{ row: 3, column, code }]);
  });

  it('with one wrong variant leave the whole product out and name that line', () => {
    const { drafts, errors } = read(row({ variant_id: 'a' }), row({ variant_id: 'b', variant_price: 'x' }));
    expect(drafts).toEqual([]);
    expect(errors).toMatchObject([{ row: 3, column: 'variant_price' }]);
  });
});
