// The words under which a print is found: kept ones, and those that are asked for.
import { mirroredWord } from './blobs.rules.js';
import type { Print } from './print.rules.js';
import { soundWords } from './sound.rules.js';

/** Words of sound are told from words of picture by this bit. */
const SOUND_BIT = 1 << 30;
const MOST_WORDS = 600;
/** The pitch of a sped-up sound in bands, as in the comparison, but coarser: words forgive half a band. */
const ASKED_SHIFTS = [0, -1, 1, -2, 2];

/** At most 1,200 words, the strongest. */
export function keptWords(print: Print): number[] {
  const picture = [...new Set(print.picture?.blobs.map((b) => b.word) ?? [])];
  const step = Math.max(1, picture.length / MOST_WORDS);
  const spread = Array.from({ length: Math.min(MOST_WORDS, picture.length) }, (_, i) => picture[Math.floor(i * step)]);
  const sound = print.sound ? soundWords(print.sound, 0, MOST_WORDS).map((w) => w.word | SOUND_BIT) : [];
  return [...new Set([...spread.filter((w) => w !== undefined), ...sound])];
}

/** Each word with the words it nearly is, also mirrored and at other speeds. */
export function askedWords(print: Print): { picture: number[]; sound: number[] } {
  const picture = new Set<number>();
  for (const { near } of print.picture?.blobs ?? []) {
    for (const word of near) picture.add(word).add(mirroredWord(word));
  }
  const sound = new Set<number>();
  for (const shift of print.sound ? ASKED_SHIFTS : []) {
    for (const { near } of print.sound ? soundWords(print.sound, shift, MOST_WORDS) : []) {
      for (const word of near) sound.add(word | SOUND_BIT);
    }
  }
  return { picture: [...picture], sound: [...sound] };
}
