// An order: what was bought, what was given back, the seller's buttons, and what Vitrina was told.
import { findProduct, photosOf } from '../catalog.ts';
import { html, type Html } from '../html.ts';
import { price } from '../money.ts';
import { leftOf, paidFor, refundedOf, totalOf } from '../orders.ts';
import type { Letter, Order, OrderLine } from '../state.ts';
import type { Words } from '../words/index.ts';
import { empty } from './cart.ts';
import { tickIcon } from './icons.ts';
import { page, type View } from './layout.ts';

export function orderPage(view: View, order: Order, letters: Letter[], isNew: boolean): string {
  const { words, lang, vitrinaUrl } = view;
  return page(
    view,
    `${words.order} ${order.id}`,
    html`<div class="order">
      <div>
        ${isNew && html`<p class="thanks" role="status">${tickIcon} ${words.thanks}</p>`}
        <h1>${words.order} ${order.id}</h1>
        <p>${statusOf(words, order)} <span class="small">${day(order.at, lang)}</span></p>
        <ul class="lines">
          ${order.lines.map((line) => row(view, line))}
        </ul>
        ${sums(view, order)}
      </div>
      <aside>
        <section aria-labelledby="earned">
          <h2 id="earned">${words.how3Title}</h2>
          <p class="small">${words.seeEarnedText}</p>
          <p><a class="button wide" href="${vitrinaUrl}/studio">${words.seeEarned}</a></p>
        </section>
        ${tools(view, order)} ${told(words, letters)}
      </aside>
    </div>`,
  );
}

function row({ lang, words }: View, line: OrderLine): Html {
  const product = findProduct(line.productId);
  const variant = product?.variants.find(({ id }) => id === line.variantId);
  return html`<li>
    <span class="photo">${product && html`<img src="${photosOf(product)[0]}" alt="" width="700" height="700" />`}</span>
    <div class="line-words">
      <a href="/products/${line.productId}">${product?.title[lang] ?? line.title}</a>
      <span class="small">${variant && `${words.size}: ${variant.title} · `}${words.quantity}: ${line.quantity}</span>
    </div>
    <b class="line-sum">${price(paidFor(line), lang)}</b>
  </li>`;
}

function sums({ words, lang }: View, order: Order): Html {
  const discount = order.lines.reduce((sum, line) => sum + BigInt(line.discountMinor), 0n);
  const back = refundedOf(order);
  const term = (name: string, minor: bigint, sign = '') =>
    html`<div>
      <dt>${name}</dt>
      <dd>${sign}${price(minor, lang)}</dd>
    </div>`;
  return html`<dl class="sums">
    ${discount > 0n && term(`${words.discount} ${order.promoCode}`, discount, '−')} ${term(words.total, totalOf(order))}
    ${back > 0n && term(words.givenBack, back, '−')}
    ${(back > 0n || order.status === 'cancelled') && term(words.left, leftOf(order))}
  </dl>`;
}

function tools({ words }: View, order: Order): Html {
  const none = leftOf(order) === 0n;
  const button = (action: string, label: string) =>
    html`<form method="post" action="/orders/${order.id}/${action}">
      <input type="hidden" name="refunds" value="${order.refunds.length}" />
      <button class="button quiet wide" ${none && html` disabled`}>${label}</button>
    </form>`;
  return html`<section aria-labelledby="tools">
    <h2 id="tools">${words.staffTools}</h2>
    <p class="small">${words.staffToolsText}</p>
    ${button('refund-half', words.refundHalf)} ${button('refund-all', words.refundAll)}
    ${button('cancel', words.cancelOrder)}
  </section>`;
}

function told(words: Words, letters: Letter[]): Html | null {
  if (letters.length === 0) return null;
  const states = { delivered: words.sent, waiting: words.waiting, refused: words.refused };
  return html`<section aria-labelledby="told">
    <h2 id="told">${words.sentTitle}</h2>
    <ul class="told">
      ${letters.map(
        (letter) =>
          html`<li class="${letter.state}">
            ${letter.path.startsWith('/v1/refunds') ? words.aboutRefund : words.aboutOrder}
            ${letter.subject.split(':').at(-1)}:
            <b>${states[letter.state]}</b>
          </li>`,
      )}
    </ul>
  </section>`;
}

function statusOf(words: Words, order: Order): Html {
  const back = refundedOf(order);
  if (order.status === 'cancelled') return html`<span class="status off">${words.cancelled}</span>`;
  if (back === 0n) return html`<span class="status">${words.paid}</span>`;
  return html`<span class="status off">${leftOf(order) === 0n ? words.refunded : words.partlyRefunded}</span>`;
}

const day = (at: string, lang: string): string =>
  new Date(at).toLocaleString(lang === 'en' ? 'en-GB' : `${lang}-KZ`, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Almaty',
  });

export function ordersPage(view: View, orders: Order[]): string {
  const { words, lang } = view;
  const list = html`<ul class="orders">
    ${orders.map(
      (order) =>
        html`<li>
          <a href="/orders/${order.id}">${words.order} ${order.id}</a>
          <span class="small">${day(order.at, lang)}</span>
          ${statusOf(words, order)} <b>${price(leftOf(order), lang)}</b>
        </li>`,
    )}
  </ul>`;
  const nothing = empty(view, words.noOrders, words.noOrdersText);
  return page(
    view,
    words.myOrders,
    html`<div class="narrow">
      <h1>${words.myOrders}</h1>
      ${orders.length > 0 ? list : nothing}
    </div>`,
  );
}

export function wrongPage(view: View, title: string): string {
  return page(
    view,
    title,
    html`<div class="narrow">
      <h1>${title}</h1>
      <p><a class="button" href="/">${view.words.toCatalog}</a></p>
    </div>`,
  );
}
