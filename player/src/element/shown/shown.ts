// A poster that stands on the page, and what a player that takes its place needs to know.
import type { Clip, Guard, Locale, Product } from '../../core/types.js';
import type { Starter } from '../../starting/starter.js';
import type { CardView } from '../card.js';
import type { PlayerEvents } from '../events.js';
import type { Privacy } from '../privacy.js';

/** The poster that the player takes the place of, and what it stands for. */
export interface Shown {
  root: ShadowRoot;
  view: CardView;
  clips: readonly Clip[];
  product: Product | null;
  api: string;
  store: string;
  privacy: Privacy;
  guard?: Guard | undefined;
  budgetMb?: number | undefined;
  /** When it was to play, on the clock of `performance`. */
  tapMs?: number;
  /** Where the first video begins, in seconds: a moment that somebody shared; not said before it was looked for. */
  startAtS?: number;
  /** What the shopper chose for one video of the page holds for the next. */
  sound?: { isOff: boolean };
  /** Made at the tap, or before it where the first segment was fetched early. */
  video?: HTMLVideoElement;
  /** The first segment is on its way into that element. */
  loading?: Promise<void>;
  /** What feeds it, until the player takes it over. */
  starter?: Starter;
}

export interface StageHost extends Shown {
  locale: Locale;
  /** False when the page prevented what the event announces. */
  emit<Name extends keyof PlayerEvents>(name: Name, detail: PlayerEvents[Name]): boolean;
}
