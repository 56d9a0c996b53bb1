// The code that an inviter gets when the shop wishes for none, and the link that carries it. Pure.
import { createHmac } from 'node:crypto';
import type { Tags } from '../../creators/links/tags.rules.js';

/** No 0, O, 1, I or L: people read codes to each other. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;

/** So many codes one person may have: one for each wish of the shop, too few to take all good words. */
export const MAX_CODES = 20;

/** The `attempt`-th code of a person: the same each time, and not to be guessed without the key. */
export function codeFor(key: Buffer, programme: string, person: string, attempt: number): string {
  const bytes = createHmac('sha256', key)
    .update(JSON.stringify([programme, person, attempt]))
    .digest();
  return [...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** The tags of an invitation's link, in the one format of tags (docs/instruments.md); `sub1` is the code. */
export const invitationTags = (code: string): Tags => ({
  ...{ utm_source: 'vitrina', utm_medium: 'referral', utm_campaign: 'invite-a-friend', sub1: code },
});

/** The shop's page with the invitation, or null for a shop without an address. */
export function invitationUrl(page: string | null, code: string): string | null {
  if (page === null || !URL.canParse(page)) return null;
  const url = new URL(page);
  for (const [name, value] of Object.entries(invitationTags(code))) url.searchParams.set(name, value);
  return url.href;
}
