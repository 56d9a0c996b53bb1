// What travels between the backend and the player, as documented in CONTRACT.md.
import type { Bytes } from '../bytes/ledger.js';
import type { Rung } from '../starting/rungs.js';

export type Locale = 'ru' | 'kk' | 'en';
export type Consent = 'granted' | 'denied' | 'unknown';

/** `priceMinor` is an integer number of minor units, as a string: money never becomes a float. */
export interface Variant {
  id: string;
  title: string;
  priceMinor: string;
  inStock: boolean;
}

export interface Product {
  id: string;
  title: string;
  priceMinor: string;
  currency: string;
  decimals: number;
  url: string;
  imageUrl: string | null;
  inStock: boolean;
  variants: Variant[];
}

export interface Caption {
  lang: string;
  label: string;
  url: string;
}

/** The same video for those who cannot see it, or cannot hear it; every second is the same second. */
export interface Track {
  kind: 'description' | 'sign';
  lang: string;
  label: string;
  hlsUrl: string;
  mp4Url: string | null;
}

export interface Clip {
  id: string;
  title: string;
  /** A service before 2027 gives no id: its creators cannot be followed. */
  creator: { id?: string; name: string; avatarUrl: string | null };
  durationMs: number;
  width: number;
  height: number;
  hlsUrl: string;
  /** What the first picture needs, so that no playlist is read before it; a service before 2027 does not say. */
  start?: Rung[];
  mp4Url: string | null;
  posterUrl: string | null;
  /** The poster in widths for a `srcset`; missing where it was made in one. */
  posterSet?: string;
  /** The smallest first; a service before 2027 does not say. */
  posterSizes?: readonly { readonly avifUrl: string; readonly webpUrl: string; readonly jpegUrl: string }[];
  /** Three silent seconds. */
  preview?: string | null;
  captions: Caption[];
  disclosure: boolean;
  /** What viewers in this country must be told; missing where our own sentence says it. */
  disclosureTexts?: Record<Locale, string>;
  products: string[];
  publishedAt: string;
  /** Viewers who found it helpful, of those who said anything. */
  votes?: { helpful: number; total: number };
  /** It has chapters or hot-spots, and which; the service tells them when it plays. */
  marks?: string;
  /** Audio description and sign language, where there is any. */
  tracks?: Track[];
}

export interface Chapter {
  startMs: number;
  title: string;
}

/** `product` is the shop's own id; the place is in ten-thousandths of the picture, from its left and its top. */
export interface Hotspot {
  product: string;
  fromMs: number;
  toMs: number;
  xBps: number;
  yBps: number;
}

/** What is marked in a video, and all products that it shows. */
export interface Marks {
  chapters: Chapter[];
  hotspots: Hotspot[];
  products: Product[];
}

/** How cards stand before a tap, and the share of pages where it is the other way. */
export interface Guard {
  state: 'ready' | 'poster';
  othersBps: number;
}

/** A rule of the shop, as far as only the page can decide it. */
export interface PageRule {
  devices?: readonly string[];
  languages?: readonly string[];
  /** Patterns of page addresses, with stars. */
  urls?: readonly string[];
  hide?: true;
  form?: string;
  limit?: number;
}

export interface Card {
  product: Product | null;
  videos: Clip[];
  /** The shop's running experiment: some viewers do not see the videos. */
  experiment?: string;
  /** What the page itself has to decide before the card is shown: in order, the first that fits wins, the last asks nothing. */
  rules?: PageRule[];
  /** A style sheet with the shop's own values of the CSS variables; empty without. */
  theme: string;
  guard?: Guard;
  /** So many megabytes (10^6) of video a visitor gets a day before the player saves data. */
  budgetMb?: number;
}

/** Wall times are offsets from `occurredAt`; media times are positions in the video; 10000 bps = fully visible. */
export interface Segment {
  wallFromMs: number;
  wallToMs: number;
  mediaFromMs: number;
  mediaToMs: number;
  visibleBps: number;
  focused: boolean;
}

export interface ViewEvent {
  type: 'view';
  id: string;
  version: number;
  occurredAt: string;
  sessionId: string;
  videoId: string;
  autoplay: boolean;
  interacted: boolean;
  segments: Segment[];
  /** What came over the network for it so far; only with consent, and where the browser tells. */
  bytes?: Bytes;
}

export interface ActionEvent {
  type: 'click' | 'add_to_cart';
  id: string;
  occurredAt: string;
  sessionId: string;
  videoId: string;
  productId: string;
}

export interface ImpressionEvent {
  type: 'impression';
  id: string;
  occurredAt: string;
  videoId: string;
  productId: string;
}

export type PlayerEvent = ViewEvent | ActionEvent | ImpressionEvent;

export interface EventBatch {
  viewerToken: string | null;
  consent: boolean;
  events: PlayerEvent[];
}
