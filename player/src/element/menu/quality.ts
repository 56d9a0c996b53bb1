// The rungs that a video may be held to, told by whoever feeds it. Nothing is told while nothing can be chosen.

export interface Quality {
  /** Short sides in pixels, the best first. */
  readonly sides: readonly number[];
  /** The chosen one, or null while the player chooses. */
  readonly chosen: number | null;
  /** From the next segment on; null lets the player choose again. */
  choose(side: number | null): void;
}

const known = new WeakMap<HTMLVideoElement, Quality>();

export const qualityOf = (video: HTMLVideoElement): Quality | undefined => known.get(video);

export function tellQuality(video: HTMLVideoElement, quality: Quality | null): void {
  if (quality) known.set(video, quality);
  else known.delete(video);
}
