// The cart: what it holds, what it costs, what may be put in.
import { findProduct, type Product, type Variant } from './catalog.ts';
import type { Cart, CartLine } from './state.ts';

export const MOST_OF_ONE = 20;

export interface FullLine {
  line: CartLine;
  product: Product;
  variant: Variant | null;
  sumMinor: bigint;
}

/** Lines whose product is still sold, with their sums. */
export function fullLines(cart: Cart | undefined): FullLine[] {
  return (cart?.lines ?? []).flatMap((line) => {
    const product = findProduct(line.productId);
    if (!product) return [];
    const variant = product.variants.find(({ id }) => id === line.variantId) ?? null;
    return [{ line, product, variant, sumMinor: product.priceMinor * BigInt(line.quantity) }];
  });
}

export const countOf = (cart: Cart | undefined): number =>
  (cart?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);

export const sumOf = (lines: FullLine[]): bigint => lines.reduce((sum, { sumMinor }) => sum + sumMinor, 0n);

/** Which variant is meant: the named one, or the first in stock when none is named; null when it cannot be sold. */
export function chooseVariant(product: Product, wanted: string | null): { variantId: string | null } | null {
  if (product.variants.length === 0) return { variantId: null };
  const variant = wanted
    ? product.variants.find(({ id }) => id === wanted)
    : product.variants.find(({ inStock }) => inStock);
  return variant?.inStock ? { variantId: variant.id } : null;
}

/** Puts something in, or sets how many of it there are; 0 takes it out. */
export function setQuantity(
  cart: Cart,
  productId: string,
  variantId: string | null,
  change: (now: number) => number,
): void {
  const same = (line: CartLine) => line.productId === productId && line.variantId === variantId;
  const line = cart.lines.find(same);
  const quantity = Math.min(MOST_OF_ONE, Math.max(0, Math.trunc(change(line?.quantity ?? 0)) || 0));
  if (quantity === 0) cart.lines = cart.lines.filter((other) => !same(other));
  else if (line) line.quantity = quantity;
  else cart.lines.push({ productId, variantId, quantity });
  cart.touchedAt = new Date().toISOString();
}
