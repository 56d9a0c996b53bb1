// Languages of captions: tags of BCP 47 in their one right spelling, and their names in their own language.

/** At most this many languages a video. */
export const MAX_TRACKS = 20;
export const MAX_LABEL = 60;

/** `KK-cyrl` becomes `kk-Cyrl`; null when it is no tag of a language, or carries extensions. */
export function tidyLanguage(tag: string): string | null {
  try {
    const [language = ''] = Intl.getCanonicalLocales(tag);
    return /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(language) ? language : null;
  } catch {
    return null;
  }
}

/** `ru` is `Русский`. A language that nobody knows keeps its tag. */
export function ownName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.slice(0, 1).toLocaleUpperCase(language) + name.slice(1);
}

/** The label as a player shows it: one line, and no quotes, because a playlist cannot carry them. */
export function tidyLabel(label: string | null | undefined, language: string): string | null {
  const tidy = (label ?? '')
    .replace(/["\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (tidy.length > MAX_LABEL) return null;
  return tidy || ownName(language);
}
