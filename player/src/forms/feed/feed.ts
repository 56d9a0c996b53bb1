// The feed: videos one under the other over the whole screen; one plays, the neighbours stand ready, the others are gone.
import type { Consent, Locale } from '../../core/types.js';
import { adopt, el } from '../../element/dom.js';
import { emit } from '../../element/events.js';
import { icon } from '../../element/playing/draw.js';
import { ICONS } from '../../element/playing/icons.js';
import type { VitrinaPlayer } from '../../element/vitrina-player.js';
import type { Item } from '../form.js';
import { FEED_CSS } from './feed-css.js';
import { feedWords, placeOf, type FeedWords } from './words.js';

export interface FeedDeps {
  items: readonly Item[];
  locale: Locale;
  api: string;
  store: string;
  consent(): Consent;
}

/** The arrow of the icon, which is turned by the style. */
const ARROW = 'M9.3 5.3a1 1 0 0 1 1.4 0l6 6a1 1 0 0 1 0 1.4l-6 6a1 1 0 0 1-1.4-1.4l5.3-5.3-5.3-5.3a1 1 0 0 1 0-1.4Z';

export class Feed {
  readonly #element: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #deps: FeedDeps;
  readonly #say: FeedWords;
  readonly #dialog: HTMLDialogElement;
  readonly #reel = el('div', { class: 'reel' });
  readonly #said = el('p', { class: 'unseen', role: 'status' });
  readonly #up: HTMLButtonElement;
  readonly #down: HTMLButtonElement;
  readonly #places: HTMLElement[];
  readonly #watch: IntersectionObserver;
  #at = -1;
  /** Its entry in the browser's history, so that Back closes it. */
  #entry = '';

  constructor(element: HTMLElement, root: ShadowRoot, deps: FeedDeps) {
    this.#element = element;
    this.#root = root;
    this.#deps = deps;
    const say = (this.#say = feedWords(deps.locale));
    this.#places = deps.items.map((item, at) => this.#place(item, at));
    this.#reel.append(...this.#places);
    const close = this.#round('shut', say.close, ICONS.close, () => this.close());
    this.#up = this.#round('up', say.up, ARROW, () => this.#go(this.#at - 1));
    this.#down = this.#round('down', say.down, ARROW, () => this.#go(this.#at + 1));
    this.#dialog = el(
      'dialog',
      { part: 'feed', 'aria-label': say.feed },
      close,
      this.#reel,
      this.#up,
      this.#down,
      this.#said,
    );
    this.#watch = new IntersectionObserver(
      (entries) => {
        const shown = entries.find(({ isIntersecting }) => isIntersecting);
        if (shown && this.#dialog.open) this.#turnTo(this.#places.indexOf(shown.target as HTMLElement));
      },
      { root: this.#reel, threshold: 0.6 },
    );
    this.#listen();
    adopt(root, FEED_CSS);
  }

  open(at: number): void {
    if (this.#dialog.open) return void this.#go(at);
    this.#root.append(this.#dialog);
    this.#entry = `vitrina-${Math.random()}`;
    history.pushState({ ...(history.state as object | null), vitrina: this.#entry }, '');
    addEventListener('popstate', this.#left);
    this.#dialog.showModal();
    this.#places[at]?.scrollIntoView({ block: 'start', behavior: 'instant' });
    this.#turnTo(at);
    for (const place of this.#places) this.#watch.observe(place);
    emit(this.#element, 'vitrina:open', { videoId: this.#deps.items[at]?.clip.id ?? '' });
  }

  close(): void {
    if (!this.#dialog.open) return;
    const isOurs = (history.state as { vitrina?: string } | null)?.vitrina === this.#entry;
    removeEventListener('popstate', this.#left);
    this.#watch.disconnect();
    const videoId = this.#deps.items[this.#at]?.clip.id ?? '';
    for (const place of this.#places) this.#clear(place);
    this.#at = -1;
    this.#dialog.close();
    this.#dialog.remove();
    if (isOurs) history.back();
    emit(this.#element, 'vitrina:close', { videoId });
  }

  readonly #left = (): void => {
    if ((history.state as { vitrina?: string } | null)?.vitrina !== this.#entry) this.close();
  };

  #round(name: string, label: string, path: string, act: () => void): HTMLButtonElement {
    const made = el('button', { type: 'button', class: `round ${name}`, 'aria-label': label }, icon(path));
    made.onclick = act;
    return made;
  }

  #place({ clip }: Item, at: number): HTMLElement {
    const label = `${placeOf(this.#say, at, this.#deps.items.length)}: ${clip.title}`;
    const shape = clip.width > clip.height ? 'place flat' : 'place tall';
    const place = el('div', { class: shape, role: 'group', 'aria-label': label });
    this.#clear(place);
    return place;
  }

  /** What stands there while it is far: nothing that holds memory. */
  #clear(place: HTMLElement): void {
    place.replaceChildren();
    place.inert = true;
  }

  #listen(): void {
    // Escape closes what is open in the player first: it says so by taking the key.
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    this.#dialog.addEventListener('keydown', (event) => this.#key(event), { capture: true });
    this.#reel.addEventListener('vitrina:ready', (event) => {
      // The page was told when the posters stood there.
      event.stopPropagation();
      const player = event.target as VitrinaPlayer;
      if (player.parentElement === this.#places[this.#at]) this.#begin(player);
    });
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [target] = event.composedPath() as Element[];
    if (target?.matches('input') || target?.closest('.sheet')) return;
    const isBack = event.key === 'ArrowUp' || event.key === 'PageUp' || (event.shiftKey && event.code === 'KeyP');
    const isOn = event.key === 'ArrowDown' || event.key === 'PageDown' || (event.shiftKey && event.code === 'KeyN');
    if (!isBack && !isOn) return;
    event.preventDefault();
    event.stopPropagation();
    this.#go(this.#at + (isOn ? 1 : -1));
  }

  #go(at: number): void {
    const place = this.#places[at];
    const calm = matchMedia('(prefers-reduced-motion:reduce)').matches;
    place?.scrollIntoView({ block: 'start', behavior: calm ? 'instant' : 'smooth' });
  }

  #turnTo(at: number): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#places.forEach((place, other) => {
      if (Math.abs(other - at) > 1) this.#clear(place);
      else this.#fill(place, other);
    });
    this.#up.disabled = at === 0;
    this.#down.disabled = at === this.#places.length - 1;
    this.#said.textContent = this.#places[at]?.getAttribute('aria-label') ?? '';
    const player = this.#places[at]?.querySelector('vitrina-player') as VitrinaPlayer | null;
    if (player && player.videos.length > 0) this.#begin(player);
  }

  #fill(place: HTMLElement, at: number): void {
    const item = this.#deps.items[at];
    place.inert = at !== this.#at;
    if (!item) return;
    const known = place.querySelector('vitrina-player') as VitrinaPlayer | null;
    if (known) {
      if (at !== this.#at) known.pause();
      return;
    }
    const { store, api, locale } = this.#deps;
    const { clip, productId } = item;
    const attributes = { store, api, locale, product: productId, video: clip.id, preload: 'none', part: 'player' };
    const ratio = `${clip.width || 9}/${clip.height || 16}`;
    // As a text: the player is a file of its own, and its class is not here.
    const player = document.createElement('vitrina-player');
    for (const [name, value] of Object.entries({ ...attributes, ratio, consent: this.#deps.consent() })) {
      player.setAttribute(name, value);
    }
    place.append(player);
  }

  /** Plays, and takes the focus to what plays, so that the keys of the player work at once. */
  #begin(player: VitrinaPlayer): void {
    const root = player.shadowRoot;
    (root?.querySelector<HTMLElement>('.go') ?? root?.querySelector<HTMLElement>('.big'))?.focus({
      preventScroll: true,
    });
    void player.play();
  }
}
