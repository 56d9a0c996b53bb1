// The frame of every page: head, header, footer, consent banner, cart drawer.
import { Html, html, type Part } from '../html.ts';
import { LANGS, type Lang, type Words } from '../words/index.ts';
import { bagIcon, logo } from './icons.ts';

const STYLES = ['base', 'frame', 'home', 'product', 'cart'];

/** What every page knows about its visitor and its surroundings. */
export interface View {
  lang: Lang;
  words: Words;
  path: string;
  cartCount: number;
  consent: 'granted' | 'denied' | 'unknown';
  /** Where the browser reaches Vitrina. */
  vitrinaUrl: string;
  publishableKey: string;
}

export function page(view: View, title: string, content: Part, { player = false } = {}): string {
  const { words, lang, vitrinaUrl } = view;
  const script =
    player && html`<script type="module" fetchpriority="low" src="${vitrinaUrl}/player/v1/vitrina.js"></script>`;
  return html`${new Html('<!doctype html>')}
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title === words.shopTitle ? title : `${title} · Aina Home`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${STYLES.map((name) => html`<link rel="stylesheet" href="/assets/css/${name}.css" />`)}
        <script type="module" src="/assets/shop.js"></script>
        ${script}
      </head>
      <body data-added="${words.added}" data-not-added="${words.notAdded}">
        <a class="skip" href="#content">${words.skip}</a>
        ${header(view)}
        <main id="content" tabindex="-1">${content}</main>
        ${footer(view)} ${consentBanner(view)}
        <dialog id="drawer" class="drawer" aria-label="${words.cart}"></dialog>
        <div id="toast" class="toast" role="status"></div>
      </body>
    </html>`.text;
}

function header(view: View): Html {
  const { words, path, cartCount, vitrinaUrl } = view;
  const current = (href: string) => (path === href ? html` aria-current="page"` : '');
  return html`<aside class="note" aria-label="Vitrina">
      <p>${words.demoNote}</p>
      <p><a href="${vitrinaUrl}/studio">${words.studio}</a> <a href="${vitrinaUrl}/demo/mail">${words.mail}</a></p>
    </aside>
    <header class="header">
      <a class="brand" href="/" aria-label="Aina Home"
        >${logo} <span>Aina <b>Home</b></span></a
      >
      <nav class="nav" aria-label="${words.menu}">
        <a href="/#goods">${words.catalog}</a>
        <a href="/orders" ${current('/orders')}>${words.myOrders}</a>
      </nav>
      ${languages(view)}
      <a class="bag" href="/cart" data-drawer ${current('/cart')}>
        ${bagIcon} <span class="bag-word">${words.cart}</span>
        <span class="bag-count" id="cart-count" data-count="${cartCount}">${cartCount}</span>
      </a>
    </header>`;
}

function languages({ words, lang, path }: View): Html {
  const links = LANGS.map(({ code, label, name }) => {
    const chosen = code === lang ? html` aria-current="true"` : '';
    return html`<a href="/lang/${code}?to=${encodeURIComponent(path)}" lang="${code}" title="${name}" ${chosen}
      >${label}</a
    >`;
  });
  return html`<nav class="langs" aria-label="${words.language}">${links}</nav>`;
}

function footer({ words, vitrinaUrl, consent, path }: View): Html {
  const again =
    consent !== 'unknown' &&
    html`<form method="post" action="/consent">
      <input type="hidden" name="to" value="${path}" />
      <button class="text-button" name="answer" value="ask">${words.askAgain}</button>
    </form>`;
  return html`<footer class="footer">
    <p class="brand">
      ${logo} <span>Aina <b>Home</b></span>
    </p>
    <ul>
      <li><a href="/#goods">${words.catalog}</a></li>
      <li><a href="/orders">${words.myOrders}</a></li>
      <li><a href="${vitrinaUrl}/studio">${words.studio}</a></li>
      <li><a href="${vitrinaUrl}/demo/mail">${words.mail}</a></li>
    </ul>
    ${again}
    <p class="small">${words.demoNote} ${words.poweredBy}.<br />${words.photos}</p>
  </footer>`;
}

function consentBanner({ words, consent, path }: View): Html | null {
  if (consent !== 'unknown') return null;
  return html`<section class="consent" id="consent" aria-labelledby="consent-title">
    <form method="post" action="/consent">
      <input type="hidden" name="to" value="${path}" />
      <h2 id="consent-title">${words.consentTitle}</h2>
      <p>${words.consentText}</p>
      <p class="buttons">
        <button class="button" name="answer" value="granted">${words.accept}</button>
        <button class="button quiet" name="answer" value="denied">${words.decline}</button>
      </p>
    </form>
  </section>`;
}
