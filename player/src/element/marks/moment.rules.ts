// Moments of a video in addresses: what a shared link says, and which of them are believed.
import type { Clip } from '../../core/types.js';

/** The video that an address of a shop's page means, and the second of it. */
const VIDEO = 'vitrina';
const SECOND = 't';

/** `12` and `12s` are twelve seconds; everything else is the beginning. */
export function secondsOf(text: string | null): number {
  return Number(/^(\d{1,5})s?$/.exec(text ?? '')?.[1] ?? 0);
}

export interface Moment {
  clip: Clip;
  /** 0 is the beginning. */
  seconds: number;
}

/**
 * Which video of a card somebody shared, and from where; null where the address and the attribute say nothing of this card.
 * `isNamed`: the page itself says which video comes first, so an address means only that one. A second past the end is the
 * beginning.
 */
export function momentFor(
  clips: readonly Clip[],
  address: string,
  start: string | null,
  isNamed: boolean,
): Moment | null {
  const query = new URL(address).searchParams;
  const [first] = clips;
  const shared = (isNamed ? clips.slice(0, 1) : clips).find(({ id }) => id === query.get(VIDEO));
  const clip = shared ?? (start === null ? undefined : first);
  if (!clip) return null;
  const seconds = secondsOf(shared ? query.get(SECOND) : start);
  return { clip, seconds: seconds * 1000 < clip.durationMs - 500 ? seconds : 0 };
}

export interface SharePlace {
  /** The product's own page; null or an address that is no web page leads to the watch page. */
  productUrl: string | null;
  /** Where the shopper is, and the id of what holds the player there: the browser goes to it by itself. */
  pageUrl: string;
  anchor: string | null;
  api: string;
}

/** The address that begins with this video at this second. */
export function shareUrl({ productUrl, pageUrl, anchor, api }: SharePlace, videoId: string, seconds: number): string {
  const product = productUrl && URL.canParse(productUrl, pageUrl) ? new URL(productUrl, pageUrl) : null;
  const isPage = product !== null && /^https?:$/.test(product.protocol);
  const url = isPage ? product : new URL(`${api}/watch/${videoId}`, pageUrl);
  if (isPage) url.searchParams.set(VIDEO, videoId);
  if (seconds > 0) url.searchParams.set(SECOND, String(seconds));
  const here = new URL(pageUrl);
  if (isPage && anchor && url.origin === here.origin && url.pathname === here.pathname) url.hash = anchor;
  return url.href;
}
