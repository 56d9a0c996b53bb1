// Finds blobs in a grey picture that a smaller, cropped, brighter or mirrored copy has too, and gives each a word.
import type { Blob } from './print.rules.js';

/** Blurs the picture is looked at with, in points; neighbours differ by the square root of two. */
const SIGMAS = [1.2, 1.7, 2.4, 3.4, 4.8, 6.8, 9.6];
/** Fainter blobs (levels of 255) are noise of the encoder. */
const FAINTEST = 2.5;
const PATCH = 8;
/** How far the patch reaches, in sizes of the blob. */
const REACH = 3.5;
/** Turned-over bits a word is also looked for with. */
const UNSURE_BITS = 2;

type Plane = Float32Array;

/** One direction of a blur: lines of `length` points, `step` apart. Edges repeat their last point. */
function blurLines(
  from: Plane,
  lines: number,
  lineStep: number,
  length: number,
  step: number,
  kernel: Float32Array,
): Plane {
  const out = new Float32Array(from.length);
  const radius = kernel.length - 1;
  const line = new Float32Array(length + 2 * radius);
  for (let n = 0; n < lines; n++) {
    const start = n * lineStep;
    for (let i = -radius; i < length + radius; i++) {
      line[i + radius] = from[start + Math.max(0, Math.min(length - 1, i)) * step] ?? 0;
    }
    for (let i = 0; i < length; i++) {
      const at = i + radius;
      let value = (kernel[0] as number) * (line[at] as number);
      for (let k = 1; k <= radius; k++)
        value += (kernel[k] as number) * ((line[at - k] as number) + (line[at + k] as number));
      out[start + i * step] = value;
    }
  }
  return out;
}

function kernelOf(sigma: number): Float32Array {
  const radius = Math.ceil(sigma * 2.5);
  const kernel = Float32Array.from({ length: radius + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const sum = kernel.reduce((total, k, i) => total + (i === 0 ? k : 2 * k), 0);
  return kernel.map((k) => k / sum);
}

/** From each blur to the next only what is missing. */
const KERNELS = SIGMAS.map((sigma, i) => kernelOf(Math.sqrt(sigma * sigma - (SIGMAS[i - 1] ?? 0) ** 2)));

function blurs(base: Plane, width: number, height: number): Plane[] {
  let plane = base;
  return KERNELS.map((kernel) => {
    plane = blurLines(blurLines(plane, height, width, width, 1, kernel), width, 1, height, width, kernel);
    return plane;
  });
}

/** Frequencies of the patch that make a word: the lowest ones, without the mean. Odd `u` turns sign in a mirror. */
const WAVES = [0, 1, 2, 3, 4]
  .flatMap((v) => [0, 1, 2, 3, 4].map((u) => ({ u, v })))
  .filter(({ u, v }) => u + v > 0 && u + v <= 5);
const COSINES = WAVES.map(({ u, v }) =>
  Float32Array.from({ length: PATCH * PATCH }, (_, i) => {
    const [x, y] = [i % PATCH, Math.floor(i / PATCH)];
    return Math.cos((Math.PI * u * (x + 0.5)) / PATCH) * Math.cos((Math.PI * v * (y + 0.5)) / PATCH);
  }),
);
const MIRROR_MASK = WAVES.reduce((mask, { u }, i) => (u % 2 === 1 ? mask | (1 << i) : mask), 0);

/** The word of the same blob in a mirror. */
export const mirroredWord = (word: number): number => word ^ MIRROR_MASK;

function wordOf(plane: Plane, width: number, height: number, x: number, y: number, size: number) {
  const patch = new Float32Array(PATCH * PATCH);
  for (let i = 0; i < PATCH * PATCH; i++) {
    const at = (n: number) => ((n + 0.5) / PATCH - 0.5) * 2 * REACH * size;
    const px = Math.min(width - 1.001, Math.max(0, x + at(i % PATCH)));
    const py = Math.min(height - 1.001, Math.max(0, y + at(Math.floor(i / PATCH))));
    patch[i] = sampleAt(plane, width, px, py);
  }
  const waves = COSINES.map((cosine) => cosine.reduce((sum, c, i) => sum + c * (patch[i] ?? 0), 0));
  const word = waves.reduce((bits, value, i) => (value > 0 ? bits | (1 << i) : bits), 0);
  const unsure = waves
    .map((value, i) => ({ i, strength: Math.abs(value) }))
    .sort((a, b) => a.strength - b.strength)
    .slice(0, UNSURE_BITS);
  let near = [word];
  for (const { i } of unsure) near = near.flatMap((w) => [w, w ^ (1 << i)]);
  return { word, near };
}

/** Between four points; the caller keeps `x` and `y` inside. */
export function sampleAt(plane: ArrayLike<number>, width: number, x: number, y: number, from = 0): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - x0, y - y0];
  const at = from + y0 * width + x0;
  const top = (plane[at] ?? 0) * (1 - dx) + (plane[at + 1] ?? 0) * dx;
  const bottom = (plane[at + width] ?? 0) * (1 - dx) + (plane[at + width + 1] ?? 0) * dx;
  return top * (1 - dy) + bottom * dy;
}

function isPeak(layers: readonly Plane[], layer: number, at: number, width: number, value: number): boolean {
  const sign = Math.sign(value);
  for (let l = layer - 1; l <= layer + 1; l++) {
    for (const dy of [-width, 0, width]) {
      for (const dx of [-1, 0, 1]) {
        if (l === layer && dx === 0 && dy === 0) continue;
        if (sign * (layers[l]?.[at + dx + dy] ?? 0) >= sign * value) return false;
      }
    }
  }
  return true;
}

/** How far the true peak lies between three samples, -0.5 to 0.5. */
function vertex(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

/** The strongest blobs of one frame, at most `most`. */
export function findBlobs(grey: Uint8Array, width: number, height: number, frame: number, most: number): Blob[] {
  const blurred = blurs(Float32Array.from(grey), width, height);
  const layers = blurred.slice(1).map((plane, i) => plane.map((v, at) => v - (blurred[i]?.[at] ?? 0)));
  const found: { strength: number; x: number; y: number; size: number; layer: number }[] = [];
  for (let layer = 1; layer < layers.length - 1; layer++) {
    const plane = layers[layer] as Plane;
    for (let y = 2; y < height - 2; y++) {
      for (let x = 2; x < width - 2; x++) {
        const at = y * width + x;
        const value = plane[at] ?? 0;
        if (Math.abs(value) < FAINTEST || !isPeak(layers, layer, at, width, value)) continue;
        const between = vertex(layers[layer - 1]?.[at] ?? 0, value, layers[layer + 1]?.[at] ?? 0);
        const dx = vertex(plane[at - 1] ?? 0, value, plane[at + 1] ?? 0);
        const dy = vertex(plane[at - width] ?? 0, value, plane[at + width] ?? 0);
        const size = (SIGMAS[layer] ?? 1) * 2 ** (between / 2);
        found.push({ strength: Math.abs(value), x: x + dx, y: y + dy, size, layer });
      }
    }
  }
  found.sort((a, b) => b.strength - a.strength);
  return found.slice(0, most).map(({ x, y, size, layer }) => {
    const { word, near } = wordOf(blurred[layer] as Plane, width, height, x, y, size);
    return { frame, x, y, size, word, near };
  });
}
