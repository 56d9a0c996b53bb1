// Which touches a store's plan credits: windows, one visit, click over view, the least view, match levels; and ready-made sets of them.
import { DEFAULT_WINDOWS_HOURS, type Instrument } from '../plan.rules.js';
import type { TermsFault } from './plan.terms.rules.js';

/** How near the bought product must be to the shown one: the same, of the same category, or any of the order. */
export const MATCH_SCOPES = ['product', 'category', 'order'] as const;
export type MatchScope = (typeof MATCH_SCOPES)[number];

/** Ways whose window counts from a touch; a promo code is typed into the order itself. */
export const TOUCH_WAYS = ['onsite_cart', 'onsite_click', 'storefront', 'deep_link', 'onsite_view'] as const;

export interface AttributionTerms {
  /** How long after a touch an order is still credited to it (money.md T2). */
  windowsHours: Record<Instrument, number>;
  /** Only touches of the visit in which the order was placed. */
  sameSession: boolean;
  /** A click beats a view, whichever came later; otherwise the later of the two. */
  clickOverView: boolean;
  /** A view counts from this much watched, or from this share of a shorter video (money.md E4). */
  watchMs: number;
  watchBps: number;
  scopes: Record<Instrument, MatchScope>;
  /** What a match by category, or of any product, pays of the rate, in basis points. */
  categoryBps: number;
  anyBps: number;
}

export const DEFAULT_ATTRIBUTION: AttributionTerms = {
  windowsHours: DEFAULT_WINDOWS_HOURS,
  sameSession: false,
  clickOverView: true,
  watchMs: 10_000,
  watchBps: 5000,
  scopes: {
    ...{ onsite_cart: 'product', onsite_click: 'product', storefront: 'order' },
    ...{ deep_link: 'order', onsite_view: 'product' },
  },
  categoryBps: 10_000,
  anyBps: 10_000,
};

/** What a preset fills in; the least view and match levels stay as they are. */
export type PresetTerms = Pick<AttributionTerms, 'windowsHours' | 'sameSession' | 'clickOverView'>;

const windows = (clickHours: number, viewHours: number): Record<Instrument, number> => ({
  ...{ onsite_cart: clickHours, onsite_click: clickHours, storefront: clickHours },
  ...{ deep_link: clickHours, onsite_view: viewHours },
});

/**
 * Each is named after what it reproduces. The visit: orders of WooCommerce and of shop analytics. 24 hours, 7 and 30 days: affiliate
 * programmes that give a sale to the last touch within so long. Click over view: advertising, 7 days for a click and one for a view.
 */
export const ATTRIBUTION_PRESETS = {
  same_session: { windowsHours: windows(24, 24), sameSession: true, clickOverView: false },
  hours_24: { windowsHours: windows(24, 24), sameSession: false, clickOverView: false },
  days_7: { windowsHours: windows(168, 24), sameSession: false, clickOverView: false },
  days_30: { windowsHours: windows(720, 24), sameSession: false, clickOverView: false },
  click_over_view: { windowsHours: windows(168, 24), sameSession: false, clickOverView: true },
} as const satisfies Record<string, PresetTerms>;

/** 60 days: the longest window of a click (F-13). */
export const MAX_WINDOW_HOURS = 1440;
const MAX_WATCH_MS = 120_000;

/** The first thing that is wrong, or null. */
export function attributionFault(terms: AttributionTerms): TermsFault | null {
  const at = (field: string, detail: string): TermsFault => ({ field: `attribution.${field}`, detail });
  for (const way of TOUCH_WAYS) {
    if (!isWhole(terms.windowsHours[way], 1, MAX_WINDOW_HOURS))
      return at(`windowsHours.${way}`, `A window is 1 to ${MAX_WINDOW_HOURS} hours.`);
    if (!MATCH_SCOPES.includes(terms.scopes[way]))
      return at(`scopes.${way}`, `Match levels are ${MATCH_SCOPES.join(', ')}.`);
  }
  if (!isWhole(terms.watchMs, 1000, MAX_WATCH_MS)) return at('watchMs', 'A view counts after 1 to 120 seconds.');
  if (!isWhole(terms.watchBps, 100, 10_000)) return at('watchBps', 'A share of a video is 1 to 100 percent.');
  for (const field of ['categoryBps', 'anyBps'] as const)
    if (!isWhole(terms[field], 0, 10_000)) return at(field, 'A share of the rate is 0 to 100 percent.');
  return null;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
