// What each form changes of a plain row, its style and what else stands in it; fetched beside the card, by pages that have such a form.
import type { Locale } from '../core/types.js';
import { adopt, el } from '../element/dom.js';
import { WORDS } from '../element/words.js';
import type { Form, Item } from './form.js';

const LOOKS = {
  grid: `
.grid ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(170px,44%),1fr));padding:6px}
.grid li{width:auto}
`,
  stories: `
.stories li{width:92px;text-align:center}
.stories .tile{aspect-ratio:auto;border-radius:18px;background:none;color:inherit;text-align:center}
.stories .tile:after,.stories .disc,.stories .title,.stories .sum{display:none}
.stories img{position:static;display:block;width:72px;height:72px;margin:6px auto;border-radius:50%;border:3px solid Canvas;box-shadow:0 0 0 3px var(--vitrina-accent,#5b3df5)}
.stories .on{position:static;font-size:13px}
.stories .name{font-weight:400}
.stories .tile:focus-visible{outline-color:currentColor;outline-offset:-3px}
.told{padding:0 6px;font-size:13px}
`,
  slide: `
:host([form=slide]),.slide,.slide ul,.slide li,.slide .tile{height:100%}
.slide li{width:100%}
.slide .tile{aspect-ratio:auto;min-height:160px}
.slide .disc{height:68px;width:68px}
.slide .disc:before{inset:22px 20px 22px 26px}
`,
  bubble: `
:host{contain:none!important}
.bubble li{width:100%}
.bubble{position:fixed;z-index:999;inset-block-end:16px;inset-inline-end:16px;width:124px}
.bubble .tile{aspect-ratio:3/4;box-shadow:0 4px 20px #0006}
.bubble .on{display:none}
.bubble .pay{inset:auto 6px 6px;width:auto;text-align:center}
.bubble .disc{inset:10px auto auto;inset-inline-start:10px;margin:0}
.away{position:absolute;z-index:2;width:44px;height:44px;border-radius:50%;background:#fff;color:#15151a;box-shadow:0 1px 8px #0005}
.away:before,.away:after{content:"";position:absolute;inset:0;margin:auto;width:18px;height:3px;border:solid;border-width:3px 0 0;rotate:45deg}
.away:focus-visible{outline-color:#15151a;outline-offset:-5px}
.away{inset-block-start:-18px;inset-inline-end:-10px}
.away:after{rotate:-45deg}
.bubble .note:not(:empty){border-radius:10px;background:Canvas;color:CanvasText}
`,
} as const satisfies Partial<Record<Form, string>>;

export type Look = keyof typeof LOOKS;

const HIDE = {
  ru: 'Скрыть видео',
  kk: 'Бейнені жасыру',
  en: 'Hide the video',
} as const satisfies Record<Locale, string>;

/** The sheet of this form. */
export function wear(root: ShadowRoot, form: Look): void {
  adopt(root, LOOKS[form]);
}

/** What no other form has: one disclosure for a row of circles, in which nothing readable fits, and a way to put a bubble away. */
export function dress(box: HTMLElement, form: Look, items: readonly Item[], locale: Locale, away: () => void): void {
  if (form === 'stories' && items.some(({ clip }) => clip.disclosure)) {
    box.append(el('p', { class: 'told' }, WORDS[locale][1]));
  }
  if (form !== 'bubble') return;
  const close = el('button', { type: 'button', class: 'away', part: 'arrow', 'aria-label': HIDE[locale] });
  close.onclick = away;
  box.append(close);
}
