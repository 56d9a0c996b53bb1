// Refusals in the reader's language. They are stored in English, as they were said; the holes keep lengths and names.
import type { Refusal } from '../video.rules.js';
import { KK, NAMES_KK } from './kk.rules.js';
import { NAMES_RU, RU } from './ru.rules.js';
import { WARNINGS_KK, WARNINGS_RU } from './warning-words.rules.js';

export type RefusalLanguage = 'ru' | 'kk' | 'en';

/** An English sentence with holes, and the same sentence. `{0}` is the first hole. */
export type Sentences = Readonly<Record<string, string>>;

interface Pattern {
  test: RegExp;
  said: string;
}

function patternsOf(sentences: Sentences): Pattern[] {
  return Object.entries(sentences).map(([english, said]) => ({
    // Holes match anything; every other sign stands for itself.
    test: new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.+?)')}$`),
    said,
  }));
}

/** Units of lengths and sizes as bounds.rules.ts writes them: `12 min 5 s`, `5.1 GiB`. */
function unitsIn(text: string): string {
  return text
    .replace(/(\d) min\b/g, '$1 мин')
    .replace(/(\d) s\b/g, '$1 с')
    .replace(/(\d) GiB\b/g, '$1 ГиБ')
    .replace(/(\d) MiB\b/g, '$1 МиБ')
    .replace(/(\d)\.(\d)/g, '$1,$2');
}

const WORDS = {
  ru: { patterns: patternsOf({ ...RU, ...WARNINGS_RU }), names: NAMES_RU },
  kk: { patterns: patternsOf({ ...KK, ...WARNINGS_KK }), names: NAMES_KK },
};

/** One sentence in the language, or null when it is not one of ours. */
export function sentenceIn(language: 'ru' | 'kk', english: string): string | null {
  const { patterns, names } = WORDS[language];
  for (const { test, said } of patterns) {
    const found = test.exec(english);
    if (!found) continue;
    return said.replace(/\{(\d)\}/g, (_, n: string) => {
      const hole = found[Number(n) + 1] ?? '';
      return names[hole] ?? (hole.includes('://') ? hole : unitsIn(hole));
    });
  }
  return null;
}

/** The refusal in the reader's language. A sentence without words there stays English: it is still the truth. */
export function refusalIn(language: RefusalLanguage, refusal: Refusal): Refusal {
  if (language === 'en') return refusal;
  return {
    code: refusal.code,
    message: sentenceIn(language, refusal.message) ?? refusal.message,
    whatToDo: sentenceIn(language, refusal.whatToDo) ?? refusal.whatToDo,
  };
}
