// The words of the poster; the rest comes with the player.
import type { Locale } from '../core/types.js';

const WORDS = {
  ru: {
    play: 'Смотреть видео',
    disclosure: 'Если вы купите, автор получит комиссию',
    soldOut: 'Нет в наличии',
    video: 'Видео о товаре',
  },
  kk: {
    play: 'Бейнені көру',
    disclosure: 'Сатып алсаңыз, автор комиссия алады',
    soldOut: 'Сатылымда жоқ',
    video: 'Тауар туралы бейне',
  },
  en: {
    play: 'Play video',
    disclosure: 'The creator earns a commission if you buy',
    soldOut: 'Out of stock',
    video: 'Product video',
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
