// The events a page can listen to, typed; CONTRACT.md says what each means.

export interface CartDetail {
  productId: string;
  variantId: string | null;
  quantity: number;
  videoId: string;
  /** To be kept with the cart, so that the order can name the viewer. Null without consent. */
  viewerToken: string | null;
  /** The shop answers with a promise: kept means in the cart, broken means that the shopper sees a failure. */
  respondWith(done: Promise<unknown>): void;
}

export type ErrorCode =
  'CARD_UNAVAILABLE' | 'PLAYER_UNAVAILABLE' | 'VIDEO_UNPLAYABLE' | 'CART_NO_HANDLER' | 'CART_FAILED';

export interface PlayerEvents {
  'vitrina:ready': { productId: string; videos: number };
  'vitrina:play': { videoId: string };
  'vitrina:qualified': { videoId: string; watchedMs: number };
  'vitrina:product-click': { productId: string; videoId: string; target: 'panel' | 'page' };
  'vitrina:cart': CartDetail;
  'vitrina:track': { videoId: string; kind: 'description' | 'sign' | null; lang: string | null };
  'vitrina:open': { videoId: string };
  'vitrina:close': { videoId: string };
  'vitrina:error': { code: ErrorCode; message: string; videoId?: string };
}

type Heard = { [Name in keyof PlayerEvents]: CustomEvent<PlayerEvents[Name]> };

declare global {
  interface HTMLElementEventMap extends Heard {}
  interface DocumentEventMap extends Heard {}
}

/** False when the page prevented what the event announces. */
export function emit<Name extends keyof PlayerEvents>(
  element: HTMLElement,
  name: Name,
  detail: PlayerEvents[Name],
): boolean {
  return element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
}
