// Reads the boxes of fragmented MP4 (ISO 14496-12): tracks of the header, and what each fragment holds.

export interface Box {
  type: string;
  /** Offsets in the buffer that was given. */
  start: number;
  bodyStart: number;
  end: number;
}

export interface Track {
  id: number;
  kind: 'video' | 'audio' | 'other';
  timescale: number;
  /** RFC 6381, as HLS wants it: `avc1.64001f`, `mp4a.40.2`, `av01.0.08M.08`. */
  codec: string;
  width: number;
  height: number;
  defaults: { duration: number; size: number; flags: number };
}

/** One moof with its mdat. Times in units of the track's timescale. */
export interface Fragment {
  start: number;
  end: number;
  tracks: { trackId: number; decodeTime: number; samples: number; duration: number; startsWithKeyframe: boolean }[];
  /** Where the first video sample lies, from the fragment's start; an I-frame playlist points at its end. */
  firstPictureStart: number;
  firstPictureEnd: number;
}

/** The box at `at`, or null when its header or (unless `headerOnly`) its body is not there yet. */
export function boxAt(data: Buffer, at: number, headerOnly = false): Box | null {
  if (at + 8 > data.length) return null;
  let size = data.readUInt32BE(at);
  let header = 8;
  if (size === 1) {
    if (at + 16 > data.length) return null;
    size = Number(data.readBigUInt64BE(at + 8));
    header = 16;
  }
  const end = at + size;
  if (size < header || (!headerOnly && end > data.length)) return null;
  return { type: data.toString('latin1', at + 4, at + 8), start: at, bodyStart: at + header, end };
}

/** The boxes that lie whole between two offsets. */
export function boxesIn(data: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to;) {
    const box = boxAt(data, at);
    if (!box || box.end > to) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

function child(data: Buffer, parent: Box | undefined, ...path: string[]): Box | undefined {
  let box = parent;
  for (const type of path) box = box && boxesIn(data, box.bodyStart, box.end).find((b) => b.type === type);
  return box;
}

const hex = (n: number): string => n.toString(16).padStart(2, '0');

function avcCodec(data: Buffer, entry: Box): string {
  const config = boxesIn(data, entry.bodyStart + 78, entry.end).find((b) => b.type === 'avcC');
  if (!config) return 'avc1';
  const at = config.bodyStart;
  return `avc1.${hex(data.readUInt8(at + 1))}${hex(data.readUInt8(at + 2))}${hex(data.readUInt8(at + 3))}`;
}

function av1Codec(data: Buffer, entry: Box): string {
  const config = boxesIn(data, entry.bodyStart + 78, entry.end).find((b) => b.type === 'av1C');
  if (!config) return 'av01';
  const [first, second] = [data.readUInt8(config.bodyStart + 1), data.readUInt8(config.bodyStart + 2)];
  const level = String(first & 31).padStart(2, '0');
  return `av01.${first >> 5}.${level}${second & 0x80 ? 'H' : 'M'}.${second & 0x40 ? '10' : '08'}`;
}

function sampleEntry(data: Buffer, trak: Box): { codec: string; width: number; height: number } {
  const stsd = child(data, trak, 'mdia', 'minf', 'stbl', 'stsd');
  const entry = stsd && boxAt(data, stsd.bodyStart + 8);
  if (!entry) return { codec: '', width: 0, height: 0 };
  if (entry.type === 'mp4a') return { codec: 'mp4a.40.2', width: 0, height: 0 };
  if (entry.type !== 'avc1' && entry.type !== 'av01') return { codec: entry.type, width: 0, height: 0 };
  const codec = entry.type === 'avc1' ? avcCodec(data, entry) : av1Codec(data, entry);
  const width = data.readUInt16BE(entry.bodyStart + 24);
  return { codec, width, height: data.readUInt16BE(entry.bodyStart + 26) };
}

function trackOf(data: Buffer, trak: Box, moov: Box): Track {
  const tkhd = child(data, trak, 'tkhd') as Box;
  const mdhd = child(data, trak, 'mdia', 'mdhd') as Box;
  const hdlr = child(data, trak, 'mdia', 'hdlr') as Box;
  // Version 1 has 64-bit times before these fields.
  const id = data.readUInt32BE(tkhd.bodyStart + (data.readUInt8(tkhd.bodyStart) === 1 ? 20 : 12));
  const timescale = data.readUInt32BE(mdhd.bodyStart + (data.readUInt8(mdhd.bodyStart) === 1 ? 20 : 12));
  const handler = data.toString('latin1', hdlr.bodyStart + 8, hdlr.bodyStart + 12);
  const mvex = child(data, moov, 'mvex');
  const trex = (mvex ? boxesIn(data, mvex.bodyStart, mvex.end) : []).find(
    (b) => b.type === 'trex' && data.readUInt32BE(b.bodyStart + 4) === id,
  );
  const read = (offset: number): number => (trex ? data.readUInt32BE(trex.bodyStart + offset) : 0);
  return {
    id,
    kind: handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other',
    timescale,
    ...sampleEntry(data, trak),
    defaults: { duration: read(12), size: read(16), flags: read(20) },
  };
}

/** The tracks of an init segment; throws when it holds none. */
export function readTracks(init: Buffer): Track[] {
  const moov = boxesIn(init, 0, init.length).find((b) => b.type === 'moov');
  if (!moov) throw new Error('The init segment has no moov box.');
  return boxesIn(init, moov.bodyStart, moov.end)
    .filter((b) => b.type === 'trak')
    .map((trak) => trackOf(init, trak, moov));
}

/** `sample_is_non_sync_sample` of ISO 14496-12, 8.8.3.1. */
const NOT_SYNC = 0x10000;

interface Run {
  samples: number;
  duration: number;
  firstFlags: number;
  firstSize: number;
  dataOffset: number;
}

function readRun(data: Buffer, trun: Box, defaults: Track['defaults']): Run {
  const flags = data.readUInt32BE(trun.bodyStart) & 0xffffff;
  const samples = data.readUInt32BE(trun.bodyStart + 4);
  let at = trun.bodyStart + 8;
  const take = (bit: number): number | undefined => {
    if (!(flags & bit)) return undefined;
    at += 4;
    return data.readUInt32BE(at - 4);
  };
  const dataOffset = take(0x1) ?? 0;
  const override = take(0x4);
  let duration = 0;
  let firstFlags = override;
  let firstSize = 0;
  for (let i = 0; i < samples; i++) {
    duration += take(0x100) ?? defaults.duration;
    const size = take(0x200) ?? defaults.size;
    const own = take(0x400) ?? defaults.flags;
    take(0x800);
    if (i === 0) [firstFlags, firstSize] = [override ?? own, size];
  }
  return { samples, duration, firstFlags: firstFlags ?? defaults.flags, firstSize, dataOffset };
}

function readTraf(data: Buffer, traf: Box, tracks: readonly Track[]) {
  const tfhd = child(data, traf, 'tfhd') as Box;
  const flags = data.readUInt32BE(tfhd.bodyStart) & 0xffffff;
  const trackId = data.readUInt32BE(tfhd.bodyStart + 4);
  const track = tracks.find((t) => t.id === trackId);
  const defaults = { ...(track?.defaults ?? { duration: 0, size: 0, flags: 0 }) };
  let at = tfhd.bodyStart + 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0);
  for (const [bit, name] of [
    [0x8, 'duration'],
    [0x10, 'size'],
    [0x20, 'flags'],
  ] as const) {
    if (!(flags & bit)) continue;
    defaults[name] = data.readUInt32BE(at);
    at += 4;
  }
  const tfdt = child(data, traf, 'tfdt') as Box;
  const long = data.readUInt8(tfdt.bodyStart) === 1;
  const decodeTime = long ? Number(data.readBigUInt64BE(tfdt.bodyStart + 4)) : data.readUInt32BE(tfdt.bodyStart + 4);
  const runs = boxesIn(data, traf.bodyStart, traf.end)
    .filter((b) => b.type === 'trun')
    .map((trun) => readRun(data, trun, defaults));
  return { trackId, kind: track?.kind ?? 'other', decodeTime, runs };
}

/** Whether an H.264 sample (units with lengths of 4 bytes) holds an IDR picture: nothing before it is needed. */
export function startsWithIdr(data: Buffer, from: number, to: number): boolean {
  for (let at = from; at + 5 <= Math.min(to, data.length); at += 4 + data.readUInt32BE(at)) {
    const type = data.readUInt8(at + 4) & 31;
    if (type >= 1 && type <= 5) return type === 5;
  }
  return false;
}

/** Reads the fragment whose moof begins at `at`; null when moof or mdat is not whole yet. */
export function readFragment(data: Buffer, at: number, tracks: readonly Track[]): Fragment | null {
  const moof = boxAt(data, at);
  const mdat = moof && boxAt(data, moof.end);
  if (!moof || !mdat || moof.type !== 'moof' || mdat.type !== 'mdat') return null;
  const trafs = boxesIn(data, moof.bodyStart, moof.end)
    .filter((b) => b.type === 'traf')
    .map((traf) => readTraf(data, traf, tracks));
  const picture = trafs.find((t) => t.kind === 'video')?.runs[0];
  return {
    start: at,
    end: mdat.end,
    firstPictureStart: picture?.dataOffset ?? 0,
    firstPictureEnd: picture ? picture.dataOffset + picture.firstSize : 0,
    tracks: trafs.map((t) => ({
      trackId: t.trackId,
      decodeTime: t.decodeTime,
      samples: t.runs.reduce((sum, r) => sum + r.samples, 0),
      duration: t.runs.reduce((sum, r) => sum + r.duration, 0),
      startsWithKeyframe: ((t.runs[0]?.firstFlags ?? NOT_SYNC) & NOT_SYNC) === 0,
    })),
  };
}
