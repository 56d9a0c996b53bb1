// Runs in a frame on another site: what is sold there is bought in the shop, in a window of its own.
import type { Locale } from '../core/types.js';
import type { CartDetail, PlayerEvents } from '../element/events.js';
import { safeUrl } from '../element/playing/draw.js';

const OPENED = {
  ru: 'Товар открыт в магазине: положите его в корзину там.',
  kk: 'Тауар дүкенде ашылды: оны сол жерде себетке салыңыз.',
  en: 'The product is open in the shop: put it into the cart there.',
} as const satisfies Record<Locale, string>;

/** The card's own product; others of the video have a link of their own in the panel. */
function shopOf(event: Event, productId: string): string | null {
  const player = event.target as HTMLElement;
  return player.getAttribute('product') === productId ? safeUrl(player.dataset['url'] ?? null) : null;
}

document.addEventListener('vitrina:product-click', (event) => {
  const { productId, target } = (event as CustomEvent<PlayerEvents['vitrina:product-click']>).detail;
  const url = target === 'panel' ? shopOf(event, productId) : null;
  if (!url) return;
  event.preventDefault();
  open(url, '_blank', 'noopener');
});

document.addEventListener('vitrina:cart', (event) => {
  const { productId, respondWith } = (event as CustomEvent<CartDetail>).detail;
  const url = shopOf(event, productId);
  if (!url) return;
  open(url, '_blank', 'noopener');
  const shopperMessage = OPENED[document.documentElement.lang as Locale] ?? OPENED.en;
  respondWith(Promise.reject(Object.assign(new Error('bought in the shop'), { shopperMessage })));
});
