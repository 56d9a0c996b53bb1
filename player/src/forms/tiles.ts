// The posters of several videos, in the form that the page asks for.
import { clockText, priceText } from '../core/format.js';
import type { Locale } from '../core/types.js';
import { el } from '../element/dom.js';
import { WORDS } from '../element/words.js';
import type { Form, Item } from './form.js';
import { TITLES } from './words.js';

export interface Tiles {
  box: HTMLElement;
  /** One for each video, or only for the first where the form shows one. */
  buttons: HTMLButtonElement[];
  note: HTMLElement;
}

function tile({ clip, product }: Item, form: Form, locale: Locale, isHeld: boolean): HTMLButtonElement {
  const [play, disclosure] = WORDS[locale];
  // Far from the screen, or scrolled away in its row, it is not fetched.
  const poster = el('img', {
    alt: '',
    loading: 'lazy',
    fetchpriority: 'low',
    part: 'poster',
    src: isHeld ? null : clip.posterUrl,
  });
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

export function buildTiles(items: readonly Item[], form: Form, locale: Locale, isHeld: boolean): Tiles {
  const isOne = form === 'slide' || form === 'bubble';
  const buttons = (isOne ? items.slice(0, 1) : items).map((item) => tile(item, form, locale, isHeld));
  const isRow = form === 'carousel' || form === 'stories';
  const list = el('ul', { class: isRow ? 'row' : null, part: 'list' }, ...buttons.map((b) => el('li', {}, b)));
  const note = el('p', { class: 'note', role: 'status' });
  const box = el('section', { class: `box ${form}`, 'aria-label': TITLES[locale] }, list, note);
  return { box, buttons, note };
}
