// The words around several videos at load; the others come with what needs them.
import type { Locale } from '../core/types.js';

/** What this is. */
export const TITLES = {
  ru: 'Видеообзоры',
  kk: 'Бейнешолулар',
  en: 'Video reviews',
} as const satisfies Record<Locale, string>;
