// What each form changes of a plain row, its style and what else stands in it; fetched beside the card, by pages that have such a form
// and by all who save data.
import type { Locale } from '../core/types.js';
import { adopt, el } from '../element/dom.js';
import { savesData } from '../element/saving.js';
import { toldOf } from '../element/words.js';
import type { Form, Item } from './form.js';

const LOOKS = {
  carousel: '',
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
  hero: `
.hero li{width:100%}
.hero .tile{aspect-ratio:4/5}
.hero .on{inset:auto 20px 20px}
.hero .title{font-size:clamp(20px,6vw,26px);font-weight:700;line-height:1.2}
.hero .name{font-weight:400}
.hero .disc{width:68px;height:68px}
.hero .disc:before{inset:22px 20px 22px 26px}
.hero video{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
@media (min-width:700px){
.hero .tile{aspect-ratio:auto;height:min(70vh,560px)}
.hero img,.hero video{inset:0;inset-inline-start:auto;width:45%;object-fit:contain}
.hero .disc{inset-inline-start:auto;inset-inline-end:calc(22.5% - 34px)}
.hero .tile:after{background:none}
.hero .on,.hero .pay{inset-inline:40px auto;width:fit-content;max-width:calc(55% - 80px)}
.hero .on{inset-block:0;align-content:center;gap:12px}
.hero .pay{inset-block:24px auto}
.hero .title{font-size:clamp(26px,3vw,40px)}
.hero .sum{justify-content:start;gap:16px;font-size:17px}
}
`,
} as const satisfies Partial<Record<Form, string>>;

export type Look = keyof typeof LOOKS;

const HIDE = {
  ru: 'Скрыть видео',
  kk: 'Бейнені жасыру',
  en: 'Hide the video',
} as const satisfies Record<Locale, string>;

/** Gives a row of posters what no other form has; `away` is called by whoever puts it away. */
export type Dress = (box: HTMLElement, items: readonly Item[], locale: Locale, away: () => void) => void;

/** Puts the sheet of this form on, and gives what dresses its posters once they are there. */
export function wear(root: ShadowRoot, form: Look): Dress {
  adopt(root, LOOKS[form]);
  return (box, items, locale, away) => dress(box, form, items, locale, away);
}

/**
 * The three silent seconds of a hero, once it is in sight and then no more: what moves for longer would need a way to be
 * stopped. Not with data saver, nor for those who want less motion.
 */
function stir(box: HTMLElement, preview: string): void {
  const poster = box.querySelector('img');
  if (!poster || savesData() || matchMedia('(prefers-reduced-motion:reduce)').matches) return;
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.at(-1)?.isIntersecting) return;
      watch.disconnect();
      const video = el('video', { playsinline: '', 'aria-hidden': 'true', tabindex: -1 });
      video.muted = true;
      video.onended = video.onerror = () => video.remove();
      video.onplaying = () => poster.after(video);
      video.src = preview;
      video.play().catch(() => 0);
    },
    { threshold: 0.5 },
  );
  watch.observe(box);
}

/** So near the screen a poster is fetched with data saver; the browser itself begins 1,250 to 2,500 px before. */
const NEAR = '150px';

/** With data saver: the smallest poster there is, the first at once and the others when they come near. */
function spare(box: HTMLElement, items: readonly Item[]): void {
  const small = new WeakMap<Element, string>();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        (target as HTMLImageElement).src = small.get(target) ?? '';
      }
    },
    { rootMargin: NEAR },
  );
  box.querySelectorAll('img').forEach((poster, at) => {
    const clip = items[at]?.clip;
    const url = clip?.posterSizes?.[0]?.avifUrl ?? clip?.posterUrl;
    // Of one who is held out there is none.
    if (!url || !poster.hasAttribute('src')) return;
    poster.removeAttribute('srcset');
    if (at === 0) return void (poster.src = url);
    poster.removeAttribute('src');
    small.set(poster, url);
    watch.observe(poster);
  });
}

/** What no other form has: one disclosure for a row of circles, in which nothing readable fits, motion in a hero, and a way to put a bubble away. */
function dress(box: HTMLElement, form: Look, items: readonly Item[], locale: Locale, away: () => void): void {
  if (savesData()) spare(box, items);
  const told = new Set(items.flatMap(({ clip }) => (clip.disclosure ? toldOf(clip, locale) : [])));
  if (form === 'stories') box.append(...[...told].map((text) => el('p', { class: 'told' }, text)));
  const preview = form === 'hero' && items[0]?.clip.preview;
  if (preview) stir(box, preview);
  if (form !== 'bubble') return;
  const close = el('button', { type: 'button', class: 'away', part: 'arrow', 'aria-label': HIDE[locale] });
  close.onclick = away;
  box.append(close);
}
