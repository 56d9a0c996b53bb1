// Languages to choose from, named in the reader's language, and in their own where the browser knows it.

/** Those of our shops and of those who buy there. */
const OFFERED = [
  ...['ru', 'kk', 'en', 'uz', 'ky', 'tg', 'tk', 'az', 'hy', 'ka', 'uk', 'be', 'tr', 'zh', 'ko', 'ja', 'ar', 'fa'],
  ...['de', 'fr', 'es', 'it', 'pt', 'pl', 'cs', 'nl', 'hi', 'id', 'mn', 'vi'],
];

/** The name of a language in the reader's; in its own where the browser has no names in theirs; else the tag. */
export function languageName(tag: string, locale: string): string {
  const nameIn = (reader: string) => new Intl.DisplayNames([reader], { type: 'language', fallback: 'none' }).of(tag);
  const name = nameIn(locale) ?? nameIn(tag) ?? tag;
  return name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
}

/** What can be chosen: everything offered that is not `taken`. */
export function languageChoices(locale: string, taken: readonly string[]): { value: string; label: string }[] {
  return OFFERED.filter((tag) => !taken.includes(tag)).map((tag) => {
    const [name, own] = [languageName(tag, locale), languageName(tag, tag)];
    return { value: tag, label: name === own ? name : `${name} · ${own}` };
  });
}
