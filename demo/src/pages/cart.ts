// The cart as a page and as the drawer's content.
import { fullLines, MOST_OF_ONE, sumOf, type FullLine } from '../cart.ts';
import { photosOf } from '../catalog.ts';
import { html, type Html } from '../html.ts';
import { price } from '../money.ts';
import type { Cart } from '../state.ts';
import { closeIcon } from './icons.ts';
import { page, type View } from './layout.ts';

export function cartPage(view: View, cart: Cart | undefined): string {
  const { words } = view;
  return page(
    view,
    words.cart,
    html`<div class="narrow">
      <h1>${words.cart}</h1>
      ${content(view, cart)}
    </div>`,
  );
}

/** Only the inside of the drawer. */
export function cartPanel(view: View, cart: Cart | undefined): string {
  const { words } = view;
  return html`<div class="drawer-head">
      <h2>${words.cart}</h2>
      <form method="dialog"><button class="icon-button" aria-label="${words.close}">${closeIcon}</button></form>
    </div>
    ${content(view, cart)}`.text;
}

function content(view: View, cart: Cart | undefined): Html {
  const { words, lang } = view;
  const lines = fullLines(cart);
  if (lines.length === 0) return empty(view, words.emptyCart, words.emptyCartText);
  return html`<ul class="lines">
      ${lines.map((line) => row(view, line))}
    </ul>
    <p class="sum"><span>${words.total}</span> <b>${price(sumOf(lines), lang)}</b></p>
    <p><a class="button wide" href="/checkout">${words.checkout}</a></p>`;
}

export function empty({ words }: View, title: string, text: string): Html {
  return html`<div class="empty">
    <p class="empty-title">${title}</p>
    <p>${text}</p>
    <p><a class="button" href="/#goods">${words.toCatalog}</a></p>
  </div>`;
}

function row({ words, lang }: View, { line, product, variant, sumMinor }: FullLine): Html {
  const title = product.title[lang];
  const field = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}" />`;
  const set = (quantity: number, label: string, sign: string, disabled = false) =>
    html`<button name="quantity" value="${quantity}" aria-label="${label}: ${title}" ${disabled && html` disabled`}>
      ${sign}
    </button>`;
  return html`<li>
    <a class="photo" href="/products/${product.id}" tabindex="-1" aria-hidden="true">
      <img src="${photosOf(product)[0]}" alt="" width="700" height="700" />
    </a>
    <div class="line-words">
      <a href="/products/${product.id}">${title}</a>
      ${variant && html`<span class="small">${words.size}: ${variant.title}</span>`}
      <form class="stepper" method="post" action="/cart/set" data-set>
        ${field('productId', product.id)} ${field('variantId', line.variantId ?? '')}
        ${set(line.quantity - 1, words.less, '−')}
        <span>${line.quantity}</span>
        ${set(line.quantity + 1, words.more, '+', line.quantity >= MOST_OF_ONE)}
        <button class="text-button" name="quantity" value="0" aria-label="${words.remove}: ${title}">
          ${words.remove}
        </button>
      </form>
    </div>
    <b class="line-sum">${price(sumMinor, lang)}</b>
  </li>`;
}
