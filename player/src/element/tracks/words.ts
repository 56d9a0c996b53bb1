// What the player says when a chosen track does not come.
import type { Locale } from '../../core/types.js';

const WORDS: Record<Locale, string> = {
  ru: 'Эта версия не загрузилась. Идёт обычное видео.',
  kk: 'Бұл нұсқа жүктелмеді. Кәдімгі бейне жүріп жатыр.',
  en: 'This version did not load. The usual video plays.',
};

export const trackFailed = (locale: Locale): string => WORDS[locale];
