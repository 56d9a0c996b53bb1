// What a creator's link may say. Pure.
import { LONGEST_TAG, SUB_NAMES, type Tags } from './tags.rules.js';

/** No 0, O, 1, I or L: people read addresses from print. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
export const SLUG_LENGTH = 8;
/** So many links a creator has: one for every product and channel, too few to fill a disk. */
export const MAX_LINKS = 1000;

/** A slug from random bytes, one a letter; 31 letters to the eighth are 850 milliards. */
export function slugOf(bytes: Uint8Array): string {
  return [...bytes.subarray(0, SLUG_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

export const isSlug = (text: string): boolean => new RegExp(`^[${LETTERS}]{${SLUG_LENGTH}}$`).test(text);

/** The sub-ids of a new link: at most five, named sub1 to sub5, in letters that every tracker passes on. */
export function readSubs(subs: readonly (string | null | undefined)[]): Tags | { field: string; detail: string } {
  if (subs.length > SUB_NAMES.length) return { field: 'subs', detail: 'At most five sub-ids.' };
  const tags: Tags = {};
  for (const [i, raw] of subs.entries()) {
    const text = (raw ?? '').trim();
    const name = SUB_NAMES[i];
    if (text === '' || name === undefined) continue;
    if (text.length > LONGEST_TAG || !/^[\w.~:@-]+$/.test(text)) {
      return { field: `subs.${i}`, detail: 'Latin letters, digits and . _ ~ : @ - only.' };
    }
    tags[name] = text;
  }
  return tags;
}

export const isFault = (read: Tags | { field: string; detail: string }): read is { field: string; detail: string } =>
  'detail' in read;
