// Which frames make good posters, in which order, and in which widths the chosen one is kept.

/** How many frames are looked at beside the first, and how many of them are offered. */
export const LOOKED_AT = 16;
export const OFFERED = 10;

/** A small grey copy of a frame, 8-bit levels, row by row. */
export interface GreyPicture {
  data: Uint8Array;
  width: number;
  height: number;
}

export interface FrameFacts {
  /** Mean level. */
  mean: number;
  /** Spread of levels; a wall or a fade has hardly any. */
  deviation: number;
  /** Bits of information in the levels, 0 to 8. */
  entropy: number;
  /** Edges against the contrast around them, the middle of the picture counted twice: so a dim scene is not a blurred one. */
  sharpness: number;
  /** 16x16 mean levels: two frames that look the same have nearly the same print. */
  print: Uint8Array;
}

const PRINT = 16;

function spread({ data }: GreyPicture): Pick<FrameFacts, 'mean' | 'deviation' | 'entropy'> {
  const counts = new Uint32Array(256);
  for (const level of data) counts[level] = (counts[level] ?? 0) + 1;
  let [sum, squares, entropy] = [0, 0, 0];
  counts.forEach((count, level) => {
    sum += count * level;
    squares += count * level * level;
    const share = count / data.length;
    if (share > 0) entropy -= share * Math.log2(share);
  });
  const mean = sum / data.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / data.length - mean * mean)), entropy };
}

/**
 * Root mean square of the second difference, in the direction that has less of it: a moving camera smears one direction
 * and leaves the other as sharp as it was. The middle three fifths of both sides weigh double.
 */
function edges({ data, width, height }: GreyPicture): number {
  let [across, down, weights] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    const middle = y > height * 0.2 && y < height * 0.8;
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const twice = 2 * (data[at] ?? 0);
      const weight = middle && x > width * 0.2 && x < width * 0.8 ? 2 : 1;
      across += weight * (twice - (data[at - 1] ?? 0) - (data[at + 1] ?? 0)) ** 2;
      down += weight * (twice - (data[at - width] ?? 0) - (data[at + width] ?? 0)) ** 2;
      weights += weight;
    }
  }
  return weights === 0 ? 0 : Math.sqrt(Math.min(across, down) / weights);
}

function printOf({ data, width, height }: GreyPicture): Uint8Array {
  const sums = new Float64Array(PRINT * PRINT);
  const counts = new Uint32Array(PRINT * PRINT);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * PRINT) / height) * PRINT;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * PRINT) / width);
      sums[cell] = (sums[cell] ?? 0) + (data[y * width + x] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Uint8Array.from(sums, (sum, cell) => Math.round(sum / Math.max(1, counts[cell] ?? 1)));
}

/** What a frame is like. Only brightness is looked at, never colour: no skin is preferred to another. */
export function factsOf(picture: GreyPicture): FrameFacts {
  const levels = spread(picture);
  // 8 levels of contrast are the noise of an empty picture; dividing by less would call noise sharp.
  const sharpness = (100 * edges(picture)) / (levels.deviation + 8);
  return { ...levels, sharpness, print: printOf(picture) };
}

/** Black, white and empty frames are worse than any other. */
export function isEmpty(frame: FrameFacts): boolean {
  return frame.mean < 20 || frame.mean > 240 || frame.deviation < 8;
}

/** A frozen picture repeated, with no more difference than coding makes. */
export function looksTheSame(a: FrameFacts, b: FrameFacts): boolean {
  let [sum, most] = [0, 0];
  a.print.forEach((level, cell) => {
    const difference = Math.abs(level - (b.print[cell] ?? 0));
    sum += difference;
    most = Math.max(most, difference);
  });
  return sum / a.print.length < 1 && most < 8;
}

/**
 * The indexes of the frames worth offering, best first. Sharp and rich frames win; the first frame of several (a hand in
 * front of the lens, a fade) only where nothing else is worth showing; frames near the middle of the video win ties. Of
 * frames that look the same one remains, so a still picture offers a single poster.
 */
export function rankFrames(frames: readonly FrameFacts[], offered = OFFERED): number[] {
  const middle = (frames.length - 1) / 2;
  const score = (frame: FrameFacts, i: number): number =>
    (isEmpty(frame) ? -100 : 0) +
    (i === 0 ? -3 : 0) +
    frame.entropy +
    // Halving the edges costs 1.5: as much as losing two thirds of the levels.
    1.5 * Math.log2(1 + frame.sharpness) -
    Math.abs(i - middle) / Math.max(1, frames.length);
  const scored = frames.map((frame, i) => ({ frame, i, score: score(frame, i) })).sort((a, b) => b.score - a.score);
  const kept: typeof scored = [];
  for (const one of scored) {
    if (kept.length === offered) break;
    if (!kept.some((other) => looksTheSame(one.frame, other.frame))) kept.push(one);
  }
  return kept.map((one) => one.i);
}

/** At most three widths, never wider than the picture. */
export function posterWidths(width: number): number[] {
  const wanted = [320, 640, 1080].map((w) => Math.min(w, width));
  return [...new Set(wanted)];
}
