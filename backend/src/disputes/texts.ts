// What people write in a dispute is bounded, and storable.
import { AppError } from '../base/errors.js';
import { isStorableText } from '../facts/fact.rules.js';
import { LONGEST_TEXT, SHORTEST_TEXT } from './dispute.status.js';

/** The trimmed text, or BAD_INPUT with the field. */
export function textOf(raw: string, field: string): string {
  const text = raw.trim();
  if (text.length < SHORTEST_TEXT || text.length > LONGEST_TEXT || !isStorableText(text))
    throw new AppError('BAD_INPUT', { field, detail: `Write ${SHORTEST_TEXT} to ${LONGEST_TEXT} characters.` });
  return text;
}
