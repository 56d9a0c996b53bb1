// Pure: now and then a video that too few have met stands first, by the minute, so that one answer serves everyone meanwhile.

export interface Placed {
  /** The store put it there. */
  pinned: boolean;
  /** Too few have met it. */
  exploring: boolean;
}

/** One minute: as long as a card may be kept on its way to a browser. */
export const SLOT_MS = 60_000;
/** In one of so many minutes a new video stands first, as long as there is one. */
export const ONE_IN = 10;

/** FNV-1a: cards of a store explore in different minutes. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/**
 * What a card shows in this minute. `videos` are in their order, those that explore also from below the limit. In every tenth
 * minute one of those takes the first place that the store has not given by hand, each in its turn.
 */
export function shownNow<V extends Placed>(videos: readonly V[], card: string, now: Date, limit: number): V[] {
  const usual = videos.slice(0, limit);
  const turn = Math.floor(now.getTime() / SLOT_MS) + hash(card);
  const explorers = videos.filter((one) => one.exploring && !one.pinned);
  const chosen = turn % ONE_IN === 0 ? explorers[Math.floor(turn / ONE_IN) % explorers.length] : undefined;
  const at = usual.findIndex((one) => !one.pinned);
  if (!chosen || at < 0) return usual;
  const others = videos.filter((one) => one !== chosen);
  return [...others.slice(0, at), chosen, ...others.slice(at)].slice(0, limit);
}
