// What the player says of another screen.
import type { Locale } from '../../core/types.js';

const WORDS = {
  ru: {
    cast: 'Смотреть на другом экране',
    stop: 'Идёт на другом экране. Настроить',
    away: 'Видео идёт на другом экране',
    failed: 'Другой экран не отвечает. Попробуйте ещё раз.',
  },
  kk: {
    cast: 'Басқа экраннан көру',
    stop: 'Басқа экранда жүріп жатыр. Баптау',
    away: 'Бейне басқа экранда жүріп жатыр',
    failed: 'Басқа экран жауап бермейді. Қайталап көріңіз.',
  },
  en: {
    cast: 'Watch on another screen',
    stop: 'Plays on another screen. Change',
    away: 'The video plays on another screen',
    failed: 'The other screen does not answer. Try again.',
  },
} as const satisfies Record<Locale, Record<string, string>>;

export type CastWords = Record<keyof (typeof WORDS)['en'], string>;

export const castWords = (locale: Locale): CastWords => WORDS[locale];
