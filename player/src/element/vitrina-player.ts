// <vitrina-player>: shows the poster, and fetches the player when the shopper wants it.
import { parseConsent } from '../core/consent.js';
import { orderClips } from '../core/playlist.js';
import type { Clip, Consent, Locale, Product } from '../core/types.js';
import { CARD_CSS } from './card-css.js';
import { buildBox, buildCard, type CardView } from './card.js';
import { cardOf, noteImpression, quietFor } from './cards.js';
import { adopt, el } from './dom.js';
import { privacy, setConsent } from './privacy.js';
import type { Stage } from './playing/stage.js';
import { pickLocale } from './words.js';

const RELOADING = ['store', 'product', 'api', 'locale', 'video'];

export class VitrinaPlayer extends HTMLElement {
  static readonly observedAttributes = [...RELOADING, 'consent'];
  /** Where the service is, when the page does not say; `define.ts` sets the script's own origin. */
  static api = '';

  #root = this.attachShadow({ mode: 'open' });
  #view: CardView | null = null;
  #clips: Clip[] = [];
  #product: Product | null = null;
  #stage: Promise<Stage> | null = null;
  #playing: Stage | null = null;
  #watch: IntersectionObserver | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #dwell: ReturnType<typeof setTimeout> | undefined;
  #load = 0;

  constructor() {
    super();
    adopt(this.#root, CARD_CSS);
    this.#root.append(el('slot'));
  }

  connectedCallback(): void {
    this.#observe();
  }

  disconnectedCallback(): void {
    this.#clear();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === 'consent') setConsent(parseConsent(after));
    if (!RELOADING.includes(name) || !this.#watch) return;
    this.#clear();
    this.#observe();
  }

  get consent(): Consent {
    return privacy.consent();
  }

  set consent(consent: Consent) {
    this.setAttribute('consent', consent);
  }

  get locale(): Locale {
    return pickLocale(this.getAttribute('locale') ?? (this.closest('[lang]')?.getAttribute('lang') || null));
  }

  /** The signed token for the shop's cart and order; null without consent, and before the first thing that needs it. */
  get viewerToken(): string | null {
    return privacy.recall('viewer');
  }

  get videos(): readonly Clip[] {
    return this.#clips;
  }

  get paused(): boolean {
    return this.#playing?.paused ?? true;
  }

  /** Plays, with sound when called from a tap. Without an id it goes on with the current video. */
  async play(videoId?: string): Promise<void> {
    const at = videoId === undefined ? undefined : this.#clips.findIndex((clip) => clip.id === videoId);
    await (await this.#summon())?.play(at === -1 ? undefined : at);
  }

  pause(): void {
    this.#playing?.pause();
  }

  async next(): Promise<void> {
    await (await this.#summon())?.step(1);
  }

  async previous(): Promise<void> {
    await (await this.#summon())?.step(-1);
  }

  async openProduct(): Promise<void> {
    (await this.#summon())?.openProduct();
  }

  get #api(): string {
    return this.getAttribute('api') ?? VitrinaPlayer.api;
  }

  get #store(): string {
    return this.getAttribute('store') ?? '';
  }

  /** Waits until the place comes near the screen, then loads; later notes that the card was seen. */
  #observe(): void {
    this.#reserve();
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        void this.#show();
      },
      { rootMargin: '1000px' },
    );
    this.#watch = near;
    near.observe(this);
  }

  #reserve(): void {
    const [width, height] = (this.getAttribute('ratio') ?? '').split('/').map(Number);
    if (width && height && !this.childElementCount) this.#root.prepend(buildBox(width, height).box);
  }

  async #show(): Promise<void> {
    const productId = this.getAttribute('product') ?? '';
    const turn = (this.#load += 1);
    const wait = quietFor(this.#api, this.#store);
    if (wait > 0) return this.#beQuiet(wait);
    try {
      const card = await cardOf(this.#api, this.#store, productId);
      const held =
        card.experiment &&
        (await import('./holdout.js').then(
          (on) => on.holdsOut(this, card, privacy),
          () => 0,
        ));
      if (held || turn !== this.#load) return;
      this.#clips = orderClips(card.videos, this.getAttribute('video'));
      this.#product = card.product;
      this.#render(productId);
    } catch (error) {
      if (turn !== this.#load) return;
      this.#emit('vitrina:error', { code: 'CARD_UNAVAILABLE', message: String(error) });
      this.#beQuiet(quietFor(this.#api, this.#store));
    }
  }

  /** The service is silent: what the page put inside stays, and nothing else is shown. */
  #beQuiet(ms: number): void {
    this.#root.replaceChildren(el('slot'));
    this.setAttribute('state', 'quiet');
    this.#retry = setTimeout(() => void this.#show(), ms + 50);
  }

  #render(productId: string): void {
    const first = this.#clips[0];
    if (!first) {
      this.setAttribute('state', 'empty');
      return;
    }
    const view = buildCard(first, this.#product, this.locale);
    this.#view = view;
    this.#root.replaceChildren(view.box);
    this.setAttribute('state', 'poster');
    view.go.addEventListener('click', () => void this.#tap());
    for (const intent of ['pointerenter', 'focus'])
      view.go.addEventListener(intent, () => this.#expect(), { once: true });
    this.#watchSeen(view.frame, () => noteImpression(this.#api, this.#store, first.id, productId));
    this.#emit('vitrina:ready', { productId, videos: this.#clips.length });
  }

  /** Half of the card for one second is an impression; with `autoplay` it is also the moment to begin, without sound. */
  #watchSeen(frame: HTMLElement, note: () => void): void {
    this.#watch = new IntersectionObserver(
      (entries) => {
        clearTimeout(this.#dwell);
        if (!entries.at(-1)?.isIntersecting) return;
        this.#dwell = setTimeout(() => {
          this.#watch?.disconnect();
          note();
          if (this.#mayAutoplay()) void this.#summon().then((stage) => stage?.play(undefined, true));
        }, 1000);
      },
      { threshold: 0.5 },
    );
    this.#watch.observe(frame);
  }

  #mayAutoplay(): boolean {
    return (
      this.hasAttribute('autoplay') && !this.#savesData() && !matchMedia('(prefers-reduced-motion:reduce)').matches
    );
  }

  #savesData(): boolean {
    const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
    return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '');
  }

  /** A pointer over the button promises a tap: the player may come, not yet a byte of video. */
  #expect(): void {
    if (!this.#savesData()) void import('./playing/stage.js').catch(() => undefined);
  }

  async #tap(): Promise<void> {
    await (await this.#summon())?.play();
  }

  #summon(): Promise<Stage | null> {
    const view = this.#view;
    if (!view) return Promise.resolve(null);
    if (!this.#stage) {
      view.go.setAttribute('aria-busy', 'true');
      // Made and touched within the tap: Safari lets only such an element play with sound later.
      const video = el('video', { playsinline: true, preload: 'none' });
      video.load();
      this.#stage = import('./playing/stage.js').then(
        ({ Stage }) => (this.#playing = new Stage(this.#host(view), video)),
      );
    }
    return this.#stage.catch((error: unknown) => {
      this.#stage = null;
      view.go.removeAttribute('aria-busy');
      this.#emit('vitrina:error', { code: 'PLAYER_UNAVAILABLE', message: String(error) });
      return null;
    });
  }

  #host(view: CardView): ConstructorParameters<typeof Stage>[0] {
    return {
      element: this,
      root: this.#root,
      view,
      clips: this.#clips,
      product: this.#product,
      locale: this.locale,
      api: this.#api,
      store: this.#store,
      savesData: this.#savesData(),
      privacy,
      emit: (name, detail) => this.#emit(name, detail),
      noteImpression,
    };
  }

  #emit(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  #clear(): void {
    this.#load += 1;
    clearTimeout(this.#retry);
    clearTimeout(this.#dwell);
    this.#watch?.disconnect();
    this.#watch = null;
    this.#playing?.destroy();
    this.#playing = null;
    this.#stage = null;
    this.#view = null;
    this.#clips = [];
    this.#root.replaceChildren(el('slot'));
    this.removeAttribute('state');
  }
}
