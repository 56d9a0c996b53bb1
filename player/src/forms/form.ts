// The forms in which several videos stand on a page, and what each of them shows.
import type { Clip, Product } from '../core/types.js';

export const FORMS = ['carousel', 'grid', 'stories', 'slide', 'bubble', 'feed', 'hero'] as const;
export type Form = (typeof FORMS)[number];

/** A video and the product on whose card it stands. */
export interface Item {
  clip: Clip;
  product: Product | null;
  productId: string;
}

/** An unknown word is a carousel: a typing error should not empty the page. */
export function formOf(text: string | null): Form {
  return FORMS.includes(text as Form) ? (text as Form) : 'carousel';
}

/** The videos of several products in the order of the products, none twice, at most `limit`. */
export function itemsOf(
  cards: readonly { productId: string; product: Product | null; videos: readonly Clip[] }[],
  limit: number,
): Item[] {
  const items = new Map<string, Item>();
  for (const { productId, product, videos } of cards) {
    for (const clip of videos) if (!items.has(clip.id)) items.set(clip.id, { clip, product, productId });
  }
  return [...items.values()].slice(0, limit);
}
