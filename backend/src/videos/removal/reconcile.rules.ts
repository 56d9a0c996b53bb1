// Pure rules of the nightly comparison: which folder a stored file belongs to, and when a folder of nobody may go.

/** Nobody's folder is removed only when it was seen so long ago: a running upload or encode writes before its row is read. */
export const ORPHAN_AGE_MS = 24 * 3_600_000;
/** A little less than a day, so that a nightly run is not a little later every night. */
export const CHECK_EVERY_MS = 23 * 3_600_000;

const MEDIA = /^media\/sto_\w+\/vid_\w+\/\d{1,9}$/;
const ORIGINAL = /^originals\/upl_\w+$/;

export type Layout = 'media' | 'original' | 'unknown';

/** The folder that a key is judged by: a version's, or an upload's. What we do not know the layout of is never removed. */
export function folderOfKey(key: string): { folder: string; layout: Layout } {
  const parts = key.split('/');
  const media = parts.slice(0, 4).join('/');
  if (parts.length > 4 && MEDIA.test(media)) return { folder: media, layout: 'media' };
  const original = parts.slice(0, 2).join('/');
  if (parts.length > 2 && ORIGINAL.test(original)) return { folder: original, layout: 'original' };
  return { folder: parts.slice(0, -1).join('/'), layout: 'unknown' };
}
