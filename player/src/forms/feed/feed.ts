// The feed: videos one under the other over the whole screen; one plays, the neighbours stand ready, the others are gone.
import type { Consent, Locale } from '../../core/types.js';
import { adopt, el } from '../../element/dom.js';
import { emit } from '../../element/events.js';
import { icon } from '../../element/playing/draw.js';
import { ICONS } from '../../element/playing/icons.js';
import type { VitrinaPlayer } from '../../element/vitrina-player.js';
import type { Item } from '../form.js';
import { Ahead, videoOf, type Neighbour } from './ahead.js';
import { FEED_CSS } from './feed-css.js';
import { Wheel } from './wheel.rules.js';
import { feedWords, placeOf, type FeedWords } from './words.js';

export interface FeedDeps {
  items: readonly Item[];
  locale: Locale;
  api: string;
  store: string;
  consent(): Consent;
}

/** Of a place: from so much of it in sight on it is the one that plays, and below so little it is out of sight. */
const SHOWN = 0.6;
const OUT_OF_SIGHT = 0.01;
/** A picture that has not come by then should at least have its player around it. */
const PICTURE_MS = 1_000;

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
  readonly #ahead: Ahead;
  #at = -1;
  /** Where a key or a button sends it: it plays as soon as the first of it is in sight. */
  #aim = -1;
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
    this.#up = this.#round('up', say.up, ARROW, () => this.#step(-1));
    this.#down = this.#round('down', say.down, ARROW, () => this.#step(1));
    this.#dialog = el(
      'dialog',
      { part: 'feed', 'aria-label': say.feed },
      close,
      this.#reel,
      this.#up,
      this.#down,
      this.#said,
    );
    this.#ahead = new Ahead({
      isOtherHeld: () => this.#places.some((_, at) => this.#isLeft(at)),
      cancel: (player) => this.#empty(this.#places.indexOf(player.parentElement as HTMLElement)),
    });
    this.#watch = new IntersectionObserver((entries) => this.#seen(entries), {
      root: this.#reel,
      threshold: [OUT_OF_SIGHT, SHOWN],
    });
    this.#listen();
    adopt(root, FEED_CSS);
  }

  open(at: number): void {
    if (this.#dialog.open) return void this.#go(at);
    this.#root.append(this.#dialog);
    this.#entry = `vitrina-${Math.random()}`;
    history.pushState({ ...(history.state as object | null), vitrina: this.#entry }, '');
    addEventListener('popstate', this.#left);
    addEventListener('keydown', this.#key, { capture: true });
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
    removeEventListener('keydown', this.#key, { capture: true });
    this.#watch.disconnect();
    const videoId = this.#deps.items[this.#at]?.clip.id ?? '';
    this.#ahead.end();
    for (const place of this.#places) this.#clear(place);
    this.#at = this.#aim = -1;
    this.#dialog.close();
    this.#dialog.remove();
    if (isOurs) history.back();
    emit(this.#element, 'vitrina:close', { videoId });
  }

  readonly #left = (): void => {
    if ((history.state as { vitrina?: string } | null)?.vitrina !== this.#entry) this.close();
  };

  /** Every key of the window is the feed's while it is open: after a swipe of a finger the focus may be nowhere. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [target] = event.composedPath() as Element[];
    if (target?.matches('input') || target?.closest('.sheet')) return;
    const isBack = event.key === 'ArrowUp' || event.key === 'PageUp' || (event.shiftKey && event.code === 'KeyP');
    const isOn = event.key === 'ArrowDown' || event.key === 'PageDown' || (event.shiftKey && event.code === 'KeyN');
    if (!isBack && !isOn) return;
    event.preventDefault();
    event.stopPropagation();
    this.#step(isOn ? 1 : -1);
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
    const player = place.querySelector('vitrina-player');
    if (player) this.#ahead.drop(player as HTMLElement);
    place.replaceChildren();
    place.inert = true;
  }

  #listen(): void {
    // Escape closes what is open in the player first: it says so by taking the key.
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    // Where the browser tells which place it will snap to, that one plays while it still comes.
    this.#reel.addEventListener('scrollsnapchanging', (event) => {
      const { snapTargetBlock } = event as Event & { snapTargetBlock?: HTMLElement | null };
      if (snapTargetBlock && this.#aim < 0) this.#turnTo(this.#places.indexOf(snapTargetBlock));
    });
    const wheel = new Wheel();
    this.#reel.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey || (event.composedPath()[0] as Element).closest('.sheet')) return;
        // A notch is too little for the browser: it would snap back.
        event.preventDefault();
        const by = wheel.turn(event.timeStamp, event.deltaY);
        if (by) this.#step(by);
      },
      { passive: false },
    );
    this.#reel.addEventListener('scroll', () => this.#aim >= 0 && this.#far(this.#aim) < 1 && this.#turnTo(this.#aim), {
      passive: true,
    });
    this.#reel.addEventListener('touchstart', () => (this.#aim = -1), { passive: true });
    // Whatever began on the way: what stands on the screen plays. Between two places it was only cut short by the next step.
    this.#reel.addEventListener('scrollend', () => {
      const at = this.#places.findIndex((_, place) => this.#far(place) < OUT_OF_SIGHT);
      if (at < 0) return;
      this.#aim = -1;
      this.#turnTo(at);
    });
    this.#reel.addEventListener('vitrina:ready', (event) => {
      // The page was told when the posters stood there.
      event.stopPropagation();
      const player = event.target as VitrinaPlayer;
      if (player.parentElement === this.#places[this.#at]) this.#begin(player);
    });
  }

  /** From where it is going, if it is on its way. */
  #step(by: 1 | -1): void {
    this.#go((this.#aim < 0 ? this.#at : this.#aim) + by);
  }

  #go(at: number): void {
    const place = this.#places[at];
    if (place) this.#aim = at === this.#at ? -1 : at;
    const calm = matchMedia('(prefers-reduced-motion:reduce)').matches;
    place?.scrollIntoView({ block: 'start', behavior: calm ? 'instant' : 'smooth' });
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    if (!this.#dialog.open) return;
    const shown = entries.find(({ intersectionRatio }) => intersectionRatio >= SHOWN - 0.01);
    const place = this.#places.indexOf(shown?.target as HTMLElement);
    // What is passed on the way to another is not begun.
    if (place >= 0 && (this.#aim < 0 || this.#aim === place)) {
      this.#aim = -1;
      this.#turnTo(place);
    }
    for (const { target, intersectionRatio } of entries) {
      const at = this.#places.indexOf(target as HTMLElement);
      // It has scrolled away: its buffers go, and a poster stays.
      if (intersectionRatio < OUT_OF_SIGHT && this.#isLeft(at)) this.#empty(at);
    }
  }

  #turnTo(at: number): void {
    const place = this.#places[at];
    if (at === this.#at || !place) return;
    const left = this.#at;
    this.#at = at;
    const player = this.#playerAt(at);
    const isShown = player !== null && this.#ahead.start(player);
    place.inert = false;
    // Before what has it becomes inert, or the next key would go nowhere.
    if (player) this.#focus(player);
    this.#places.forEach((one, other) => {
      if (this.#isStale(other, left)) this.#clear(one);
      if (Math.abs(other - at) <= 1) this.#fill(one, other);
    });
    this.#up.disabled = at === 0;
    this.#down.disabled = at === this.#places.length - 1;
    this.#said.textContent = place.getAttribute('aria-label');
    const current = this.#neighbour(at);
    if (current) this.#ahead.follow(current, () => this.#neighbour(at + 1));
    if (player && isShown) this.#afterPicture(player);
    else if (player && player.videos.length > 0) this.#begin(player);
  }

  /** The player around it is built when the picture is on the screen, which would otherwise come later by that. */
  #afterPicture(player: VitrinaPlayer): void {
    const begin = (): void => {
      clearTimeout(late);
      if (player.parentElement === this.#places[this.#at]) this.#begin(player);
    };
    const late = setTimeout(begin, PICTURE_MS);
    videoOf(player)?.requestVideoFrameCallback?.(begin);
  }

  #playerAt(at: number): VitrinaPlayer | null {
    return this.#places[at]?.querySelector('vitrina-player') ?? null;
  }

  #neighbour(at: number): Neighbour | null {
    const [item, player] = [this.#deps.items[at], this.#playerAt(at)];
    return item && player ? { player, clip: item.clip } : null;
  }

  /** Too far away, passed without a look, or left before it had a picture: whatever is on its way is cancelled. */
  #isStale(at: number, left: number): boolean {
    if (Math.abs(at - this.#at) > 1) return true;
    if (at === left) return this.#isUnfinished(at);
    return at < this.#at && videoOf(this.#playerAt(at)) !== null;
  }

  /** It has no picture, or no player yet that could pause it. */
  #isUnfinished(at: number): boolean {
    const player = this.#playerAt(at);
    const hasPicture = (videoOf(player)?.readyState ?? 0) >= HTMLMediaElement.HAVE_CURRENT_DATA;
    return !hasPicture || player?.shadowRoot?.querySelector('.go') !== null;
  }

  /** How many screens away this place is. */
  #far(at: number): number {
    return Math.abs(this.#reel.scrollTop / this.#reel.clientHeight - at);
  }

  /** It was played, and still holds its source. */
  #isLeft(at: number): boolean {
    const video = at === this.#at ? null : videoOf(this.#playerAt(at));
    return video !== null && video.hasAttribute('src') && video.played.length > 0;
  }

  /** Leaves a poster and nothing that holds memory. */
  #empty(at: number): void {
    const place = this.#places[at];
    if (!place) return;
    this.#clear(place);
    this.#fill(place, at);
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
    // At its end a video offers the next one.
    if (at < this.#places.length - 1) Object.assign(player, { [Symbol.for('vitrina-next')]: () => this.#step(1) });
    place.append(player);
  }

  /** What plays has the focus, so that the keys of the player work at once. */
  #focus({ shadowRoot }: HTMLElement): void {
    const target = shadowRoot?.querySelector<HTMLElement>('.go') ?? shadowRoot?.querySelector<HTMLElement>('.big');
    target?.focus({ preventScroll: true });
  }

  #begin(player: VitrinaPlayer): void {
    this.#focus(player);
    void player.play();
  }
}
