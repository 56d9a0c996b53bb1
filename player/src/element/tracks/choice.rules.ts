// Which of a video's tracks somebody gets who once chose a kind and a language. Pure.
import { preferred } from '../../core/languages.js';
import type { Track } from '../../core/types.js';

/** What was chosen: it holds for the videos after this one too. */
export type Wish = Pick<Track, 'kind' | 'lang'>;

/** Reads `description ru`; what is no wish of ours is none. */
export function readWish(text: string | null): Wish | null {
  const [, kind, lang] = /^(description|sign) ([A-Za-z0-9-]{2,40})$/.exec(text ?? '') ?? [];
  return lang ? { kind: kind as Wish['kind'], lang } : null;
}

export const writeWish = (wish: Wish | null): string => (wish ? `${wish.kind} ${wish.lang}` : '');

/** The track of that kind in that language, else in one that is understood; another kind is of no use to anyone. */
export function trackFor(wish: Wish | null, tracks: readonly Track[], languages: readonly string[]): Track | null {
  if (!wish) return null;
  const same = tracks.filter(({ kind }) => kind === wish.kind);
  return preferred(same, [wish.lang, ...languages]) ?? null;
}
