// The classes and types, without side effects; `define.ts` registers the tag.
export { VitrinaPlayer } from './element/vitrina-player.js';
export { VitrinaReviews } from './forms/vitrina-reviews.js';
export { qualify, DEFAULT_RULES } from './core/qualify.js';
export type { CartDetail, PlayerEvents } from './element/events.js';
export type { Card, Clip, Product, Variant, Consent, Locale } from './core/types.js';
