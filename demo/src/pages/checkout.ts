// The checkout form.
import { fullLines, sumOf } from '../cart.ts';
import { html, type Html } from '../html.ts';
import { price } from '../money.ts';
import type { Cart } from '../state.ts';
import type { Words } from '../words/index.ts';
import { page, type View } from './layout.ts';

export interface CheckoutForm {
  name: string;
  email: string;
  phone: string;
  promoCode: string;
  /** The same for every sending of one form. */
  checkoutId: string;
}

export type CheckoutErrors = Partial<Record<keyof CheckoutForm, keyof Words>>;

export function checkoutPage(view: View, cart: Cart, form: CheckoutForm, errors: CheckoutErrors): string {
  const { words, lang } = view;
  const lines = fullLines(cart);
  const wrong = Object.keys(errors).length > 0;
  const field = (name: keyof CheckoutForm, label: string, attributes: Html, hint = '') =>
    fieldOf(words, { name, label, attributes, hint, value: form[name], error: errors[name] });
  return page(
    view,
    words.checkout,
    html`<div class="checkout">
      <form method="post" action="/checkout" novalidate>
        <h1>${words.checkout}</h1>
        ${wrong && html`<p class="alert" role="alert">${words.fixErrors}</p>`}
        <input type="hidden" name="checkoutId" value="${form.checkoutId}" />
        <input type="hidden" name="viewerToken" value="" data-viewer />
        ${field('name', words.yourName, html`autocomplete="name" required maxlength="80"`)}
        ${field('email', words.email, html`type="email" autocomplete="email" required maxlength="254"`)}
        ${field('phone', words.phone, html`type="tel" autocomplete="tel" required maxlength="24"`)}
        ${field('promoCode', `${words.promo} (${words.optional})`, html`autocomplete="off" maxlength="20"`, words.promoHint)}
        <p>
          <button class="button wide"><span>${words.payNow} · ${price(sumOf(lines), lang)}</span></button>
        </p>
        <p class="small">${words.payNote}</p>
      </form>
      <aside aria-labelledby="your-order">
        <h2 id="your-order">${words.yourOrder}</h2>
        <ul class="plain-lines">
          ${lines.map(
            ({ product, variant, line, sumMinor }) =>
              html`<li>
                <span>${product.title[lang]}${variant && `, ${variant.title}`} × ${line.quantity}</span>
                <span>${price(sumMinor, lang)}</span>
              </li>`,
          )}
        </ul>
        <p class="sum"><span>${words.total}</span> <b>${price(sumOf(lines), lang)}</b></p>
      </aside>
    </div>`,
  );
}

interface Field {
  name: string;
  label: string;
  value: string;
  attributes: Html;
  hint: string;
  error: keyof Words | undefined;
}

function fieldOf(words: Words, { name, label, value, attributes, hint, error }: Field): Html {
  const about = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      ${attributes}
      ${about && html` aria-describedby="${about}"`}
      ${error && html` aria-invalid="true"`}
    />
    ${hint && html`<p class="small" id="${name}-hint">${hint}</p>`}
    ${error && html`<p class="error" id="${name}-error">${words[error]}</p>`}
  </div>`;
}
