// What an end card says, in the store's language.
import type { CardFacts, CardLanguage } from '../../videos/branding/branding.rules.js';

export interface CardLines {
  store: string;
  creator: string;
  day: string;
  code: string;
  check: string;
}

const WORDS: Readonly<Record<CardLanguage, { by: string; published: string; received: string; check: string }>> = {
  en: { by: 'Video by {}', published: 'First published {}', received: 'Received {}', check: 'Check it at {}' },
  ru: { by: 'Автор видео: {}', published: 'Впервые показано {}', received: 'Получено {}', check: 'Проверка: {}' },
  kk: { by: 'Видео авторы: {}', published: 'Алғаш көрсетілді: {}', received: 'Келіп түсті: {}', check: 'Тексеру: {}' },
};

const MOST_LETTERS = 60;

/** One line of at most sixty letters; people may call themselves anything. */
function line(text: string): string {
  const letters = [...text.replace(/[\p{C}\s]+/gu, ' ').trim()];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : letters.join('');
}

/** `2026-11-26` as the language writes days: in numbers, so that no month has to be bent. */
function dayIn(language: CardLanguage, on: string): string {
  const [year, month, day] = on.split('-');
  return language === 'en' ? on : `${day}.${month}.${year}`;
}

/** `K7QM2-9XTRD`: two halves are read aloud and typed without losing the place. */
const spaced = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

export function cardLines(facts: CardFacts, language: CardLanguage): CardLines {
  const words = WORDS[language];
  // A function, so that `$` in a name is no pattern.
  const say = (pattern: string, value: string) => pattern.replace('{}', () => value);
  return {
    store: line(facts.store),
    creator: say(words.by, line(facts.creator)),
    day: say(words[facts.day.kind], dayIn(language, facts.day.on)),
    code: spaced(facts.code),
    check: say(words.check, facts.url.replace(/^https?:\/\//, '')),
  };
}
