// What a shopper put aside: ids of videos and of creators, the newest first, and when the list was last looked at.

export interface Kept {
  videos: string[];
  creators: string[];
  /** Milliseconds since 1970; 0 is never. */
  lookedAt: number;
}

/** As many as the service answers about at once; the oldest goes. */
export const MOST = 50;

const idsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((id): id is string => typeof id === 'string' && /^\w{1,64}$/.test(id)).slice(0, MOST)
    : [];

/** Reads what was kept; what is no list of ours is an empty one. */
export function readKept(text: string): Kept {
  try {
    const { videos, creators, lookedAt } = JSON.parse(text) as Record<keyof Kept, unknown>;
    const at = typeof lookedAt === 'number' && lookedAt > 0 ? lookedAt : 0;
    return { videos: idsIn(videos), creators: idsIn(creators), lookedAt: at };
  } catch {
    return { videos: [], creators: [], lookedAt: 0 };
  }
}

/** An empty text when nothing is left, so that nothing is stored. */
export function writeKept(kept: Kept): string {
  return kept.videos.length + kept.creators.length === 0 ? '' : JSON.stringify(kept);
}

/** Puts an id first, or takes it out if it is there. */
export function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [id, ...ids].slice(0, MOST);
}
