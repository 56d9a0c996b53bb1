// Three languages: one JSON file each, the chosen one loaded on demand, the choice kept in this browser.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './locales/en.json';

export const LANGUAGES = [
  { code: 'ru', name: 'Русский' },
  { code: 'kk', name: 'Қазақша' },
  { code: 'en', name: 'English' },
] as const;

export type Language = (typeof LANGUAGES)[number]['code'];

const KEPT = 'vitrina.studio.language';

function isLanguage(code: string | null | undefined): code is Language {
  return LANGUAGES.some((language) => language.code === code);
}

/** The language kept in this browser, else the browser's own if we have it, else English. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  const wished = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return wished ?? 'en';
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const words = language === 'ru' ? await import('./locales/ru.json') : await import('./locales/kk.json');
  i18next.addResourceBundle(language, 'translation', words.default);
}

/** Changes the language of the page; an unknown code changes nothing. */
export async function speak(code: string): Promise<void> {
  if (!isLanguage(code)) return;
  await load(code);
  await i18next.changeLanguage(code);
  localStorage.setItem(KEPT, code);
  document.documentElement.lang = code;
}

/** Starts i18next; called once before the first render. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await speak(firstLanguage());
}
