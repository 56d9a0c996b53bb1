// The shop's three languages.
import { en } from './en.ts';
import { kk } from './kk.ts';
import { ru, type Words } from './ru.ts';

export type Lang = 'ru' | 'kk' | 'en';
export type { Words } from './ru.ts';

export const LANGS: readonly { code: Lang; label: string; name: string }[] = [
  { code: 'ru', label: 'Рус', name: 'Русский' },
  { code: 'kk', label: 'Қаз', name: 'Қазақша' },
  { code: 'en', label: 'Eng', name: 'English' },
];

export const WORDS: Record<Lang, Words> = { ru, kk, en };

const isLang = (value: string | undefined): value is Lang => value === 'ru' || value === 'kk' || value === 'en';

/** The language that was chosen, else the first of the browser's that we have, else Russian. */
export function chooseLang(chosen: string | undefined, acceptLanguage: string | undefined): Lang {
  if (isLang(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLang) ?? 'ru';
}
