// Makes the print of a video from raw grey frames and raw sound.
import { findBlobs } from './blobs.rules.js';
import { FRAMES_A_SECOND, type Blob, type PicturePrint } from './print.rules.js';

/** Frames whose blobs are taken, at most, and blobs a frame. */
const LOOKED_AT = 120;
const BLOBS_A_FRAME = 24;
const THIRD = 3;

/** One frame brought to a third of its sides. */
function third(seen: Uint8Array, width: number, kept: Uint8Array, at: number): void {
  const keptWidth = width / THIRD;
  const keptHeight = seen.length / width / THIRD;
  for (let y = 0; y < keptHeight; y++) {
    for (let x = 0; x < keptWidth; x++) {
      let sum = 0;
      for (let dy = 0; dy < THIRD; dy++) {
        for (let dx = 0; dx < THIRD; dx++) sum += seen[(y * THIRD + dy) * width + x * THIRD + dx] ?? 0;
      }
      kept[at + y * keptWidth + x] = Math.round(sum / (THIRD * THIRD));
    }
  }
}

/** `raw` holds whole frames of `width * height` grey levels. Null when there is not a single one. */
export function picturePrint(raw: Uint8Array, width: number, height: number): PicturePrint | null {
  const size = width * height;
  const count = Math.floor(raw.length / size);
  if (count === 0) return null;
  const keptSize = size / THIRD / THIRD;
  const frames = new Uint8Array(count * keptSize);
  const blobs: Blob[] = [];
  // Twice a second, or as often as fits.
  const step = Math.max(FRAMES_A_SECOND / 2, Math.ceil(count / LOOKED_AT));
  for (let t = 0; t < count; t++) {
    const seen = raw.subarray(t * size, (t + 1) * size);
    third(seen, width, frames, t * keptSize);
    if (t % step === 0) blobs.push(...findBlobs(seen, width, height, t, BLOBS_A_FRAME));
  }
  return { width: width / THIRD, height: height / THIRD, frames, blobs };
}
