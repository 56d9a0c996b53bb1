// The classes and types, without side effects; `define.ts` registers the tag.
import type { VitrinaPlayer } from './element/vitrina-player.js';
import type { VitrinaReviews } from './forms/vitrina-reviews.js';

export { VitrinaPlayer } from './element/vitrina-player.js';
export { VitrinaReviews } from './forms/vitrina-reviews.js';
export { qualify, DEFAULT_RULES } from './core/qualify.js';
export type { CartDetail, ErrorCode, PlayerEvents } from './element/events.js';
export type { Card, Clip, Product, Variant, Consent, Locale } from './core/types.js';

declare global {
  interface HTMLElementTagNameMap {
    'vitrina-player': VitrinaPlayer;
    'vitrina-reviews': VitrinaReviews;
  }
}
