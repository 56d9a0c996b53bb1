// <vitrina-player>: shows the poster, and fetches the player when the shopper wants it.
import { parseConsent } from '../core/consent.js';
import { orderClips } from '../core/playlist.js';
import type { Card, Clip, Consent, Locale } from '../core/types.js';
import { CARD_CSS } from './card-css.js';
import { buildBox, buildCard } from './card.js';
import { cardOf, quietFor } from './cards.js';
import { adopt, el } from './dom.js';
import { emit } from './events.js';
import { privacy, setConsent } from './privacy.js';
import type { Stage } from './playing/stage.js';
import type { Shown } from './shown/shown.js';
import { pickLocale } from './words.js';

/** So many cards of a page are asked for at once; the others when their places come near the screen. */
let early = 2;

export class VitrinaPlayer extends HTMLElement {
  static readonly observedAttributes = ['store', 'product', 'api', 'locale', 'video', 'consent'];
  /** Where the service is, when the page does not say; `define.ts` sets the script's own origin. */
  static api = '';

  #root = this.attachShadow({ mode: 'open' });
  /** What is on the screen, once there is a card. */
  #shown: Shown | null = null;
  #stage: Promise<Stage | null> | null = null;
  #playing: Stage | null = null;
  #watch: IntersectionObserver | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #load = 0;
  #asked: Promise<Card> | null = null;

  constructor() {
    super();
    adopt(this.#root, CARD_CSS);
    this.#root.append(el('slot'));
  }

  /** Waits until the place comes near the screen, then loads; later notes that the card was seen. */
  connectedCallback(): void {
    const [width, height] = this.#attribute('ratio').split('/').map(Number) as [number, number?];
    if (height && !this.childElementCount) this.#root.prepend(buildBox(width, height).box);
    // The browser says where the place is only with the next frame, and on a slow phone that comes late.
    if (this.#attribute('product') && early-- > 0) {
      (this.#asked = cardOf(this.#api, this.#attribute('store'), this.#attribute('product')))?.catch(() => 0);
    }
    this.#see(this, { rootMargin: '1000px' }, () => void this.#show());
  }

  disconnectedCallback(): void {
    this.#load += 1;
    clearTimeout(this.#timer);
    this.#watch?.disconnect();
    this.#playing?.destroy();
    this.#shown?.starter?.stop();
    this.#watch = this.#playing = this.#stage = this.#shown = this.#asked = null;
    this.#root.replaceChildren(el('slot'));
    this.removeAttribute('state');
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === 'consent') setConsent(parseConsent(after));
    else if (this.#watch && before !== after) {
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
    return pickLocale(this.#attribute('locale') || (this.closest('[lang]') as HTMLElement | null)?.lang || '');
  }

  /** React sets null for a property that is no more given. */
  set locale(locale: string | null) {
    this.setAttribute('locale', locale ?? '');
  }

  /** The signed token for the shop's cart and order; null without consent, and before the first thing that needs it. */
  get viewerToken(): string | null {
    return privacy.recall('viewer');
  }

  get videos(): readonly Clip[] {
    return this.#shown?.clips ?? [];
  }

  get paused(): boolean {
    return this.#playing?.paused ?? true;
  }

  /** Plays, with sound when called from a tap. Without an id it goes on with the current video. */
  async play(videoId?: string): Promise<void> {
    await (await this.#summon(!videoId))?.playVideo(videoId);
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

  #attribute(name: string): string {
    return this.getAttribute(name) ?? '';
  }

  get #api(): string {
    return this.getAttribute('api') ?? VitrinaPlayer.api;
  }

  /** Calls back as long as this is in sight. */
  #see(target: Element, options: IntersectionObserverInit, act: () => void): void {
    this.#watch?.disconnect();
    this.#watch = new IntersectionObserver((entries) => {
      clearTimeout(this.#timer);
      if (entries.at(-1)?.isIntersecting) act();
    }, options);
    this.#watch.observe(target);
  }

  async #show(): Promise<void> {
    this.#watch?.disconnect();
    const product = this.#attribute('product');
    const turn = (this.#load += 1);
    try {
      const asked = this.#asked ?? cardOf(this.#api, this.#attribute('store'), product);
      this.#asked = null;
      if (!asked) return this.#beQuiet();
      let card: Card | null = await asked;
      if (card.experiment ?? card.rules) {
        card = await import('./seen.js').then(({ judge }) => judge(this, asked, privacy)).catch(() => asked);
      }
      if (turn === this.#load && card) this.#render(card, product);
    } catch (error) {
      if (turn !== this.#load) return;
      emit(this, 'vitrina:error', { code: 'CARD_UNAVAILABLE', message: String(error) });
      this.#beQuiet();
    }
  }

  /** The service is silent: what the page put inside stays, and nothing else is shown. */
  #beQuiet(): void {
    this.#root.replaceChildren(el('slot'));
    this.setAttribute('state', 'quiet');
    this.#timer = setTimeout(() => void this.#show(), quietFor(this.#api, this.#attribute('store')) + 50);
  }

  #render(card: Card, productId: string): void {
    const clips = orderClips(card.videos, this.#attribute('video'));
    const [first] = clips;
    this.setAttribute('state', first ? 'poster' : 'empty');
    if (!first) return;
    adopt(this.#root, card.theme);
    const view = buildCard(first, card.product, this.locale);
    const { frame, go } = view;
    const shown = (this.#shown = {
      ...card,
      root: this.#root,
      view,
      clips,
      api: this.#api,
      store: this.#attribute('store'),
      privacy,
    });
    this.#root.replaceChildren(view.box);
    go.onclick = () => void this.play();
    this.#see(frame, { threshold: 0.5 }, () => {
      this.#timer = setTimeout(() => {
        this.#watch?.disconnect();
        import('./seen.js').then(({ wasSeen }) => wasSeen(this, shown, productId, () => this.#summon())).catch(() => 0);
      }, 1000);
    });
    emit(this, 'vitrina:ready', { productId, videos: clips.length });
  }

  /** The player, fetched once for a card. */
  #summon(plays = false): Promise<Stage | null> {
    const shown = this.#shown;
    if (!shown) return Promise.resolve(null);
    const { go } = shown.view;
    if (!this.#stage) {
      go.ariaBusy = 'true';
      // Made and touched within the tap: Safari lets only such an element play with sound later.
      if (!shown.video) (shown.video = el('video', { playsinline: '' })).load();
      this.#stage = import('./seen.js')
        .then(({ tapped }) => tapped(this, shown, plays))
        .then((stage) => stage && (this.#playing = stage))
        .catch((error: unknown) => {
          this.#stage = go.ariaBusy = null;
          // Without its player nobody could stop it.
          shown.video?.pause();
          emit(this, 'vitrina:error', { code: 'PLAYER_UNAVAILABLE', message: String(error) });
          return null;
        });
    }
    return this.#stage;
  }
}
