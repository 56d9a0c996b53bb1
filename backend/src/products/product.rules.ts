// A product as a shop gives it, checked field by field and compared with what is known.
import { typedAmount } from '../base/amounts/typed-amount.rules.js';
import { isWebUrl } from '../stores/store.rules.js';
import { normaliseGtin } from './gtin.rules.js';

/** What a shop gives, by whichever of the three ways in. Prices are decimal text such as "12990.00". */
export interface ProductInput {
  externalId: string;
  title: string;
  description?: string | null;
  url: string;
  imageUrl?: string | null;
  gtin?: string | null;
  sku?: string | null;
  category?: string | null;
  /** Undefined or null leaves what is known, as with variants; a list replaces it. */
  collections?: readonly string[] | null;
  tags?: readonly string[] | null;
  price: string;
  inStock: boolean;
  /** Undefined leaves the known variants as they are; a list replaces them. */
  variants?: VariantInput[];
}

export interface VariantInput {
  externalId: string;
  title: string;
  price: string;
  inStock: boolean;
  sku?: string | null;
  gtin?: string | null;
}

export interface VariantDraft {
  externalId: string;
  title: string;
  priceMinor: bigint;
  inStock: boolean;
  sku: string | null;
  gtin: string | null;
}

/** A checked product, ready to be stored. */
export interface ProductDraft extends VariantDraft {
  description: string | null;
  url: string;
  imageUrl: string | null;
  category: string | null;
  /** Null leaves what is known. */
  collections: string[] | null;
  tags: string[] | null;
  variants: VariantDraft[] | null;
}

export type FaultCode = 'BAD_INPUT' | 'BAD_GTIN' | 'BAD_AMOUNT';

export interface Fault {
  code: FaultCode;
  field: string;
  detail: string;
}

/** Thrown inside this file and by the CSV rules; doors turn it into an error or a row's error. */
export class ProductFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.detail);
  }
}

export const MAX_VARIANTS = 250;
/** Collections of a product, and tags. */
export const MAX_LABELS = 100;
const LONGEST_LABEL = 200;
const LONGEST = { externalId: 200, title: 300, description: 5000, sku: 100, category: 200, url: 2000 } as const;
// pg refuses NUL in text; other control characters never belong into a title.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function refuse(code: FaultCode, field: string, detail: string): never {
  throw new ProductFault({ code, field, detail });
}

function text(value: string, field: string, most: number): string {
  const trimmed = value.trim();
  if (trimmed === '') refuse('BAD_INPUT', field, 'This is needed.');
  if (trimmed.length > most) refuse('BAD_INPUT', field, `At most ${most} characters.`);
  if (CONTROL.test(trimmed)) refuse('BAD_INPUT', field, 'Control characters are not accepted.');
  return trimmed;
}

function optional(value: string | null | undefined, field: string, most: number): string | null {
  return value?.trim() ? text(value, field, most) : null;
}

function webUrl(value: string, field: string): string {
  const url = text(value, field, LONGEST.url);
  return isWebUrl(url) ? url : refuse('BAD_INPUT', field, 'Give a whole http(s) address.');
}

function gtinOf(value: string | null | undefined, field: string): string | null {
  if (!value?.trim()) return null;
  return normaliseGtin(value) ?? refuse('BAD_GTIN', field, 'The length or the check digit of this GTIN is wrong.');
}

/** PostgreSQL's bigint ends here. */
const MOST_PRICE = 2n ** 63n - 1n;

function priceOf(value: string, currency: string, field: string): bigint {
  const priceMinor = typedAmount(value, currency, { least: 0n, most: MOST_PRICE });
  return priceMinor ?? refuse('BAD_AMOUNT', field, `Give a price in ${currency} such as 12990.00, without spaces.`);
}

/** Names without repeats, in the order given. */
function labels(values: readonly string[] | null | undefined, field: string): string[] | null {
  if (!values) return null;
  const clean = values.filter((value) => value.trim() !== '').map((value) => text(value, field, LONGEST_LABEL));
  const names = [...new Set(clean)];
  return names.length > MAX_LABELS ? refuse('BAD_INPUT', field, `At most ${MAX_LABELS} names.`) : names;
}

function checkVariant(input: VariantInput, currency: string, path: string): VariantDraft {
  return {
    externalId: text(input.externalId, `${path}.externalId`, LONGEST.externalId),
    title: text(input.title, `${path}.title`, LONGEST.title),
    priceMinor: priceOf(input.price, currency, `${path}.price`),
    inStock: input.inStock,
    sku: optional(input.sku, `${path}.sku`, LONGEST.sku),
    gtin: gtinOf(input.gtin, `${path}.gtin`),
  };
}

/** The product ready to be stored, prices in minor units of the store's currency. Throws ProductFault. */
export function checkProduct(input: ProductInput, currency: string): ProductDraft {
  const variants = input.variants?.map((v, i) => checkVariant(v, currency, `variants.${i}`)) ?? null;
  if (variants && variants.length > MAX_VARIANTS) refuse('BAD_INPUT', 'variants', `At most ${MAX_VARIANTS} variants.`);
  if (variants && new Set(variants.map((v) => v.externalId)).size < variants.length) {
    refuse('BAD_INPUT', 'variants', 'Two variants have the same id.');
  }
  return {
    externalId: text(input.externalId, 'externalId', LONGEST.externalId),
    title: text(input.title, 'title', LONGEST.title),
    description: optional(input.description, 'description', LONGEST.description),
    url: webUrl(input.url, 'url'),
    imageUrl: input.imageUrl?.trim() ? webUrl(input.imageUrl, 'imageUrl') : null,
    gtin: gtinOf(input.gtin, 'gtin'),
    sku: optional(input.sku, 'sku', LONGEST.sku),
    category: optional(input.category, 'category', LONGEST.category),
    collections: labels(input.collections, 'collections'),
    tags: labels(input.tags, 'tags'),
    priceMinor: priceOf(input.price, currency, 'price'),
    inStock: input.inStock,
    variants,
  };
}

export type Change = 'created' | 'updated' | 'unchanged';

interface Known extends Omit<ProductDraft, 'variants'> {
  removedAt: Date | null;
}

const FIELDS = ['title', 'description', 'url', 'imageUrl', 'gtin', 'sku', 'category', 'priceMinor', 'inStock'] as const;
const VARIANT_FIELDS = ['externalId', 'title', 'priceMinor', 'inStock', 'sku', 'gtin'] as const;

const LABELS = ['collections', 'tags'] as const;

/** What storing the draft would do; a removed product that comes again is an update. */
export function changeOf(draft: ProductDraft, known: Known | null, variants: readonly VariantDraft[]): Change {
  if (!known) return 'created';
  const same = known.removedAt === null && FIELDS.every((field) => draft[field] === known[field]);
  const sameLabels = LABELS.every(
    (field) => draft[field] === null || draft[field].join('\n') === known[field]?.join('\n'),
  );
  return same && sameLabels && sameVariants(draft.variants, variants) ? 'unchanged' : 'updated';
}

/** Whether the known variants, in order, are those of the draft; a draft without variants leaves them. */
export function sameVariants(wanted: readonly VariantDraft[] | null, known: readonly VariantDraft[]): boolean {
  if (wanted === null) return true;
  const equal = (a: VariantDraft, b: VariantDraft | undefined) =>
    VARIANT_FIELDS.every((field) => a[field] === b?.[field]);
  return wanted.length === known.length && wanted.every((variant, i) => equal(variant, known[i]));
}
