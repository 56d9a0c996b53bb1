// The words of the feed.
import type { Locale } from '../../core/types.js';

const WORDS = {
  ru: {
    feed: 'Видеообзоры',
    close: 'Закрыть видео',
    up: 'Предыдущее видео',
    down: 'Следующее видео',
    place: '{0} из {1}',
  },
  kk: {
    feed: 'Бейнешолулар',
    close: 'Бейнені жабу',
    up: 'Алдыңғы бейне',
    down: 'Келесі бейне',
    place: '{1} ішінен {0}',
  },
  en: {
    feed: 'Video reviews',
    close: 'Close the videos',
    up: 'Previous video',
    down: 'Next video',
    place: '{0} of {1}',
  },
} as const satisfies Record<Locale, Record<string, string>>;

export type FeedWords = Record<keyof (typeof WORDS)['en'], string>;

export function feedWords(locale: Locale): FeedWords {
  return WORDS[locale];
}

export function placeOf(say: FeedWords, at: number, count: number): string {
  return say.place.replace('{0}', String(at + 1)).replace('{1}', String(count));
}
