// What the server-rendered card and the page of one video say; the same words as the player's where both say it.
import { COMMISSION } from '../../disclosures/ad-mark.rules.js';

export const WATCH_LANGUAGES = ['ru', 'kk', 'en'] as const;
export type WatchLanguage = (typeof WATCH_LANGUAGES)[number];

export interface WatchWords {
  readonly play: string;
  readonly disclosure: string;
  readonly toProduct: string;
  readonly soldOut: string;
  readonly gone: string;
  readonly goneWhy: string;
  readonly text: string;
  readonly textLanguage: string;
  readonly versions: string;
  readonly description: string;
  readonly sign: string;
}

const WORDS: Record<WatchLanguage, WatchWords> = {
  ru: {
    play: 'Смотреть видео',
    disclosure: COMMISSION.ru,
    toProduct: 'К товару',
    soldOut: 'Нет в наличии',
    gone: 'Этого видео нет',
    goneWhy: 'Возможно, автор или магазин убрал его.',
    text: 'Текст видео',
    textLanguage: 'Язык текста',
    versions: 'В настройках видео можно выбрать:',
    description: 'Тифлокомментарий',
    sign: 'Жестовый язык',
  },
  kk: {
    play: 'Бейнені көру',
    disclosure: COMMISSION.kk,
    toProduct: 'Тауарға өту',
    soldOut: 'Қоймада жоқ',
    gone: 'Бұл бейне жоқ',
    goneWhy: 'Авторы не дүкен оны алып тастаған болуы мүмкін.',
    text: 'Бейне мәтіні',
    textLanguage: 'Мәтін тілі',
    versions: 'Бейне баптауларында таңдауға болады:',
    description: 'Дыбыстық сипаттама',
    sign: 'Ымдау тілі',
  },
  en: {
    play: 'Play video',
    disclosure: COMMISSION.en,
    toProduct: 'To the product',
    soldOut: 'Out of stock',
    gone: 'This video is not here',
    goneWhy: 'Its creator or the shop may have taken it away.',
    text: 'Text of the video',
    textLanguage: 'Language of the text',
    versions: 'The settings of the video also have:',
    description: 'Audio description',
    sign: 'Sign language',
  },
};

export const watchWords = (language: WatchLanguage): WatchWords => WORDS[language];

/** The first language that we have of a wish such as `kk-KZ, ru;q=0.8`; null when there is none. */
export function languageOf(wish: string | undefined): WatchLanguage | null {
  const wished = (wish ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
  return wished.flatMap((one) => WATCH_LANGUAGES.filter((language) => language === one))[0] ?? null;
}
