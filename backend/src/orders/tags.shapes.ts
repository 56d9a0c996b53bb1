// The one format of tags that come with a click, an order or a postback: utm_*, sub1 to sub5 and the click id.
import { z } from 'zod';
import { TAG_NAMES, type Tags } from '../creators/links/tags.rules.js';
import { isStorableText } from '../facts/fact.rules.js';

const tag = z.string().trim().max(200).refine(isStorableText, 'This text cannot be kept.');

/** Unknown names are let through unseen; empty ones are left out. */
export const tagsShape = z
  .object(Object.fromEntries(TAG_NAMES.map((name) => [name, tag.nullish()])))
  .transform((raw): Tags => {
    const kept = Object.entries(raw).filter((entry): entry is [string, string] => Boolean(entry[1]));
    return Object.fromEntries(kept);
  });
