// The words around several videos; those of the player come with it.
import type { Locale } from '../core/types.js';

/** Of each language: what this is, back and on in a row, put away, not loaded. */
const WORDS = {
  ru: ['Видеообзоры', 'Назад', 'Вперёд', 'Скрыть видео', 'Видео не загрузилось. Попробуйте ещё раз.'],
  kk: ['Бейнешолулар', 'Артқа', 'Алға', 'Бейнені жасыру', 'Бейне жүктелмеді. Қайталап көріңіз.'],
  en: ['Video reviews', 'Back', 'Forward', 'Hide the video', 'The video did not load. Try again.'],
} as const satisfies Record<Locale, string[]>;

export function rowWords(locale: Locale): (typeof WORDS)[Locale] {
  return WORDS[locale];
}
