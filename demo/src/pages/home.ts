// The first page: the promise, the eight products, the road in three steps.
import { photosOf, PRODUCTS, type Product } from '../catalog.ts';
import { html, type Html } from '../html.ts';
import { price } from '../money.ts';
import { playIcon } from './icons.ts';
import { page, type View } from './layout.ts';

export function homePage(view: View, reviews: ReadonlyMap<string, number>): string {
  const { words, vitrinaUrl } = view;
  const steps = [
    [words.how1Title, words.how1],
    [words.how2Title, words.how2],
    [words.how3Title, words.how3],
  ];
  return page(
    view,
    words.shopTitle,
    html`<section class="hero">
        <div class="hero-words">
          <h1>${words.heroTitle}</h1>
          <p>${words.heroText}</p>
          <p class="buttons">
            <a class="button" href="/products/mug">${playIcon} ${words.heroButton}</a>
            <a class="button quiet" href="#goods">${words.allGoods}</a>
          </p>
        </div>
        <div class="hero-photos" aria-hidden="true">
          <img src="/assets/products/mug.jpg" alt="" width="700" height="700" />
          <img src="/assets/products/bamboo-glass-jar-2.jpg" alt="" width="700" height="700" />
          <img src="/assets/products/loafers-2.jpg" alt="" width="700" height="700" />
        </div>
      </section>
      <section aria-labelledby="goods">
        <h2 id="goods" tabindex="-1">${words.goods}</h2>
        ${grid(view, PRODUCTS, reviews)}
      </section>
      <section class="road" aria-labelledby="road-title">
        <h2 id="road-title">${words.howTitle}</h2>
        <ol>
          ${steps.map(
            ([title, text]) =>
              html`<li>
                <h3>${title}</h3>
                <p>${text}</p>
              </li>`,
          )}
        </ol>
        <p><a class="button quiet" href="${vitrinaUrl}/studio">${words.toStudio}</a></p>
      </section>`,
  );
}

/** Product cards; also under a product, as "bought together". */
export function grid(view: View, products: readonly Product[], reviews: ReadonlyMap<string, number>): Html {
  const { words, lang } = view;
  return html`<ul class="grid">
    ${products.map(
      (product) =>
        html`<li>
          <a class="card" href="/products/${product.id}">
            <span class="photo">
              <img src="${photosOf(product)[0]}" alt="" width="700" height="700" loading="lazy" />
              ${(reviews.get(product.id) ?? 0) > 0 && html`<span class="badge">${playIcon} ${words.withReview}</span>`}
            </span>
            <span class="card-kind">${words[product.category]}</span>
            <span class="card-title">${product.title[lang]}</span>
            <span class="card-price">${price(product.priceMinor, lang)}</span>
          </a>
        </li>`,
    )}
  </ul>`;
}
