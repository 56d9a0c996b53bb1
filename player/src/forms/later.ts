// What several videos need only once they are in sight: arrows, impressions, the shop's experiment, and the way into the feed.
import type { Card, Locale } from '../core/types.js';
import { adopt, el } from '../element/dom.js';
import { emit } from '../element/events.js';
import { momentFor } from '../element/marks/moment.rules.js';
import type { Privacy } from '../element/privacy.js';
import { ARROWS_CSS, HELD_CSS } from './arrows-css.js';
import type { Feed } from './feed/feed.js';
import type { Item } from './form.js';
import type { Tiles } from './tiles.js';

const ARROWS = {
  ru: ['Назад', 'Вперёд'],
  kk: ['Артқа', 'Алға'],
  en: ['Back', 'Forward'],
} as const satisfies Record<Locale, [back: string, ahead: string]>;

const FAILED = {
  ru: 'Видео не загрузилось. Попробуйте ещё раз.',
  kk: 'Бейне жүктелмеді. Қайталап көріңіз.',
  en: 'The video did not load. Try again.',
} as const satisfies Record<Locale, string>;

/** A poster that was half in sight for so long was seen. */
const SEEN_MS = 1_000;

export interface Row {
  element: HTMLElement;
  root: ShadowRoot;
  tiles: Tiles | null;
  items: readonly Item[];
  locale: Locale;
  api: string;
  store: string;
  privacy: Privacy;
}

/** Back and on, for those who have a mouse; each is gone where there is nothing more. */
function arrows(list: HTMLElement, locale: Locale): HTMLButtonElement[] {
  const [back, ahead] = ARROWS[locale];
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

/** The poster of a video that somebody shared a moment of; the player that plays it finds the moment by itself. */
function markMoment(row: Row, buttons: readonly HTMLButtonElement[]): void {
  const { items } = row;
  const clips = items.map(({ clip }) => clip);
  const moment = momentFor(clips, location.href, null, false);
  const tile = moment && buttons[clips.indexOf(moment.clip)];
  if (!tile) return;
  import('../element/marks/moment.js').then(({ showOnTile }) => showOnTile(row, tile, moment.seconds)).catch(() => 0);
}

/** Completes posters that are in sight; stops with the signal. */
export function look(shown: Row, signal: AbortSignal): void {
  const { root, tiles, items, locale, api, store } = shown;
  if (!tiles || signal.aborted) return;
  const { box, buttons } = tiles;
  const list = box.querySelector<HTMLElement>('.row');
  markMoment(shown, buttons);
  adopt(root, ARROWS_CSS);
  if (list) {
    list.after(...arrows(list, locale));
  }
  const watch = new IntersectionObserver(
    (entries) => {
      const seen = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
      for (const button of seen) watch.unobserve(button);
      const note = async (): Promise<void> => {
        if (signal.aborted) return;
        const { noteImpression } = await import('../element/seen.js');
        for (const button of seen) {
          const item = items[buttons.indexOf(button as HTMLButtonElement)];
          if (item) noteImpression(api, store, item.clip.id, item.productId);
        }
      };
      if (seen.length > 0) setTimeout(() => void note().catch(() => 0), SEEN_MS);
    },
    { threshold: 0.5 },
  );
  for (const button of buttons) watch.observe(button);
  signal.addEventListener('abort', () => watch.disconnect());
}

/**
 * Leaves the cards that the shop's rules show here, in the form they choose; and while its experiment runs, this viewer may be one
 * who sees no videos: true then. Without consent nobody is asked.
 */
export async function isHeldOut(
  cards: (Card & { productId: string })[],
  { element, root, api, store, privacy }: Row,
): Promise<boolean> {
  if (cards.some(({ rules }) => rules)) {
    const { placeAll } = await import('../placing/placing.js');
    // Another form: all this is asked again.
    if (placeAll(element, cards)) return false;
  }
  if (privacy.consent() !== 'granted') return false;
  const { isHeldOut: ask } = await import('../element/holdout.js');
  for (const { experiment, productId } of cards) {
    if (experiment && (await ask(api, { store, product: productId, experiment }, privacy))) {
      adopt(root, HELD_CSS);
      return true;
    }
  }
  return false;
}

/** The feed of these videos, with the player that plays in it. The first bytes of the one that was tapped are asked for beside its code. */
async function feedOf(
  { element, root, items, locale, api, store, privacy }: Row,
  player: string,
  first: Item,
): Promise<Feed> {
  const [{ Feed }] = await Promise.all([
    import('./feed/feed.js'),
    customElements.get('vitrina-player') ? null : import(/* @vite-ignore */ player),
    import('../element/seen.js').then(({ prepare }) => void prepare(first.clip, document.documentElement)),
  ]);
  return new Feed(element, root, { items, locale, api, store, consent: () => privacy.consent() });
}

/** Opens the feed at this video, or at the first one; `made` is the feed of an earlier time. A failure is shown and told. */
export async function openFeed(row: Row, made: Feed | null, player: string, videoId?: string): Promise<Feed | null> {
  const { element, items, tiles, locale } = row;
  const at = Math.max(0, videoId ? items.findIndex(({ clip }) => clip.id === videoId) : 0);
  const item = items[at];
  if (!item) return made;
  const pressed = tiles?.buttons[at];
  if (pressed) pressed.ariaBusy = 'true';
  if (tiles) tiles.note.textContent = '';
  try {
    const feed = made ?? (await feedOf(row, player, item));
    feed.open(at);
    return feed;
  } catch (error) {
    if (tiles) tiles.note.textContent = FAILED[locale];
    emit(element, 'vitrina:error', { code: 'PLAYER_UNAVAILABLE', message: String(error), videoId: item.clip.id });
    return null;
  } finally {
    if (pressed) pressed.ariaBusy = null;
  }
}
