// The words of the poster; the rest comes with the player.
import type { Locale } from '../core/types.js';

/** Of each language: what the button does, and the disclosure. */
export const WORDS = {
  ru: ['Смотреть видео', 'Автор получит комиссию с покупки'],
  kk: ['Бейнені көру', 'Сатып алсаңыз, автор комиссия алады'],
  en: ['Play video', 'The creator earns a commission if you buy'],
} as const satisfies Record<Locale, [play: string, disclosure: string]>;

/** `ru-KZ` is `ru`; a language without words of its own is read in English. */
export function pickLocale(text: string): Locale {
  const language = text.slice(0, 2).toLowerCase() as Locale;
  return WORDS[language] ? language : 'en';
}
