// The product: a bar under the video, and the sheet in which a variant is chosen and put into the cart.
import { priceText } from '../../core/format.js';
import type { Locale, Product, Variant } from '../../core/types.js';
import { el } from '../dom.js';
import type { CartDetail } from '../events.js';
import { safeUrl } from './draw.js';
import type { PlayingWords } from './words.js';

/** How long the shop may take before the shopper is told that it failed. */
const CART_TIMEOUT_MS = 15_000;

export interface ProductDeps {
  product: Product;
  locale: Locale;
  say: PlayingWords;
  /** Asks the page; false when nobody listens. */
  ask(detail: Omit<CartDetail, 'videoId' | 'viewerToken'>): void;
  added(): void;
  failed(code: 'CART_NO_HANDLER' | 'CART_FAILED', message: string): void;
  opened(target: 'panel' | 'page'): boolean;
}

function price(deps: ProductDeps, priceMinor: string): string {
  return priceText(priceMinor, deps.product.currency, deps.product.decimals, deps.locale);
}

function thumbnail(product: Product, size: number): HTMLElement | null {
  if (!product.imageUrl) return null;
  return el('img', { class: 'thumb', src: product.imageUrl, alt: '', width: size, height: size, decoding: 'async' });
}

/** The bar: picture, name, price. It opens the sheet. */
export function productBar(deps: ProductDeps): HTMLButtonElement {
  const { product, say } = deps;
  const text = el(
    'span',
    { class: 'bar-text' },
    el('span', { class: 'bar-title' }, product.title),
    el('span', { class: 'bar-price', part: 'price' }, price(deps, product.priceMinor)),
  );
  const call = el('span', { class: 'bar-call', part: 'buy' }, product.inStock ? say.buy : say.soldOut);
  const props = { type: 'button', class: 'bar', part: 'product', 'aria-expanded': 'false' };
  return el('button', props, thumbnail(product, 48), text, call);
}

/** Asks the shop and waits for its answer. A shop that says nothing is a failure too: nothing is ever silent. */
export async function putIntoCart(deps: ProductDeps, variantId: string | null): Promise<string | null> {
  let answer: Promise<unknown> | null = null;
  const respondWith = (done: Promise<unknown>): void => {
    answer ??= Promise.resolve(done);
  };
  deps.ask({ productId: deps.product.id, variantId, quantity: 1, respondWith });
  if (!answer) {
    deps.failed('CART_NO_HANDLER', 'nobody answered vitrina:cart');
    return deps.say.failed;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the shop did not answer in time')), CART_TIMEOUT_MS);
  });
  try {
    await Promise.race([answer, tooLate]);
    deps.added();
    return null;
  } catch (error) {
    deps.failed('CART_FAILED', error instanceof Error ? error.message : String(error));
    const own = (error as { shopperMessage?: unknown } | null)?.shopperMessage;
    return typeof own === 'string' && own ? own : deps.say.failed;
  } finally {
    clearTimeout(timer);
  }
}

/** The content of the sheet. The chosen variant's own price and stock are shown, not the product's. */
export function productSheet(deps: ProductDeps): Node[] {
  const { product, say } = deps;
  const variants: Variant[] = product.variants;
  let chosen = variants.find((variant) => variant.inStock) ?? variants[0] ?? null;
  const sum = el('p', { class: 'sum-price', part: 'price' });
  const stock = el('p', { class: 'stock' });
  const buy = el('button', { type: 'button', class: 'buy', part: 'buy' });
  const note = el('p', { class: 'note', role: 'status' });
  const show = (): void => {
    const { priceMinor, inStock } = chosen ?? product;
    sum.textContent = price(deps, priceMinor);
    stock.textContent = inStock ? say.inStock : say.soldOut;
    stock.classList.toggle('out', !inStock);
    buy.textContent = inStock ? say.buy : say.soldOut;
    buy.disabled = !inStock;
  };
  const choose = (variant: Variant): void => {
    chosen = variant;
    note.textContent = '';
    note.className = 'note';
    show();
  };
  buy.addEventListener('click', () => {
    if (buy.getAttribute('aria-disabled') === 'true') return;
    buy.setAttribute('aria-disabled', 'true');
    buy.textContent = say.adding;
    void putIntoCart(deps, chosen?.id ?? null).then((failure) => {
      buy.removeAttribute('aria-disabled');
      show();
      note.textContent = failure ?? say.added;
      note.className = failure ? 'note bad' : 'note good';
    });
  });
  show();
  const head = el('div', { class: 'offer' }, thumbnail(product, 72), el('div', {}, sum, stock));
  const choices = variants.length > 1 ? [variantChoice(deps, chosen, choose)] : [];
  return [head, ...choices, buy, note, ...pageLink(deps)];
}

function variantChoice(deps: ProductDeps, chosen: Variant | null, choose: (variant: Variant) => void): HTMLElement {
  const group = el('fieldset', { class: 'variants' }, el('legend', {}, deps.say.variant));
  for (const variant of deps.product.variants) {
    const radio = el('input', { type: 'radio', name: 'variant', value: variant.id });
    radio.checked = variant === chosen;
    radio.addEventListener('change', () => choose(variant));
    const label = el('label', { class: variant.inStock ? 'chip' : 'chip out' }, radio, el('span', {}, variant.title));
    if (!variant.inStock) label.append(el('span', { class: 'unseen' }, `, ${deps.say.soldOut}`));
    group.append(label);
  }
  return group;
}

function pageLink(deps: ProductDeps): Node[] {
  const url = safeUrl(deps.product.url);
  if (!url) return [];
  const link = el('a', { class: 'page', part: 'link', href: url }, deps.say.page);
  link.addEventListener('click', (event) => {
    if (!deps.opened('page')) event.preventDefault();
  });
  return [link];
}
