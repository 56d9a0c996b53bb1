// The one format of tags (docs/instruments.md): which names we know, and how they go into an address. Pure.

export const UTM_NAMES = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
export const SUB_NAMES = ['sub1', 'sub2', 'sub3', 'sub4', 'sub5'] as const;
/** The names under which a click id travels; the first is the one that our links write. */
export const CLICK_NAMES = ['prm_click_id', 'click_id'] as const;
export const TAG_NAMES = [...UTM_NAMES, ...SUB_NAMES] as const;

/** Tags by name; only names of TAG_NAMES, no empty values. */
export type Tags = Record<string, string>;

export const LONGEST_TAG = 200;

/** The tags of a query, cut to what may be kept; anything else in it is not looked at. */
export function tagsOf(query: Readonly<Record<string, unknown>>): Tags {
  const tags: Tags = {};
  for (const name of TAG_NAMES) {
    const value = query[name];
    if (typeof value !== 'string') continue;
    const kept = value.replaceAll('\u0000', '').trim().slice(0, LONGEST_TAG);
    if (kept && kept.isWellFormed()) tags[name] = kept;
  }
  return tags;
}

/** The click id of a query by either name, or null. */
export function clickIdOf(query: Readonly<Record<string, unknown>>): string | null {
  for (const name of CLICK_NAMES) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** The page of the shop with the click and its tags. What the page's address says already is not overwritten. */
export function landingUrl(page: string, clickId: string, tags: Tags): string {
  const url = new URL(page);
  for (const [name, value] of Object.entries(tags)) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  url.searchParams.set(CLICK_NAMES[0], clickId);
  return url.href;
}
