// Reads the part that two pictures share, point against point, and finds more exactly where it lies.
import type { Sequence } from './alignment.rules.js';
import { sampleAt } from './blobs.rules.js';
import type { PicturePrint } from './print.rules.js';

/** How mine lies in theirs: the point (x, y) of my kept frame is at (scaleX x + x0, scaleY y + y0) of theirs. */
export interface Place {
  mirrored: boolean;
  scaleX: number;
  scaleY: number;
  x0: number;
  y0: number;
}

/** Points of the grid over the shared part, along its long side. */
const GRID = 14;
/** Smaller parts of either picture are not compared: a corner with a logo is alike in many videos. */
const LEAST_PART = 0.18;
/** Every picture is brought to this deviation, so that brightness and contrast do not matter. */
const DEVIATION = 48;
/** A picture with less contrast (a wall, a black screen) says little and stays faint. */
const FLAT = 10;

interface Points {
  mine: [number, number][];
  theirs: [number, number][];
}

/** The grid in both pictures, or null when they share too little. */
export function sharedPoints(mine: PicturePrint, theirs: PicturePrint, place: Place): Points | null {
  const { scaleX, scaleY, x0, y0 } = place;
  const inside = (scale: number, shift: number, own: number, other: number): [number, number] => [
    Math.max(0, -shift / scale),
    Math.min(own - 1.01, (other - 1.01 - shift) / scale),
  ];
  const [left, right] = inside(scaleX, x0, mine.width, theirs.width);
  const [top, bottom] = inside(scaleY, y0, mine.height, theirs.height);
  const [w, h] = [right - left, bottom - top];
  if (!(w > 0 && h > 0) || w * h < LEAST_PART * mine.width * mine.height) return null;
  if (w * scaleX * h * scaleY < LEAST_PART * theirs.width * theirs.height) return null;
  const step = Math.max(w, h) / GRID;
  const [columns, rows] = [Math.max(3, Math.round(w / step)), Math.max(3, Math.round(h / step))];
  const points: Points = { mine: [], theirs: [] };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = left + (w * (column + 0.5)) / columns;
      const y = top + (h * (row + 0.5)) / rows;
      points.mine.push([place.mirrored ? mine.width - 1 - x : x, y]);
      points.theirs.push([scaleX * x + x0, scaleY * y + y0]);
    }
  }
  return points;
}

const clamp = (value: number, high: number): number => Math.max(0, Math.min(high, value));

/** The points of one frame at mean 0 and equal deviation. */
function readFrame(
  print: PicturePrint,
  points: readonly [number, number][],
  frame: number,
  out: Float32Array,
  at: number,
) {
  const { width, height, frames } = print;
  let [sum, squares] = [0, 0];
  for (const [i, [x, y]] of points.entries()) {
    const px = clamp(x, width - 1.001);
    const py = clamp(y, height - 1.001);
    const value = sampleAt(frames, width, px, py, frame * width * height);
    out[at + i] = value;
    sum += value;
    squares += value * value;
  }
  const mean = sum / points.length;
  const deviation = Math.sqrt(Math.max(0, squares / points.length - mean * mean));
  const scale = DEVIATION / Math.max(FLAT, deviation);
  for (let i = 0; i < points.length; i++) out[at + i] = ((out[at + i] ?? 0) - mean) * scale;
}

export const frameCount = (print: PicturePrint): number =>
  Math.floor(print.frames.length / (print.width * print.height));

/** Every frame as a vector over the points. */
export function readFrames(print: PicturePrint, points: readonly [number, number][]): Sequence {
  const count = frameCount(print);
  const values = new Float32Array(count * points.length);
  for (let t = 0; t < count; t++) readFrame(print, points, t, values, t * points.length);
  return { size: points.length, values };
}

/** Mean likeness of the pairs of frames at this place, -1 to 1; -1 where too little is shared. */
export function likenessAt(
  mine: PicturePrint,
  theirs: PicturePrint,
  place: Place,
  pairs: readonly (readonly [number, number])[],
): number {
  const points = sharedPoints(mine, theirs, place);
  if (!points || pairs.length === 0) return -1;
  const size = points.mine.length;
  const [a, b] = [new Float32Array(size), new Float32Array(size)];
  let total = 0;
  for (const [i, j] of pairs) {
    readFrame(mine, points.mine, i, a, 0);
    readFrame(theirs, points.theirs, j, b, 0);
    let [ab, aa, bb] = [0, 0, 1e-6];
    for (let k = 0; k < size; k++) {
      const [x, y] = [a[k] ?? 0, b[k] ?? 0];
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    total += ab / Math.sqrt((aa + 1e-6) * bb);
  }
  return total / pairs.length;
}

/** Moves and stretches the place in ever smaller steps while the pairs of frames become more alike. */
export function refinePlace(
  mine: PicturePrint,
  theirs: PicturePrint,
  from: Place,
  pairs: readonly (readonly [number, number])[],
): { place: Place; score: number } {
  let best = from;
  let score = likenessAt(mine, theirs, from, pairs);
  let [move, stretch] = [1.5, 0.06];
  const [middleX, middleY] = [mine.width / 2, mine.height / 2];
  for (let round = 0; round < 6; round++) {
    const { scaleX, scaleY, x0, y0 } = best;
    const scaled = (fx: number, fy: number): Place => ({
      ...best,
      ...{ scaleX: scaleX * fx, scaleY: scaleY * fy },
      // The middle stays where it is.
      ...{ x0: x0 + scaleX * middleX * (1 - fx), y0: y0 + scaleY * middleY * (1 - fy) },
    });
    const moved = (dx: number, dy: number): Place => ({ ...best, x0: x0 + dx, y0: y0 + dy });
    const [wider, narrower] = [1 + stretch, 1 / (1 + stretch)];
    const tries = [
      ...[moved(move, 0), moved(-move, 0), moved(0, move), moved(0, -move)],
      ...[scaled(wider, wider), scaled(narrower, narrower), scaled(wider, 1), scaled(narrower, 1)],
      ...[scaled(1, wider), scaled(1, narrower)],
    ];
    const before = score;
    for (const place of tries) {
      const value = likenessAt(mine, theirs, place, pairs);
      if (value > score) [best, score] = [place, value];
    }
    if (score === before) [move, stretch] = [move / 2, stretch / 2];
  }
  return { place: best, score };
}
