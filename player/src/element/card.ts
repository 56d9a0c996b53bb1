// The poster: what stands on the page before a tap.
import { clockText, priceText } from '../core/format.js';
import type { Clip, Locale, Product } from '../core/types.js';
import { el } from './dom.js';
import { PLAY, toldOf } from './words.js';

export interface CardView {
  /** Everything: the frame, and the dock that lies over it or, with a wide video, below it. */
  box: HTMLElement;
  frame: HTMLElement;
  /** Where the text stands before a tap, and the product bar after it. */
  dock: HTMLElement;
  /** Poster, play button and the text: they leave when the player comes. */
  poster: HTMLImageElement;
  go: HTMLButtonElement;
  low: HTMLElement;
  top: HTMLElement;
}

/** Creator and disclosure. A picture of the creator would be one more request of every page: it comes with the player. The disclosure is no `part` and has no variable: a page cannot style it away. */
export function creatorLine(clip: Clip, locale: Locale): HTMLElement {
  const { name } = clip.creator;
  const face = el('span', { class: 'face', 'aria-hidden': 'true' }, name.slice(0, 1));
  const who = el('div', { class: 'who', part: 'creator' }, el('div', { class: 'name' }, name));
  if (clip.disclosure) who.append(el('span', { class: 'pay' }, toldOf(clip, locale)));
  return el('div', { class: 'top' }, face, who);
}

/** Not `loading=lazy`: the card itself comes only near the screen, and the browser would look for that one frame later again. */
export function posterImage(clip: Clip): HTMLImageElement {
  return el('img', { class: 'poster', part: 'poster', alt: '', fetchpriority: 'low', src: clip.posterUrl });
}

/** Frame and dock in the first video's shape, so that a change of video moves nothing on the page. */
export function buildBox(width: number, height: number): Pick<CardView, 'box' | 'frame' | 'dock'> {
  const frame = el('div', { class: 'frame', part: 'frame' });
  const dock = el('div', { class: 'dock' });
  const box = el('div', { class: width > height ? 'box wide' : 'box' }, frame, dock);
  frame.style.aspectRatio = `${width}/${height}`;
  return { box, frame, dock };
}

export function buildCard(clip: Clip, product: Product | null, locale: Locale): CardView {
  const poster = posterImage(clip);
  const disc = el('span', { class: 'disc' });
  const go = el('button', { class: 'go', part: 'play' }, disc);
  go.ariaLabel = `${PLAY[locale]}: ${clip.title}`;
  const price = product
    ? el(
        'span',
        { class: 'price', part: 'price' },
        priceText(product.priceMinor, product.currency, product.decimals, locale),
      )
    : null;
  const sum = el('div', { class: 'sum' }, price, el('span', {}, clockText(clip.durationMs)));
  const low = el('div', { class: 'low' }, el('div', { class: 'title', part: 'title' }, clip.title), sum);
  const top = creatorLine(clip, locale);
  const { box, frame, dock } = buildBox(clip.width, clip.height);
  box.role = 'group';
  box.ariaLabel = clip.title;
  frame.append(poster, go, top);
  dock.append(low);
  return { box, frame, dock, poster, go, low, top };
}
