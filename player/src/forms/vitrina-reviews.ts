// <vitrina-reviews>: several videos in a carousel, a grid, a row of circles, a slide or a bubble; a tap opens the feed.
import { parseConsent } from '../core/consent.js';
import type { Card, Consent, Locale } from '../core/types.js';
import { cardOf, quietFor } from '../element/cards.js';
import { adopt, el } from '../element/dom.js';
import { emit } from '../element/events.js';
import { privacy, setConsent } from '../element/privacy.js';
import { pickLocale } from '../element/words.js';
import type { Feed } from './feed/feed.js';
import { formOf, itemsOf, type Item } from './form.js';
import { FORMS_CSS } from './forms-css.js';
import { buildTiles, type Tiles } from './tiles.js';
import { rowWords } from './words.js';

const MOST = 24;

export class VitrinaReviews extends HTMLElement {
  static readonly observedAttributes = ['store', 'product', 'form', 'locale', 'api', 'limit', 'consent'];
  /** Where the service is, and the player's script; `define-reviews.ts` sets both. */
  static api = '';
  static player = '';

  #root = this.attachShadow({ mode: 'open' });
  #items: Item[] = [];
  #tiles: Tiles | null = null;
  #feed: Feed | null = null;
  #watch: IntersectionObserver | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #load = 0;

  constructor() {
    super();
    adopt(this.#root, FORMS_CSS);
    this.#root.append(el('slot'));
  }

  connectedCallback(): void {
    // A bubble has no place on the page, and a feed none before it is opened.
    if (['bubble', 'feed'].includes(formOf(this.getAttribute('form')))) return void this.#show();
    this.#see([this], { rootMargin: '800px' }, () => void this.#show());
  }

  disconnectedCallback(): void {
    this.#load += 1;
    clearTimeout(this.#timer);
    this.#watch?.disconnect();
    this.#feed?.close();
    this.#watch = this.#feed = this.#tiles = null;
    this.#items = [];
    this.#root.replaceChildren(el('slot'));
    this.removeAttribute('state');
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === 'consent') setConsent(parseConsent(after));
    else if (this.isConnected && before !== after) {
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  get consent(): Consent {
    return privacy.consent();
  }

  set consent(consent: Consent) {
    this.setAttribute('consent', consent);
  }

  get locale(): Locale {
    return pickLocale(this.getAttribute('locale') || (this.closest('[lang]') as HTMLElement | null)?.lang || '');
  }

  /** React sets null for a property that is no more given. */
  set locale(locale: string | null) {
    this.setAttribute('locale', locale ?? '');
  }

  /** The signed token for the shop's cart and order; null without consent, and before the first thing that needs it. */
  get viewerToken(): string | null {
    return privacy.recall('viewer');
  }

  get videos(): readonly Item['clip'][] {
    return this.#items.map(({ clip }) => clip);
  }

  /** Opens the feed at this video, or at the first one. With sound when called from a tap. */
  async open(videoId?: string): Promise<void> {
    const at = Math.max(0, videoId ? this.#items.findIndex(({ clip }) => clip.id === videoId) : 0);
    const item = this.#items[at];
    if (!item || this.getAttribute('state') === 'held') return;
    const pressed = this.#tiles?.buttons[at] ?? null;
    if (pressed) pressed.ariaBusy = 'true';
    if (this.#tiles) this.#tiles.note.textContent = '';
    const { player } = VitrinaReviews;
    try {
      const [{ Feed }] = await Promise.all([
        import('./feed/feed.js'),
        customElements.get('vitrina-player') ? null : import(/* @vite-ignore */ player),
      ]);
      const { api, store } = this.#service;
      this.#feed ??= new Feed(this, this.#root, {
        items: this.#items,
        locale: this.locale,
        api,
        store,
        consent: () => privacy.consent(),
      });
      this.#feed.open(at);
    } catch (error) {
      if (this.#tiles) this.#tiles.note.textContent = rowWords(this.locale)[4];
      emit(this, 'vitrina:error', { code: 'PLAYER_UNAVAILABLE', message: String(error), videoId: item.clip.id });
    }
    if (pressed) pressed.ariaBusy = null;
  }

  close(): void {
    this.#feed?.close();
  }

  get #service(): { api: string; store: string } {
    return { api: this.getAttribute('api') ?? VitrinaReviews.api, store: this.getAttribute('store') ?? '' };
  }

  #see(targets: Element[], options: IntersectionObserverInit, act: (seen: Element[]) => void): void {
    this.#watch?.disconnect();
    this.#watch = new IntersectionObserver((entries) => {
      const seen = entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
      if (seen.length > 0) act(seen);
    }, options);
    for (const target of targets) this.#watch.observe(target);
  }

  async #show(): Promise<void> {
    this.#watch?.disconnect();
    const { api, store } = this.#service;
    const ids = [...new Set((this.getAttribute('product') ?? '').split(/\s+/).filter(Boolean))];
    const turn = (this.#load += 1);
    const answers = await Promise.allSettled(
      ids.map(async (productId) => {
        const card = await cardOf(api, store, productId);
        if (!card) throw new Error('quiet');
        return { ...card, productId };
      }),
    );
    const cards = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    if (turn !== this.#load) return;
    const broken = answers.find((answer) => answer.status === 'rejected');
    if (broken && cards.length === 0) return this.#beQuiet(String(broken.reason));
    const isHeld = await this.#isHeld(cards);
    if (turn !== this.#load) return;
    const limit = Number(this.getAttribute('limit')) || MOST;
    this.#items = itemsOf(cards, Math.min(limit, MOST));
    this.setAttribute('state', this.#items.length === 0 ? 'empty' : isHeld ? 'held' : 'poster');
    if (this.#items.length > 0) this.#render(isHeld);
  }

  /** While the shop's experiment runs, this viewer may be one who sees no videos. */
  async #isHeld(cards: (Card & { productId: string })[]): Promise<boolean> {
    for (const { experiment, productId } of cards) {
      if (!experiment || privacy.consent() !== 'granted') continue;
      const { api, store } = this.#service;
      try {
        const { isHeldOut } = await import('../element/holdout.js');
        if (await isHeldOut(api, { store, product: productId, experiment }, privacy)) return true;
      } catch {
        // Whoever cannot be asked sees the videos.
      }
    }
    return false;
  }

  #beQuiet(message: string): void {
    if (message !== 'Error: quiet') emit(this, 'vitrina:error', { code: 'CARD_UNAVAILABLE', message });
    this.setAttribute('state', 'quiet');
    const { api, store } = this.#service;
    this.#timer = setTimeout(() => void this.#show(), Math.max(0, quietFor(api, store)) + 50);
  }

  #render(isHeld: boolean): void {
    const form = formOf(this.getAttribute('form'));
    const { product } = this.#items[0] as Item;
    if (form !== 'feed') {
      const items = isHeld
        ? this.#items.map((item) => ({ ...item, clip: { ...item.clip, posterUrl: null } }))
        : this.#items;
      const tiles = (this.#tiles = buildTiles(items, form, this.locale, () => this.remove()));
      this.#root.replaceChildren(tiles.box);
      tiles.buttons.forEach((button, at) => (button.onclick = () => void this.open(this.#items[at]?.clip.id)));
      if (!isHeld) this.#noteSeen(tiles.buttons);
    } else this.#root.replaceChildren();
    if (!isHeld)
      emit(this, 'vitrina:ready', {
        productId: product?.id ?? this.#items[0]?.productId ?? '',
        videos: this.#items.length,
      });
  }

  /** A poster that was half in sight for a second was seen. */
  #noteSeen(buttons: readonly HTMLButtonElement[]): void {
    const { api, store } = this.#service;
    const turn = this.#load;
    this.#see([...buttons], { threshold: 0.5 }, (seen) => {
      for (const button of seen) this.#watch?.unobserve(button);
      setTimeout(() => {
        if (turn !== this.#load) return;
        void import('../element/seen.js').then(
          ({ noteImpression }) => {
            for (const button of seen) {
              const item = this.#items[buttons.indexOf(button as HTMLButtonElement)];
              if (item) noteImpression(api, store, item.clip.id, item.productId);
            }
          },
          () => 0,
        );
      }, 1000);
    });
  }
}
