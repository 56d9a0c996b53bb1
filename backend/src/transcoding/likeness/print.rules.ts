// The fingerprint of a video: small grey frames, blobs with their words, and bands of its sound.

/** A steady blob of the picture. Position and size are in points of the analysed frame; `word` says how it looks. */
export interface Blob {
  frame: number;
  x: number;
  y: number;
  size: number;
  word: number;
  /** Words it might have had: the least certain bits turned over. Not kept. */
  near: readonly number[];
}

export interface PicturePrint {
  width: number;
  height: number;
  /** `width * height` grey levels a frame, `FRAMES_A_SECOND` frames a second. */
  frames: Uint8Array;
  blobs: readonly Blob[];
}

export interface SoundPrint {
  /** `BANDS` levels a slice, half decibels under the loudest; 255 is silence. `SLICES_A_SECOND` slices a second. */
  bands: Uint8Array;
}

export interface Print {
  picture: PicturePrint | null;
  sound: SoundPrint | null;
}

export const FRAMES_A_SECOND = 4;
/** The long side of the frames that are analysed, and of those that are kept. */
export const SEEN_SIDE = 120;
export const KEPT_SIDE = 40;
export const SLICES_A_SECOND = 8;
export const SAMPLE_RATE = 8000;
export const BANDS = 25;
/** What follows is not compared: 1,200 frames are 1 MB. */
export const MAX_SECONDS = 300;

/** The size at which a picture is analysed: both sides multiples of three, so that thirds are kept. */
export function seenSize(width: number, height: number): { width: number; height: number } {
  const long = Math.max(width, height);
  const side = (n: number) => 3 * Math.max(4, Math.round(((n / long) * SEEN_SIDE) / 3));
  return { width: side(width), height: side(height) };
}
