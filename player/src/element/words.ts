// The words of the poster; the rest comes with the player.
import type { Locale } from '../core/types.js';

const WORDS = {
  ru: {
    play: 'Смотреть видео',
    disclosure: 'Автор получит комиссию с покупки',
  },
  kk: {
    play: 'Бейнені көру',
    disclosure: 'Сатып алсаңыз, автор комиссия алады',
  },
  en: {
    play: 'Play video',
    disclosure: 'The creator earns a commission if you buy',
  },
};

export type Words = (typeof WORDS)['en'];

/** `ru-KZ` is `ru`; a language without words of its own is read in English. */
export function pickLocale(text: string | null): Locale {
  const language = (text ?? '').toLowerCase().split('-')[0];
  return language === 'ru' || language === 'kk' ? language : 'en';
}

export function words(locale: Locale): Words {
  return WORDS[locale];
}
