// The posters of several videos, in the form that the page asks for.
import { clockText, priceText } from '../core/format.js';
import type { Locale } from '../core/types.js';
import { el } from '../element/dom.js';
import { PLAY, toldOf } from '../element/words.js';
import type { Form, Item } from './form.js';
import { TITLES } from './words.js';

export interface Tiles {
  box: HTMLElement;
  /** One for each video, or only for the first where the form shows one. */
  buttons: HTMLButtonElement[];
  note: HTMLElement;
}

function tile({ clip, product }: Item, form: Form, locale: Locale, isHeld: boolean): HTMLButtonElement {
  // Far from the screen, or scrolled away in its row, it is not fetched. Where the browser knows `auto`, it takes the width that its
  // place needs; elsewhere it takes the width of the window for it, and with that the larger picture.
  const poster = el('img', {
    alt: '',
    loading: 'lazy',
    part: 'poster',
    sizes: 'auto',
    srcset: isHeld ? null : clip.posterSet,
    src: isHeld ? null : clip.posterUrl,
  });
  const price = product && priceText(product.priceMinor, product.currency, product.decimals, locale);
  const text = el(
    'span',
    { class: 'on' },
    el('b', { class: 'name', part: 'creator' }, clip.creator.name),
    el('span', { class: 'title', part: 'title' }, clip.title),
    el('span', { class: 'sum' }, el('b', { part: 'price' }, price), el('span', {}, clockText(clip.durationMs))),
  );
  // A row of circles says it once below, for all of them.
  const pay = clip.disclosure && form !== 'stories' && el('span', { class: 'pay' }, toldOf(clip, locale));
  const name = el('span', { class: 'unseen' }, `${PLAY[locale]}: `);
  return el(
    'button',
    { type: 'button', class: 'tile', part: 'tile' },
    name,
    poster,
    el('span', { class: 'disc' }),
    text,
    pay,
  );
}

export function buildTiles(items: readonly Item[], form: Form, locale: Locale, isHeld: boolean): Tiles {
  // A slide, a bubble and a hero.
  const isOne = /[bh]|sl/.test(form);
  const buttons = (isOne ? items.slice(0, 1) : items).map((item) => tile(item, form, locale, isHeld));
  const isRow = /ca|st/.test(form);
  const list = el('ul', { class: isRow ? 'row' : null, part: 'list' }, ...buttons.map((b) => el('li', {}, b)));
  const note = el('p', { class: 'note', role: 'status' });
  const box = el('section', { class: `box ${form}`, 'aria-label': TITLES[locale] }, list, note);
  return { box, buttons, note };
}
