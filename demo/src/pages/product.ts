// A product: photos, the review player under them, and what is needed to buy.
import { descriptionOf, photosOf, PRODUCTS, type Product } from '../catalog.ts';
import { MOST_OF_ONE } from '../cart.ts';
import { html, Html } from '../html.ts';
import { price } from '../money.ts';
import { grid } from './home.ts';
import { playIcon, returnIcon, truckIcon } from './icons.ts';
import { page, type View } from './layout.ts';

export function productPage(
  view: View,
  product: Product,
  reviews: ReadonlyMap<string, number>,
  markup: string,
): string {
  const { words, lang } = view;
  const hasVideo = (reviews.get(product.id) ?? 0) > 0;
  const others = PRODUCTS.filter(({ id }) => id !== product.id)
    .sort((a, b) => Number(b.category === product.category) - Number(a.category === product.category))
    .slice(0, 4);
  return page(
    view,
    product.title[lang],
    html`<article class="product">
        ${gallery(view, product)} ${buy(view, product, hasVideo)} ${review(view, product, hasVideo, markup)}
      </article>
      <section aria-labelledby="also">
        <h2 id="also">${words.alsoLike}</h2>
        ${grid(view, others, reviews)}
      </section>`,
    { player: true },
  );
}

function gallery({ words, lang }: View, product: Product): Html {
  const photos = photosOf(product);
  return html`<div class="gallery" data-gallery>
    <a class="photo" href="${photos[0]}" data-gallery-main>
      <img src="${photos[0]}" alt="${product.title[lang]}" width="700" height="700" fetchpriority="high" />
    </a>
    <ul>
      ${photos.map(
        (photo, i) =>
          html`<li>
            <a href="${photo}" aria-label="${words.photo} ${i + 1}" ${i === 0 && html` aria-current="true"`}>
              <img src="${photo}" alt="" width="700" height="700" />
            </a>
          </li>`,
      )}
    </ul>
  </div>`;
}

function buy({ words, lang }: View, product: Product, hasVideo: boolean): Html {
  return html`<div class="buy">
    <p class="card-kind">${words[product.category]}</p>
    <h1>${product.title[lang]}</h1>
    <p class="price">
      <span>${price(product.priceMinor, lang)}</span>
      ${hasVideo && html`<a class="to-review" href="#review">${playIcon} ${words.withReview}</a>`}
    </p>
    <form method="post" action="/cart/add" data-add>
      <input type="hidden" name="productId" value="${product.id}" />
      <input type="hidden" name="viewerToken" value="" data-viewer />
      ${sizes(words.size, words.soldOut, product)}
      <div class="buy-row">
        <label class="visually-hidden" for="quantity">${words.quantity}</label>
        <input id="quantity" name="quantity" type="number" min="1" max="${MOST_OF_ONE}" value="1" inputmode="numeric" />
        <button class="button">${words.addToCart}</button>
      </div>
    </form>
    <ul class="promises">
      <li>${truckIcon} <span>${words.inStock}. ${words.delivery}</span></li>
      <li>${returnIcon} <span>${words.returns}</span></li>
    </ul>
    <h2>${words.about}</h2>
    <p>${descriptionOf(product, lang)}</p>
  </div>`;
}

function sizes(label: string, soldOut: string, product: Product): Html | null {
  const first = product.variants.find(({ inStock }) => inStock);
  if (!first) return null;
  return html`<fieldset class="sizes">
    <legend>${label}</legend>
    ${product.variants.map(
      (variant) =>
        html`<label>
          <input
            type="radio"
            name="variantId"
            value="${variant.id}"
            ${variant === first && html` checked`}
            ${!variant.inStock && html` disabled`}
          />
          <span>${variant.title}${!variant.inStock && html`<span class="visually-hidden">, ${soldOut}</span>`}</span>
        </label>`,
    )}
  </fieldset>`;
}

/** Vitrina's markup with this visitor's answer; without it the bare element, which shows nothing and takes no room while there is no video. */
function review(view: View, product: Product, hasVideo: boolean, markup: string): Html {
  const { words, lang, consent, publishableKey } = view;
  const bare = `<vitrina-player store="${publishableKey}" product="${product.id}" locale="${lang}"></vitrina-player>`;
  const element = (markup || bare).replace('<vitrina-player ', `<vitrina-player consent="${consent}" `);
  return html`<section class="review" id="review" aria-label="${words.reviewTitle}">
    ${hasVideo && html`<h2>${words.reviewTitle}</h2>`} ${new Html(element)}
  </section>`;
}
