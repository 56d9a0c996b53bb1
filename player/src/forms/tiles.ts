// The posters of several videos, in the form that the page asks for.
import { clockText, priceText } from '../core/format.js';
import type { Locale } from '../core/types.js';
import { el } from '../element/dom.js';
import { words } from '../element/words.js';
import type { Form, Item } from './form.js';
import { rowWords } from './words.js';

export interface Tiles {
  box: HTMLElement;
  /** One for each video, or only for the first where the form shows one. */
  buttons: HTMLButtonElement[];
  note: HTMLElement;
}

function tile({ clip, product }: Item, form: Form, locale: Locale): HTMLButtonElement {
  const [play, disclosure] = words(locale);
  // Far from the screen, or scrolled away in its row, it is not fetched.
  const poster = el('img', { alt: '', loading: 'lazy', fetchpriority: 'low', part: 'poster', src: clip.posterUrl });
  const price = product && priceText(product.priceMinor, product.currency, product.decimals, locale);
  const text = el(
    'span',
    { class: 'on' },
    el('span', { class: 'name', part: 'creator' }, clip.creator.name),
    el('span', { class: 'title', part: 'title' }, clip.title),
    el('span', { class: 'sum' }, el('b', { part: 'price' }, price), el('span', {}, clockText(clip.durationMs))),
  );
  // A row of circles says it once below, for all of them.
  const pay = clip.disclosure && form !== 'stories' ? el('span', { class: 'pay' }, disclosure) : null;
  const label = el('span', { class: 'unseen' }, `${play}: `);
  return el(
    'button',
    { type: 'button', class: 'tile', part: 'tile' },
    label,
    poster,
    el('span', { class: 'disc' }),
    text,
    pay,
  );
}

/** Back and on, for those who have a mouse; each is gone where there is nothing more. */
function arrows(list: HTMLElement, locale: Locale): HTMLButtonElement[] {
  const [, back, ahead] = rowWords(locale);
  const made = [
    [-1, back, 'back'],
    [1, ahead, 'ahead'],
  ].map(([by, label, name]) => {
    const button = el('button', {
      type: 'button',
      class: `arrow ${name}`,
      part: 'arrow',
      'aria-label': label as string,
    });
    button.onclick = () => {
      const calm = matchMedia('(prefers-reduced-motion:reduce)').matches;
      const along = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
      list.scrollBy({ left: (by as number) * along * list.clientWidth * 0.8, behavior: calm ? 'auto' : 'smooth' });
    };
    return button;
  });
  const look = (): void => {
    const at = Math.abs(list.scrollLeft);
    const ends = [at < 8, at + list.clientWidth > list.scrollWidth - 8];
    made.forEach((button, side) => (button.disabled = ends[side] ?? false));
  };
  list.addEventListener('scroll', look, { passive: true });
  new ResizeObserver(look).observe(list);
  return made;
}

export function buildTiles(items: readonly Item[], form: Form, locale: Locale, away: () => void): Tiles {
  const [title, , , hide] = rowWords(locale);
  const isOne = form === 'slide' || form === 'bubble';
  const buttons = (isOne ? items.slice(0, 1) : items).map((item) => tile(item, form, locale));
  const isRow = form === 'carousel' || form === 'stories';
  const list = el('ul', { class: isRow ? 'row' : null, part: 'list' }, ...buttons.map((b) => el('li', {}, b)));
  const note = el('p', { class: 'note', role: 'status' });
  const box = el('section', { class: `box ${form}`, 'aria-label': title }, list, note);
  if (isRow) box.append(...arrows(list, locale));
  if (form === 'stories' && items.some(({ clip }) => clip.disclosure)) {
    box.append(el('p', { class: 'told' }, words(locale)[1]));
  }
  if (form === 'bubble') {
    const close = el('button', { type: 'button', class: 'away', part: 'arrow', 'aria-label': hide });
    close.onclick = away;
    box.append(close);
  }
  return { box, buttons, note };
}
