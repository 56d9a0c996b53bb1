// Decides which video comes first and which comes next.
import type { Clip } from './types.js';

/** The order in which a product's videos are offered: as the service ranked them (none twice), the asked-for one first. */
export function orderClips(clips: readonly Clip[], firstId: string | null): Clip[] {
  return [...clips].sort((a, b) => Number(b.id === firstId) - Number(a.id === firstId));
}

/** The place `steps` away, going round; -1 when there is nothing to go to. */
export function neighbour(at: number, steps: number, count: number): number {
  if (count < 2) return -1;
  return (((at + steps) % count) + count) % count;
}
