// Rows of a product CSV become products; a wrong row is told by its number and column and holds nobody else back.
import {
  checkProduct,
  ProductFault,
  type ProductDraft,
  type ProductInput,
  type VariantInput,
} from './product.rules.js';

export const COLUMNS = [
  'external_id',
  'title',
  'price',
  'url',
  'image_url',
  'gtin',
  'sku',
  'category',
  'collections',
  'tags',
  'in_stock',
  'variant_id',
  'variant_title',
  'variant_price',
] as const;
export type ColumnName = (typeof COLUMNS)[number];
const NEEDED: readonly ColumnName[] = ['external_id', 'title', 'price', 'url'];

/** A row by column; a column that the file does not have is undefined. */
export type CsvRow = Partial<Record<ColumnName, string>>;

export interface CsvRowError {
  /** Line of the file as people count: the header is 1. */
  row: number;
  column: string | null;
  code: string;
  message: string;
}

const COLUMN_OF: Record<string, ColumnName> = {
  externalId: 'external_id',
  title: 'title',
  price: 'price',
  url: 'url',
  imageUrl: 'image_url',
  gtin: 'gtin',
  sku: 'sku',
  category: 'category',
  collections: 'collections',
  tags: 'tags',
  inStock: 'in_stock',
};
const VARIANT_COLUMN_OF: Record<string, ColumnName> = {
  externalId: 'variant_id',
  title: 'variant_title',
  price: 'variant_price',
};

/** The first needed column that a header lacks, or null. */
export function missingColumn(header: readonly string[]): ColumnName | null {
  return NEEDED.find((name) => !header.includes(name)) ?? null;
}

const YES = new Set(['', '1', 'true', 'yes', 'y', 'in stock', 'in_stock', 'да', 'иә']);
const NO = new Set(['0', 'false', 'no', 'n', 'out of stock', 'out_of_stock', 'нет', 'жоқ']);

function inStockOf(raw: string | undefined): boolean {
  const word = (raw ?? '').trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new ProductFault({ code: 'BAD_INPUT', field: 'inStock', detail: 'Write yes or no.' });
}

function variantOf(row: CsvRow): VariantInput {
  const title = row.variant_title?.trim() ? row.variant_title : (row.variant_id ?? '');
  const price = row.variant_price?.trim() ? row.variant_price : (row.price ?? '');
  return { externalId: row.variant_id ?? '', title, price, inStock: inStockOf(row.in_stock) };
}

/** One product from the rows that carry its id. The first row gives its details; stock is any variant's stock. */
function productOf(rows: readonly CsvRow[]): ProductInput {
  const first = rows[0] ?? {};
  const hasVariants = 'variant_id' in first;
  const variants = rows.filter((row) => row.variant_id?.trim()).map(variantOf);
  return {
    externalId: first.external_id ?? '',
    title: first.title ?? '',
    url: first.url ?? '',
    imageUrl: first.image_url ?? null,
    gtin: first.gtin ?? null,
    sku: first.sku ?? null,
    category: first.category ?? null,
    collections: first.collections?.split('|') ?? null,
    tags: first.tags?.split('|') ?? null,
    price: first.price ?? '',
    inStock: rows.some((row) => inStockOf(row.in_stock)),
    ...(hasVariants ? { variants } : {}),
  };
}

function errorOf(fault: ProductFault['fault'], lines: readonly number[]): CsvRowError {
  const variant = /^variants\.(\d+)\.(\w+)$/.exec(fault.field);
  const row = (variant ? lines[Number(variant[1])] : undefined) ?? lines[0] ?? 1;
  const column = variant ? VARIANT_COLUMN_OF[variant[2] ?? ''] : COLUMN_OF[fault.field];
  return {
    row,
    column: column ?? (fault.field === 'variants' ? 'variant_id' : null),
    code: fault.code,
    message: fault.detail,
  };
}

/**
 * Products of a whole file. `lines[i]` is the line of `rows[i]`. Rows of one product need not be neighbours. A
 * product with a wrong row is left out whole, so that no half of it is stored.
 */
export function readRows(
  rows: readonly CsvRow[],
  lines: readonly number[],
  currency: string,
): { drafts: ProductDraft[]; errors: CsvRowError[] } {
  const groups = new Map<string, number[]>();
  rows.forEach((row, i) => {
    const id = row.external_id?.trim() ?? '';
    // Rows without an id are not one product: each is its own error.
    const key = id === '' ? `\n${i}` : id;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const drafts: ProductDraft[] = [];
  const errors: CsvRowError[] = [];
  for (const indexes of groups.values()) {
    const own = indexes.map((i) => rows[i] ?? {});
    const withVariant = indexes.filter((i) => rows[i]?.variant_id?.trim());
    try {
      drafts.push(checkProduct(productOf(own), currency));
    } catch (error) {
      if (!(error instanceof ProductFault)) throw error;
      const from = error.fault.field.startsWith('variants.') ? withVariant : indexes;
      errors.push(
        errorOf(
          error.fault,
          from.map((i) => lines[i] ?? 0),
        ),
      );
    }
  }
  return { drafts, errors: errors.sort((a, b) => a.row - b.row) };
}
