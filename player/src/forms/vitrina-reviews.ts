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
import type { Row } from './later.js';
import type { Dress, Look } from './looks-css.js';
import { buildTiles, type Tiles } from './tiles.js';

const MOST = 24;

type Sparing = Navigator & { connection?: { saveData?: boolean } };

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
  /** What its form has beyond a row, on its way. */
  #look: Promise<Dress | false> | null = null;
  #looked: AbortController | null = null;

  constructor() {
    super();
    adopt(this.#root, FORMS_CSS);
    this.#root.append(el('slot'));
  }

  connectedCallback(): void {
    // A bubble has no place on the page, and a feed none before it is opened.
    const form = formOf(this.getAttribute('form'));
    // A carousel and a feed have nothing of their own; in a carousel it spares bytes where that was asked for.
    this.#look = ((navigator as Sparing).connection?.saveData ? /f/ : /[cf]/).test(form)
      ? null
      : import('./looks-css.js').then(({ wear }) => wear(this.#root, form as Look)).catch(() => false);
    // A bubble, and a feed.
    if (/[bf]/.test(form)) return void this.#show();
    this.#see(this, '800px', () => void this.#show());
  }

  disconnectedCallback(): void {
    this.#load += 1;
    clearTimeout(this.#timer);
    this.#watch?.disconnect();
    this.#feed?.close();
    this.#looked?.abort();
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
    if (this.getAttribute('state') === 'held') return;
    try {
      const { openFeed } = await import('./later.js');
      this.#feed = await openFeed(this.#row, this.#feed, VitrinaReviews.player, videoId);
    } catch (error) {
      emit(this, 'vitrina:error', { code: 'PLAYER_UNAVAILABLE', message: String(error) });
    }
  }

  close(): void {
    this.#feed?.close();
  }

  get #service(): { api: string; store: string } {
    return { api: this.getAttribute('api') ?? VitrinaReviews.api, store: this.getAttribute('store') ?? '' };
  }

  /** What the code that comes later needs to know. */
  get #row(): Row {
    return {
      ...{ element: this, root: this.#root, tiles: this.#tiles, items: this.#items, locale: this.locale, privacy },
      ...this.#service,
    };
  }

  /** Acts once this has come into sight. */
  #see(target: Element, rootMargin: string, act: () => void): void {
    this.#watch?.disconnect();
    this.#watch = new IntersectionObserver(
      (entries) => {
        if (!entries.at(-1)?.isIntersecting) return;
        this.#watch?.disconnect();
        act();
      },
      { rootMargin },
    );
    this.#watch.observe(target);
  }

  async #show(): Promise<void> {
    const { api, store } = this.#service;
    const ids = [...new Set(this.getAttribute('product')?.match(/\S+/g))];
    const turn = (this.#load += 1);
    let failure = '';
    const ask = async (productId: string): Promise<(Card & { productId: string })[]> => {
      const card = await cardOf(api, store, productId)?.catch((error: unknown) => void (failure = String(error)));
      return card ? [{ ...card, productId }] : [];
    };
    const cards = (await Promise.all(ids.map(ask))).flat();
    if (turn !== this.#load) return;
    if (ids[0] && !cards[0]) {
      if (failure) emit(this, 'vitrina:error', { code: 'CARD_UNAVAILABLE', message: failure });
      this.#timer = setTimeout(() => void this.#show(), quietFor(api, store) + 50);
      return this.setAttribute('state', 'quiet');
    }
    // The shop's experiment or its rules may have a say; whoever cannot be asked sees the videos.
    const isHeld =
      cards.some(({ experiment, rules }) => experiment ?? rules) &&
      (await import('./later.js').then(({ isHeldOut }) => isHeldOut(cards, this.#row)).catch(() => false));
    const dress = await this.#look;
    if (turn !== this.#load) return;
    this.#items = itemsOf(cards, Math.min(Number(this.getAttribute('limit')) || MOST, MOST));
    const [first] = this.#items;
    this.setAttribute('state', !first ? 'empty' : isHeld ? 'held' : 'poster');
    if (!first) return;
    adopt(this.#root, (cards[0] as Card).theme);
    this.#render(isHeld, dress);
    if (isHeld) return;
    emit(this, 'vitrina:ready', { productId: first.product?.id ?? first.productId, videos: this.#items.length });
  }

  #render(isHeld: boolean, dress: Dress | false | null): void {
    const form = formOf(this.getAttribute('form'));
    this.#root.replaceChildren();
    if (form === 'feed') return;
    const { box, buttons } = (this.#tiles = buildTiles(this.#items, form, this.locale, isHeld));
    if (dress) dress(box, this.#items, this.locale, () => this.remove());
    this.#root.append(box);
    buttons.forEach((button, at) => (button.onclick = () => void this.open(this.#items[at]?.clip.id)));
    const { signal } = (this.#looked = new AbortController());
    if (isHeld) return;
    this.#see(box, '0px', () => {
      import('./later.js').then(({ look }) => look(this.#row, signal)).catch(() => 0);
    });
  }
}
