// The words of the menu: they come with it.
import type { Locale } from '../../core/types.js';

const WORDS = {
  ru: {
    off: 'Без субтитров',
    captions: 'Субтитры',
    speed: 'Скорость',
    quality: 'Качество',
    auto: 'Авто',
    float: 'Мини-плеер поверх страницы',
    chapters: 'Главы',
    share: 'Поделиться',
    noShare: 'Ссылка не загрузилась. Попробуйте ещё раз.',
    transcript: 'Текст видео',
    noText: 'Текст не загрузился.',
    from: 'С {0}: {1}',
  },
  kk: {
    off: 'Субтитрсіз',
    captions: 'Субтитрлер',
    speed: 'Жылдамдық',
    quality: 'Сапа',
    auto: 'Авто',
    float: 'Беттің үстіндегі шағын плеер',
    chapters: 'Бөлімдер',
    share: 'Бөлісу',
    noShare: 'Сілтеме жүктелмеді. Қайталап көріңіз.',
    transcript: 'Бейне мәтіні',
    noText: 'Мәтін жүктелмеді.',
    from: '{0} бастап: {1}',
  },
  en: {
    off: 'No captions',
    captions: 'Captions',
    speed: 'Speed',
    quality: 'Quality',
    auto: 'Auto',
    float: 'Small player over the page',
    chapters: 'Chapters',
    share: 'Share',
    noShare: 'The link did not load. Try again.',
    transcript: 'Text of the video',
    noText: 'The text did not load.',
    from: 'From {0}: {1}',
  },
} as const satisfies Record<Locale, Record<string, string>>;

export type MenuWords = Record<keyof (typeof WORDS)['en'], string>;

export const menuWords = (locale: Locale): MenuWords => WORDS[locale];
