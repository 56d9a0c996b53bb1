// Pure rules of a licence: what a creator may grant, and whether a video may be shown now and here.

/** What a creator lets the shop do with a video. */
export interface Licence {
  /** The first moment at which it may not be shown any more; null has no end. */
  until: Date | null;
  /** ISO 3166 codes of countries; null is everywhere. */
  countries: readonly string[] | null;
  /** It may stand in paid advertising. */
  ads: boolean;
  /** The creator gives it to no other shop. */
  exclusive: boolean;
}

export const MAX_COUNTRIES = 250;
/** A hundred years are as good as no end, and a slip of the keyboard is found. */
const LONGEST_MS = 100 * 366 * 86_400_000;

export type LicenceVerdict =
  { ok: true; licence: Licence } | { ok: false; field: 'until' | 'countries'; detail: string };

/** Whether this may be granted from now on; countries come back sorted and without repeats. */
export function judgeLicence(asked: Licence, now: Date): LicenceVerdict {
  const until = asked.until?.getTime() ?? null;
  if (until !== null && !(until > now.getTime() && until < now.getTime() + LONGEST_MS)) {
    return { ok: false, field: 'until', detail: 'Choose a moment in the future, or no end.' };
  }
  if (asked.countries === null) return { ok: true, licence: asked };
  const countries = [...new Set(asked.countries.map((code) => code.trim().toUpperCase()))].sort();
  const fine = countries.every((code) => /^[A-Z]{2}$/.test(code));
  if (countries.length < 1 || countries.length > MAX_COUNTRIES || !fine) {
    return { ok: false, field: 'countries', detail: 'Name countries by their two letters, or choose everywhere.' };
  }
  return { ok: true, licence: { ...asked, countries } };
}

export type ShowVerdict = { shown: true; reason: null } | { shown: false; reason: 'LICENCE_ENDED' | 'OTHER_COUNTRY' };

/** Whether the licence lets it be shown. A country that is not known is not refused: `country` is null then. */
export function mayShow(licence: Pick<Licence, 'until' | 'countries'>, now: Date, country: string | null): ShowVerdict {
  if (licence.until !== null && licence.until.getTime() <= now.getTime())
    return { shown: false, reason: 'LICENCE_ENDED' };
  const elsewhere = country !== null && licence.countries !== null && !licence.countries.includes(country);
  return elsewhere ? { shown: false, reason: 'OTHER_COUNTRY' } : { shown: true, reason: null };
}

/** The country in a proxy's header, or null when it says none: `XX` and `T1` are words for "not known". */
export function readCountry(header: string | readonly string[] | undefined): string | null {
  const code = (typeof header === 'string' ? header : '').trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) && code !== 'XX' ? code : null;
}
