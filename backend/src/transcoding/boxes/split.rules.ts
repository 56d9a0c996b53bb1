// Splits the first fragment of a video into short ones: a browser shows no picture of a fragment before it has all of it.
import { boxAt, boxesIn, type Box, type Track } from '../rules/boxes.rules.js';

/**
 * Where the first second is split. Chromium decodes a fragment of picture and sound once its last byte is there, and shows the
 * first picture once it has decoded a second one: four pictures are a third of the bytes of the second. With half a second
 * sound and motion begin on a slow network.
 */
export const START_CUTS_S: readonly number[] = [0.13, 0.5];

interface Sample {
  /** From the start of the fragment. */
  from: number;
  size: number;
  duration: number;
  /** Its fields in `trun`, as they stand there. */
  fields: Buffer;
}

interface Part {
  /** `tfhd` as it stands: its defaults hold for every piece. */
  head: Buffer;
  timescale: number;
  decodeTime: bigint;
  version: number;
  flags: number;
  firstFlags: number | null;
  samples: Sample[];
}

const FIRST_FLAGS = 0x4;
const PER_SAMPLE = [0x100, 0x200, 0x400, 0x800];

function samplesOf(data: Buffer, trun: Box, flags: number, defaults: Track['defaults']): Sample[] {
  const count = data.readUInt32BE(trun.bodyStart + 4);
  let at = trun.bodyStart + 12 + (flags & FIRST_FLAGS ? 4 : 0);
  let from = data.readInt32BE(trun.bodyStart + 8);
  return Array.from({ length: count }, () => {
    const begun = at;
    const read: Record<number, number> = {};
    for (const bit of PER_SAMPLE) {
      if (!(flags & bit)) continue;
      read[bit] = data.readUInt32BE(at);
      at += 4;
    }
    const size = read[0x200] ?? defaults.size;
    from += size;
    const fields = data.subarray(begun, at);
    return { from: from - size, size, duration: read[0x100] ?? defaults.duration, fields };
  });
}

function defaultsOf(data: Buffer, tfhd: Box, track: Track): Track['defaults'] {
  const flags = data.readUInt32BE(tfhd.bodyStart) & 0xffffff;
  const defaults = { ...track.defaults };
  let at = tfhd.bodyStart + 8 + (flags & 0x2 ? 4 : 0);
  if (flags & 0x8) {
    defaults.duration = data.readUInt32BE(at);
    at += 4;
  }
  if (flags & 0x10) defaults.size = data.readUInt32BE(at);
  return defaults;
}

/** One track of a fragment; null when it holds anything that would not survive a split. */
function partOf(data: Buffer, traf: Box, tracks: readonly Track[]): Part | null {
  const boxes = boxesIn(data, traf.bodyStart, traf.end);
  const [tfhd, tfdt, trun, ...more] = boxes;
  if (tfhd?.type !== 'tfhd' || tfdt?.type !== 'tfdt' || trun?.type !== 'trun' || more.length > 0) return null;
  const track = tracks.find((one) => one.id === data.readUInt32BE(tfhd.bodyStart + 4));
  // Offsets must count from the fragment, and the run must say where it begins.
  const isMovable = (data.readUInt32BE(tfhd.bodyStart) & 0x20001) === 0x20000;
  const flags = data.readUInt32BE(trun.bodyStart) & 0xffffff;
  if (!track || !isMovable || !(flags & 0x1)) return null;
  const isLong = data.readUInt8(tfdt.bodyStart) === 1;
  return {
    head: data.subarray(tfhd.start, tfhd.end),
    timescale: track.timescale,
    decodeTime: isLong ? data.readBigUInt64BE(tfdt.bodyStart + 4) : BigInt(data.readUInt32BE(tfdt.bodyStart + 4)),
    version: data.readUInt8(trun.bodyStart),
    flags,
    firstFlags: flags & FIRST_FLAGS ? data.readUInt32BE(trun.bodyStart + 12) : null,
    samples: samplesOf(data, trun, flags, defaultsOf(data, tfhd, track)),
  };
}

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4));
  return bytes;
};

function box(type: string, ...bodies: Buffer[]): Buffer {
  const size = bodies.reduce((sum, body) => sum + body.length, 8);
  return Buffer.concat([words(size), Buffer.from(type, 'latin1'), ...bodies]);
}

/** The samples of a part that begin in this stretch of time, and when the first of them does. */
function slice(part: Part, fromS: number, toS: number): { samples: Sample[]; decodeTime: bigint; isFirst: boolean } {
  const samples: Sample[] = [];
  let units = 0;
  let before = 0;
  for (const sample of part.samples) {
    const atS = units / part.timescale;
    if (atS < fromS) before += sample.duration;
    else if (atS < toS) samples.push(sample);
    units += sample.duration;
  }
  return { samples, decodeTime: part.decodeTime + BigInt(before), isFirst: fromS === 0 };
}

function trafBox(part: Part, { samples, decodeTime, isFirst }: ReturnType<typeof slice>, dataOffset: number): Buffer {
  const time = Buffer.alloc(12);
  time.writeUInt8(1, 0);
  time.writeBigUInt64BE(decodeTime, 4);
  const flags = isFirst ? part.flags : part.flags & ~FIRST_FLAGS;
  const first = isFirst && part.firstFlags !== null ? words(part.firstFlags) : Buffer.alloc(0);
  const run = [
    words(part.version * 0x1000000 + flags, samples.length, dataOffset),
    first,
    ...samples.map((s) => s.fields),
  ];
  return box('traf', part.head, box('tfdt', time), box('trun', ...run));
}

function piece(data: Buffer, parts: readonly Part[], fromS: number, toS: number): Buffer | null {
  const slices = parts.map((part) => ({ part, ...slice(part, fromS, toS) })).filter((one) => one.samples.length > 0);
  if (slices.length === 0) return null;
  const bodies = slices.map(({ samples }) => Buffer.concat(samples.map((s) => data.subarray(s.from, s.from + s.size))));
  const header = box('mfhd', words(0, 0));
  const moof = (offsets: readonly number[]): Buffer =>
    box('moof', header, ...slices.map((one, at) => trafBox(one.part, one, offsets[at] ?? 0)));
  const bodyAt = moof([]).length + 8;
  const offsets = bodies.map((_, at) => bodies.slice(0, at).reduce((sum, body) => sum + body.length, bodyAt));
  return Buffer.concat([moof(offsets), box('mdat', ...bodies)]);
}

/**
 * The same samples in one fragment for each stretch between the cuts (seconds from its begin); the fragment as it is where
 * it is not as ours are made. Every piece holds its picture before its sound.
 */
export function splitFragment(fragment: Buffer, tracks: readonly Track[], cutsS = START_CUTS_S): Buffer[] {
  const moof = boxAt(fragment, 0);
  const boxes = moof ? boxesIn(fragment, moof.bodyStart, moof.end) : [];
  const trafs = boxes.filter((one) => one.type === 'traf');
  const parts = trafs.map((traf) => partOf(fragment, traf, tracks));
  const whole = parts.filter((part) => part !== null);
  if (whole.length === 0 || whole.length < parts.length || boxes.length !== trafs.length + 1) return [fragment];
  const edges = [0, ...cutsS, Infinity];
  const pieces = edges.slice(1).map((toS, at) => piece(fragment, whole, edges[at] ?? 0, toS));
  return pieces.filter((one) => one !== null);
}

/** Numbers a fragment as the `number`th of its rung, in place. */
export function numberFragment(fragment: Buffer, number: number): void {
  const header = boxAt(fragment, 8);
  if (header?.type === 'mfhd') fragment.writeUInt32BE(number, header.bodyStart + 4);
}
