// Decides which video comes first and which comes next.
import type { Clip } from './types.js';

/**
 * The order in which a product's videos are offered: as the service ranked them, the asked-for one first,
 * and none twice.
 */
export function orderClips(clips: readonly Clip[], firstId: string | null): Clip[] {
  const unique = clips.filter((clip, at) => clips.findIndex((other) => other.id === clip.id) === at);
  const first = unique.filter((clip) => clip.id === firstId);
  return [...first, ...unique.filter((clip) => clip.id !== firstId)];
}

/** The place `steps` away, going round; -1 when there is nothing to go to. */
export function neighbour(at: number, steps: number, count: number): number {
  if (count < 2) return -1;
  return (((at + steps) % count) + count) % count;
}
