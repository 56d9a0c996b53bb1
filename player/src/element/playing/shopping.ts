// What ties the product and the list of videos to the player: the bar, the sheet, clicks and the cart.
import type { Clip, Product } from '../../core/types.js';
import type { CartDetail } from '../events.js';
import { isSpared } from '../saving.js';
import type { Guide } from '../marks/guide.js';
import type { StageHost } from '../shown/shown.js';
import type { Captions } from './captions.js';
import { clipList } from './list.js';
import { productBar, productSheet, putIntoCart, type ProductDeps } from './product.js';
import type { Alternatives } from '../tracks/alternatives.js';
import { Sheet, type SheetContent } from './sheet.js';
import type { Viewer } from './viewer.js';
import type { PlayingWords } from './words.js';

export interface ShoppingDeps {
  host: StageHost;
  say: PlayingWords;
  viewer: Viewer;
  clip(): Clip;
  /** The shopper did something in the player. */
  touched(): void;
}

export class Shopping {
  readonly #deps: ShoppingDeps;
  readonly #sheet: Sheet;
  readonly #clicked = new Set<string>();
  #bar: HTMLButtonElement | null = null;

  constructor(deps: ShoppingDeps) {
    this.#deps = deps;
    const { product, view } = deps.host;
    this.#sheet = new Sheet(deps.say.close);
    view.box.append(this.#sheet.element);
    view.box.classList.toggle('bare', !product);
    if (!product) return;
    this.#bar = productBar(this.#productDeps(product));
    this.#bar.addEventListener('click', () => this.openProduct());
    view.dock.append(this.#bar);
  }

  /** The card's own product, or another one of the video; the focus goes back to what opened it. */
  openProduct(product = this.#deps.host.product, opener: HTMLElement | null = this.#bar): void {
    if (!product || !opener || !this.#opened('panel', product)) return;
    this.#open({ title: product.title, body: productSheet(this.#productDeps(product)) }, opener);
  }

  /** Puts a product without a choice of variants into the cart; null when it is there, else words for the shopper. */
  add(product: Product): Promise<string | null> {
    this.#deps.touched();
    return putIntoCart(this.#productDeps(product), product.variants[0]?.id ?? null);
  }

  openList(opener: HTMLElement, at: number, choose: (at: number) => void): void {
    const { host, say } = this.#deps;
    const list = clipList(host.clips, at, (chosen) => {
      this.#sheet.close();
      choose(chosen);
    });
    this.#open({ title: say.list, body: [list] }, opener);
  }

  /** The menu comes with its first opening. */
  async openMore(
    opener: HTMLElement,
    video: HTMLVideoElement,
    captions: Captions,
    guide: Guide,
    tracks: Alternatives,
  ): Promise<void> {
    const { host, say, viewer, clip } = this.#deps;
    const { budgetMb } = host;
    try {
      const { menuBody } = await import('../menu/menu.js');
      const budget = budgetMb && isSpared() ? await import('../../bytes/budget.js') : null;
      const body = menuBody({
        spared: budget && { megabytes: budgetMb ?? 0, lift: budget.lift },
        ...{ root: host.root, video, locale: host.locale, captions: clip().captions },
        ...{ clip: clip(), viewer, tracks },
        ...{ chapters: guide.chapters, seekTo: guide.seekTo, share: () => guide.share() },
        shown: () => captions.language,
        show: (language) => captions.choose(language, clip(), host.locale),
        cues: () => captions.cues(),
        turn: (title, turned) => this.#sheet.turn({ title, body: turned }),
      });
      this.#open({ title: say.more, body }, opener);
    } catch (error) {
      host.emit('vitrina:error', { code: 'PLAYER_UNAVAILABLE', message: String(error), videoId: clip().id });
    }
  }

  /** True when something was open. */
  close(): boolean {
    const { isOpen } = this.#sheet;
    this.#sheet.close();
    return isOpen;
  }

  #open(content: SheetContent, opener: HTMLElement): void {
    const { box } = this.#deps.host.view;
    this.#deps.touched();
    this.#sheet.open(content, opener, () => box.classList.remove('sheeted'));
    box.classList.add('sheeted');
  }

  /** One click fact for a video and a product, however often the sheet is opened. False when the page prevented it. */
  #opened(target: 'panel' | 'page', product: Product): boolean {
    const { host, viewer, clip } = this.#deps;
    const productId = product.id;
    const videoId = clip().id;
    const fact = `${videoId} ${productId}`;
    if (!this.#clicked.has(fact)) viewer.act('click', videoId, productId);
    this.#clicked.add(fact);
    return host.emit('vitrina:product-click', { productId, videoId, target });
  }

  #productDeps(product: Product): ProductDeps {
    const { host, say, viewer, clip } = this.#deps;
    return {
      product,
      locale: host.locale,
      say,
      ask: (question) => {
        const detail: CartDetail = { ...question, videoId: clip().id, viewerToken: host.privacy.recall('viewer') };
        host.emit('vitrina:cart', detail);
      },
      added: () => viewer.act('add_to_cart', clip().id, product.id),
      failed: (code, message) => host.emit('vitrina:error', { code, message, videoId: clip().id }),
      opened: (target) => this.#opened(target, product),
    };
  }
}
