// What is said in a video, as lines to read: from the captions that viewers get, one caption a line. Pure.
import { readCaptions } from '../../videos/captions/rules/parse.rules.js';

/** The captions of a video as its card names them. */
export interface SpokenLanguage {
  readonly lang: string;
  readonly label: string;
}

export interface Transcript {
  /** Every language that there is. */
  readonly languages: readonly SpokenLanguage[];
  /** That of the lines. */
  readonly lang: string;
  readonly lines: readonly { readonly startMs: number; readonly text: string }[];
}

/** Bold and italic are for the picture; a reader gets the words. */
const plain = (text: string): string =>
  text
    .replace(/<\/?[biu]>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The lines of one of our own caption files; what cannot be read has none. A caption that is said twice in a row is one line. */
export function linesOf(file: Uint8Array, durationMs: number): Transcript['lines'] {
  const read = readCaptions(file, durationMs);
  if ('problem' in read) return [];
  const lines = read.cues.map(({ startMs, text }) => ({ startMs, text: plain(text) }));
  return lines.filter(({ text }, at) => text !== '' && text !== lines[at - 1]?.text);
}

/** Which captions a reader gets: the wished language, else the page's, else the first there is. */
export function chooseSpoken<One extends SpokenLanguage>(
  captions: readonly One[],
  wishes: readonly string[],
): One | null {
  const base = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
  for (const wish of wishes) {
    const same = captions.filter(({ lang }) => base(lang) === base(wish));
    const found = same.find(({ lang }) => lang.toLowerCase() === wish.toLowerCase()) ?? same[0];
    if (found) return found;
  }
  return captions[0] ?? null;
}
