// The card at the end of a video: what it showed, to be put into the cart; watching again, and the next video.
import { priceText } from '../../core/format.js';
import type { Product } from '../../core/types.js';
import { adopt, el } from '../dom.js';
import { icon } from '../playing/draw.js';
import { END_CSS } from './end-css.js';
import type { GuideDeps } from './guide.js';
import { offeredAtEnd } from './marks.rules.js';
import { marksWords } from './words.js';

export interface EndDeps {
  /** All products of the video, as far as the service told them. */
  products: readonly Product[];
  /** Goes on to the next video; null where there is none. */
  next: (() => void) | null;
}

const AGAIN =
  'M12 5V2.5a.8.8 0 0 1 1.3-.6l4.5 3.5a.8.8 0 0 1 0 1.2l-4.5 3.5A.8.8 0 0 1 12 9.500V7a6 6 0 1 0 6 6 1 1 0 1 1 2 0 8 8 0 1 1-8-8Z';
const ON =
  'M17 6a1 1 0 1 1 2 0v12a1 1 0 1 1-2 0V6ZM4.5 6.900a1 1 0 0 1 1.550-.840l8 5.100a1 1 0 0 1 0 1.680l-8 5.100a1 1 0 0 1-1.550-.840V6.900Z';

function offer({ host, shopping, say }: GuideDeps, product: Product, note: HTMLElement): HTMLElement {
  const words = marksWords(host.locale);
  const picture = product.imageUrl
    ? el('img', { class: 'thumb', src: product.imageUrl, alt: '', width: 48, height: 48 })
    : null;
  const price = priceText(product.priceMinor, product.currency, product.decimals, host.locale);
  const text = el('span', { class: 'end-text' }, el('span', {}, product.title), el('b', {}, price));
  const open = el('button', { type: 'button', class: 'end-open', 'aria-expanded': 'false' }, picture, text);
  open.addEventListener('click', () => shopping.openProduct(product, open));
  if (!product.inStock) return el('li', {}, open, el('span', { class: 'end-out' }, say.soldOut));
  const hasChoice = product.variants.length > 1;
  const label = hasChoice ? words.choose : say.buy;
  const props = { type: 'button', class: 'end-buy', part: 'buy', 'aria-label': `${label}: ${product.title}` };
  const buy = el('button', { ...props, 'aria-expanded': hasChoice ? 'false' : null }, label);
  buy.addEventListener('click', () => {
    if (hasChoice) return shopping.openProduct(product, buy);
    if (buy.ariaDisabled === 'true') return;
    buy.ariaDisabled = 'true';
    note.textContent = say.adding;
    void shopping.add(product).then((failure) => {
      buy.ariaDisabled = null;
      note.textContent = failure ?? say.added;
    });
  });
  return el('li', {}, open, buy);
}

function act(path: string, label: string, does: () => void): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'end-act' }, icon(path), el('span', {}, label));
  button.addEventListener('click', does);
  return button;
}

/** Stands until the video plays again, is moved, or is another; the signal is given then too. */
export function showEnd(deps: GuideDeps, { products, next }: EndDeps, signal: AbortSignal): void {
  const { host, video } = deps;
  const { frame, box } = host.view;
  if (box.classList.contains('over')) return;
  adopt(host.root, END_CSS);
  const words = marksWords(host.locale);
  const note = el('p', { class: 'end-note', role: 'status' });
  // Under a wide video the card's own product stands already.
  const own = box.classList.contains('wide') ? null : host.product;
  const others = products.filter(({ id }) => id !== host.product?.id);
  const offers = offeredAtEnd(own, others).map((product) => offer(deps, product, note));
  const again = act(AGAIN, words.replay, deps.play);
  const acts = el('div', { class: 'end-acts' }, again, next ? act(ON, words.next, next) : null);
  const list = offers.length > 0 ? el('ul', {}, ...offers) : null;
  const card = el('section', { class: 'end', part: 'end', 'aria-label': words.ended }, list, note, acts);
  const { activeElement } = host.root;
  frame.querySelector('.tap')?.after(card);
  box.classList.add('over');
  // What had the focus is not there while the card is: the first thing to do takes it.
  if (activeElement && activeElement !== deps.controls.slider && !deps.controls.element.contains(activeElement))
    if (!activeElement.closest('.sheet')) again.focus({ preventScroll: true });
  const over = new AbortController();
  const leave = (): void => {
    const held = card.contains(host.root.activeElement);
    over.abort();
    card.remove();
    box.classList.remove('over');
    if (held) deps.controls.play.focus({ preventScroll: true });
  };
  for (const name of ['play', 'seeking', 'emptied']) video.addEventListener(name, leave, { signal: over.signal });
  signal.addEventListener('abort', leave, { signal: over.signal });
}
