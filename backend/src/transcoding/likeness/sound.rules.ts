// The print of a sound: levels of 25 narrow bands, eight times a second, and the words by which a copy is found.
import { BANDS, SAMPLE_RATE, SLICES_A_SECOND, type SoundPrint } from './print.rules.js';

const WINDOW = 2048;
const HOP = SAMPLE_RATE / SLICES_A_SECOND;
/** Bands of a sixth of an octave from 200 Hz to 3.6 kHz: what a phone's microphone and every codec keep. */
const LOWEST_HZ = 200;
export const BANDS_AN_OCTAVE = 6;
/** 50 dB under the loudest band is as good as silence. */
const FLOOR_STEPS = 100;
export const SILENT = 255;
/** Mean square below which a whole track holds nothing to compare: -60 dB of full scale. */
const SILENCE_POWER = 1e-6;

/** In place; `re` and `im` have a power of two of points. */
function fft(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] ?? 0, re[i] ?? 0];
      [im[i], im[j]] = [im[j] ?? 0, im[i] ?? 0];
    }
  }
  for (let length = 2; length <= n; length <<= 1) {
    const half = length / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / length;
      const [wr, wi] = [Math.cos(angle), Math.sin(angle)];
      for (let start = k; start < n; start += length) {
        const end = start + half;
        const [er, ei] = [re[end] ?? 0, im[end] ?? 0];
        const [tr, ti] = [er * wr - ei * wi, er * wi + ei * wr];
        re[end] = (re[start] ?? 0) - tr;
        im[end] = (im[start] ?? 0) - ti;
        re[start] = (re[start] ?? 0) + tr;
        im[start] = (im[start] ?? 0) + ti;
      }
    }
  }
}

const EDGES = Array.from({ length: BANDS + 1 }, (_, i) =>
  Math.round(((LOWEST_HZ * 2 ** (i / BANDS_AN_OCTAVE)) / SAMPLE_RATE) * WINDOW),
);
const HANN = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW));

/** From mono samples at `SAMPLE_RATE`. Null for silence, which is like every other silence. */
export function soundPrint(samples: Int16Array): SoundPrint | null {
  const slices = Math.max(0, Math.floor((samples.length - WINDOW) / HOP) + 1);
  let power = 0;
  for (const sample of samples) power += (sample / 32768) ** 2;
  if (slices < SLICES_A_SECOND || power / samples.length < SILENCE_POWER) return null;
  const levels = new Float64Array(slices * BANDS);
  const [re, im] = [new Float64Array(WINDOW), new Float64Array(WINDOW)];
  let loudest = -Infinity;
  for (let slice = 0; slice < slices; slice++) {
    for (let i = 0; i < WINDOW; i++) re[i] = ((samples[slice * HOP + i] ?? 0) / 32768) * (HANN[i] ?? 0);
    im.fill(0);
    fft(re, im);
    for (let band = 0; band < BANDS; band++) {
      const [from, to] = [EDGES[band] ?? 0, Math.max((EDGES[band] ?? 0) + 1, EDGES[band + 1] ?? 0)];
      let energy = 1e-12;
      for (let bin = from; bin < to; bin++) energy += (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2;
      const level = 10 * Math.log10(energy / (to - from));
      levels[slice * BANDS + band] = level;
      loudest = Math.max(loudest, level);
    }
  }
  const bands = Uint8Array.from(levels, (level) => {
    const steps = Math.round((loudest - level) * 2);
    return steps > FLOOR_STEPS ? SILENT : steps;
  });
  return { bands };
}

/** A level that a word or a vector is made of; silence lies at the floor. */
const levelAt = (print: SoundPrint, slice: number, band: number): number => {
  const steps = print.bands[slice * BANDS + band] ?? SILENT;
  return -Math.min(steps, FLOOR_STEPS) / 2;
};

/**
 * Levels with their bands moved by `shift` bands: a sound played faster without keeping its pitch is higher too.
 * Bands that fall outside repeat the outermost.
 */
export function soundLevels(print: SoundPrint, shift: number): Float32Array {
  const slices = print.bands.length / BANDS;
  const out = new Float32Array(slices * BANDS);
  for (let slice = 0; slice < slices; slice++) {
    for (let band = 0; band < BANDS; band++) {
      const from = Math.max(0, Math.min(BANDS - 1, band + shift));
      const low = Math.floor(from);
      const part = from - low;
      out[slice * BANDS + band] =
        levelAt(print, slice, low) * (1 - part) + levelAt(print, slice, Math.min(BANDS - 1, low + 1)) * part;
    }
  }
  return out;
}

/** Bits of a word of sound, and how many of them are also tried turned over. */
const WORD_BITS = 20;
const UNSURE = 3;

/** Words of the slices that differ most from what is around them. */
export function soundWords(print: SoundPrint, shift: number, most: number): { word: number; near: number[] }[] {
  const levels = soundLevels(print, shift);
  const slices = levels.length / BANDS;
  const found: { strength: number; word: number; near: number[] }[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const at = (band: number) => levels[slice * BANDS + band] ?? 0;
    // Neighbouring bands against each other, over two bands each: level and tone do not matter, the shape does.
    const edges = Array.from({ length: WORD_BITS }, (_, i) => at(i) + at(i + 1) - at(i + 2) - at(i + 3));
    const strength = edges.reduce((sum, e) => sum + Math.abs(e), 0);
    const word = edges.reduce((bits, e, i) => (e > 0 ? bits | (1 << i) : bits), 0);
    const unsure = edges.map((e, i) => ({ i, e: Math.abs(e) })).sort((a, b) => a.e - b.e);
    let near = [word];
    for (const { i } of unsure.slice(0, UNSURE)) near = near.flatMap((w) => [w, w ^ (1 << i)]);
    if (strength > WORD_BITS * 3) found.push({ strength, word, near });
  }
  return found.sort((a, b) => b.strength - a.strength).slice(0, most);
}
