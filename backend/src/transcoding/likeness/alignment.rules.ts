// Finds the stretch in which two sequences run side by side, one perhaps faster than the other.

/** A sequence of vectors of `size` numbers; a vector of zeros says nothing. */
export interface Sequence {
  size: number;
  values: Float32Array;
}

export interface Alignment {
  /** Mean likeness of the vectors in the stretch, -1 to 1. */
  score: number;
  /** How many vectors of theirs pass while one of mine does. */
  ratio: number;
  /** In vectors; `theirsFrom` belongs to `mineFrom`. */
  mineFrom: number;
  theirsFrom: number;
  length: number;
  /** How many of the stretch's vectors say something. */
  telling: number;
}

export const lengthOf = (sequence: Sequence): number => Math.floor(sequence.values.length / sequence.size);

/** 0.8 to 1.25 in steps of 2 %: at the ends of 20 s the nearest step is off by 0.2 s. */
export const RATIOS: readonly number[] = Array.from({ length: 23 }, (_, i) => 0.8 * 1.0205 ** i);

/**
 * Each vector without what stays around it for `reach` vectors to both sides, at length one; faint ones stay short, so
 * that noise is no evidence. What stands still, in a picture or in a hum, thus counts for nothing.
 */
export function changesOf(sequence: Sequence, reach: number, faint: number): Sequence {
  const { size, values } = sequence;
  const count = lengthOf(sequence);
  const sums = new Float64Array((count + 1) * size);
  for (let i = 0; i < count * size; i++) sums[i + size] = (sums[i] ?? 0) + (values[i] ?? 0);
  const out = new Float32Array(count * size);
  for (let t = 0; t < count; t++) {
    const [from, to] = [Math.max(0, t - reach), Math.min(count, t + reach + 1)];
    let power = 0;
    for (let d = 0; d < size; d++) {
      const mean = ((sums[to * size + d] ?? 0) - (sums[from * size + d] ?? 0)) / (to - from);
      const value = (values[t * size + d] ?? 0) - mean;
      out[t * size + d] = value;
      power += value * value;
    }
    const scale = 1 / Math.sqrt(power + size * faint * faint);
    for (let d = 0; d < size; d++) out[t * size + d] = (out[t * size + d] ?? 0) * scale;
  }
  return { size, values: out };
}

interface Line {
  ratio: number;
  offset: number;
  value: number;
}

/** The products of every vector of mine with every one of theirs. */
function productsOf(mine: Sequence, theirs: Sequence): { table: Float32Array; rows: number; columns: number } {
  const [rows, columns] = [lengthOf(mine), lengthOf(theirs)];
  const table = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let d = 0; d < mine.size; d++) {
        sum += (mine.values[i * mine.size + d] ?? 0) * (theirs.values[j * theirs.size + d] ?? 0);
      }
      table[i * columns + j] = sum;
    }
  }
  return { table, rows, columns };
}

/** Walks a line through the table and gives the stretch whose products most exceed `enough`. */
function bestStretch(
  { table, rows, columns }: ReturnType<typeof productsOf>,
  ratio: number,
  offset: number,
  enough: number,
): { value: number; from: number; to: number } {
  const first = Math.max(0, Math.ceil((-0.5 - offset) / ratio));
  let [value, from, to] = [0, 0, 0];
  let [running, begun] = [0, first];
  for (let i = first; i < rows; i++) {
    const j = Math.round(offset + ratio * i);
    if (j >= columns) break;
    running += (table[i * columns + j] ?? 0) - enough;
    if (running <= 0) [running, begun] = [0, i + 1];
    else if (running > value) [value, from, to] = [running, begun, i + 1];
  }
  return { value, from, to };
}

/** Turns the line about the middle of its stretch in ever smaller steps while that is better. */
function refined(products: ReturnType<typeof productsOf>, line: Line, enough: number, mayTurn: boolean): Line {
  let best = line;
  let [turn, shift] = [mayTurn ? 0.01 : 0, 1];
  for (let round = 0; round < 6; round++) {
    const { from, to } = bestStretch(products, best.ratio, best.offset, enough);
    const middle = (from + to) / 2;
    for (const [dr, ds] of [
      [-turn, 0],
      [turn, 0],
      [0, -shift],
      [0, shift],
    ] as const) {
      const ratio = best.ratio + dr;
      const offset = best.offset - dr * middle + ds;
      const { value } = bestStretch(products, ratio, offset, enough);
      if (value > best.value) best = { ratio, offset, value };
    }
    [turn, shift] = [turn / 2, shift / 2];
  }
  return best;
}

/** The longest good stretch, or null when there is none. `enough` is the likeness that counts for a stretch. */
export function align(mine: Sequence, theirs: Sequence, enough: number, ratios = RATIOS): Alignment | null {
  const products = productsOf(mine, theirs);
  const { table, rows, columns } = products;
  let best: Line = { ratio: 1, offset: 0, value: 0 };
  for (const ratio of ratios) {
    for (let offset = Math.ceil(-ratio * rows); offset < columns; offset++) {
      const { value } = bestStretch(products, ratio, offset, enough);
      if (value > best.value) best = { ratio, offset, value };
    }
  }
  if (best.value === 0) return null;
  const line = refined(products, best, enough, ratios.length > 1);
  const { from, to } = bestStretch(products, line.ratio, line.offset, enough);
  const norm = (s: Sequence, t: number) =>
    Math.sqrt(s.values.subarray(t * s.size, (t + 1) * s.size).reduce((sum, v) => sum + v * v, 0));
  let [sum, telling] = [0, 0];
  for (let i = from; i < to; i++) {
    const j = Math.round(line.offset + line.ratio * i);
    sum += table[i * columns + j] ?? 0;
    telling += norm(mine, i) * norm(theirs, j);
  }
  const theirsFrom = Math.max(0, line.offset + line.ratio * from);
  const length = to - from;
  return { score: telling > 0 ? sum / telling : 0, ratio: line.ratio, mineFrom: from, theirsFrom, length, telling };
}
