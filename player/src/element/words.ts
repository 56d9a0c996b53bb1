// The words of the poster; the rest comes with the player.
import type { Clip, Locale } from '../core/types.js';

/** What the button does. */
export const PLAY: Record<Locale, string> = { ru: 'Смотреть видео', kk: 'Бейнені көру', en: 'Play video' };

const TOLD: Record<Locale, string> = {
  ru: 'Автор получит комиссию с покупки',
  kk: 'Сатып алсаңыз, автор комиссия алады',
  en: 'The creator earns a commission if you buy',
};

/** `ru-KZ` is `ru`; a language without words of its own is read in English. */
export function pickLocale(text: string): Locale {
  const language = text.slice(0, 2).toLowerCase() as Locale;
  return PLAY[language] ? language : 'en';
}

/** What viewers must be told of who earns by this video: as the service words it for their country, else our own sentence. */
export function toldOf({ disclosureTexts = TOLD }: Clip, locale: Locale): string {
  return disclosureTexts[locale];
}
