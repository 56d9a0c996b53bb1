// ffprobe's JSON as typed facts: which picture and sound to use, how they must be turned, and what is odd about them.
import type { Cut } from '../trim/cut.rules.js';

export interface Fraction {
  num: number;
  den: number;
}

export interface PictureFacts {
  /** Index of the stream in the file. */
  index: number;
  codec: string;
  /** The container's own name of the codec, for those that ffprobe does not know: `vvc1`. */
  tag?: string | undefined;
  profile: string;
  pixelFormat: string;
  /** As stored, before rotation and pixel shape. */
  codedWidth: number;
  codedHeight: number;
  /** As seen: rotated, with square pixels. */
  width: number;
  height: number;
  rotationDegrees: number;
  /** Shown as in a mirror. ffmpeg does so while decoding; a copy would not. */
  mirrored?: boolean | undefined;
  squarePixels: boolean;
  /** The constant rate, or the average of a variable one; null when the file does not say. */
  fps: Fraction | null;
  nominalFps: Fraction | null;
  variableRate: boolean;
  interlaced: boolean;
  hdr: 'pq' | 'hlg' | null;
  dolbyVisionProfile: number | null;
  matrix: string | null;
  fullRange: boolean;
  /** Promised seconds; null when the file does not say. */
  durationS: number | null;
  frames: number | null;
  /** Only parts of the picture are kept; then `durationS` is theirs. */
  cut?: Cut | undefined;
}

export interface SoundFacts {
  index: number;
  codec: string;
  channels: number;
  layout: string;
  sampleRate: number;
}

export interface FileFacts {
  container: string;
  streams: number;
  picture: PictureFacts | null;
  /** Cover art does not count as a picture that moves. */
  stillPictures: number;
  sound: SoundFacts | null;
  /** Moving pictures and sound tracks present beyond the ones used. */
  unusedTracks: number;
  encrypted: boolean;
}

type Json = Record<string, unknown>;
const object = (v: unknown): Json => (typeof v === 'object' && v !== null ? (v as Json) : {});
const list = (v: unknown): Json[] => (Array.isArray(v) ? v.map(object) : []);
const text = (v: unknown): string => (typeof v === 'string' ? v : '');
const number = (v: unknown): number | null => {
  const n = typeof v === 'number' ? v : typeof v === 'string' && v !== '' ? Number(v) : NaN;
  return Number.isFinite(n) ? n : null;
};

/** `30000/1001` as a fraction; null for 0/0 and nonsense. */
export function parseFraction(value: unknown, separator = '/'): Fraction | null {
  const match = new RegExp(`^(\\d+)${separator}(\\d+)$`).exec(text(value));
  if (!match) return null;
  const [num, den] = [Number(match[1]), Number(match[2])];
  return num > 0 && den > 0 ? { num, den } : null;
}

export const rateOf = (f: Fraction): number => f.num / f.den;

/** `00:00:03.667000000`, as Matroska writes a track's length. */
function clockSeconds(value: unknown): number | null {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text(value));
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}

function durationOf(stream: Json, format: Json): number | null {
  const seconds =
    number(stream['duration']) ?? clockSeconds(object(stream['tags'])['DURATION']) ?? number(format['duration']);
  return seconds !== null && seconds > 0 ? seconds : null;
}

function sideData(stream: Json, type: string): Json | undefined {
  return list(stream['side_data_list']).find((s) => text(s['side_data_type']) === type);
}

function rotationOf(stream: Json): number {
  const turned = number(sideData(stream, 'Display Matrix')?.['rotation']) ?? number(object(stream['tags'])['rotate']);
  return turned === null ? 0 : ((Math.round(turned) % 360) + 360) % 360;
}

/** A display matrix that turns left into right has a negative determinant: `a d - b c`. */
function isMirrored(stream: Json): boolean {
  const rows = [...text(sideData(stream, 'Display Matrix')?.['displaymatrix']).matchAll(/: +(-?\d+) +(-?\d+)/g)];
  const [a = 1, b = 0, c = 0, d = 1] = rows.slice(0, 2).flatMap((row) => [Number(row[1]), Number(row[2])]);
  return a * d - b * c < 0;
}

const isStill = (stream: Json): boolean =>
  object(stream['disposition'])['attached_pic'] === 1 || object(stream['disposition'])['still_image'] === 1;

/** The track people would see: a default one before others, then the largest. */
function choosePicture(streams: Json[]): Json | undefined {
  const area = (s: Json) => (number(s['width']) ?? 0) * (number(s['height']) ?? 0);
  const isDefault = (s: Json) => (object(s['disposition'])['default'] === 1 ? 1 : 0);
  return [...streams].sort((a, b) => isDefault(b) - isDefault(a) || area(b) - area(a))[0];
}

function pictureFacts(stream: Json, format: Json): PictureFacts {
  const codedWidth = number(stream['width']) ?? 0;
  const codedHeight = number(stream['height']) ?? 0;
  const sar = parseFraction(stream['sample_aspect_ratio'], ':') ?? { num: 1, den: 1 };
  const rotationDegrees = rotationOf(stream);
  const lies = Math.round(rotationDegrees / 90) % 2 === 1;
  const wide = Math.round(codedWidth * rateOf(sar));
  const fps = parseFraction(stream['avg_frame_rate']);
  const nominalFps = parseFraction(stream['r_frame_rate']);
  const transfer = text(stream['color_transfer']);
  const durationS = durationOf(stream, format);
  return {
    index: number(stream['index']) ?? 0,
    codec: text(stream['codec_name']),
    tag: text(stream['codec_tag_string']),
    profile: text(stream['profile']),
    pixelFormat: text(stream['pix_fmt']),
    codedWidth,
    codedHeight,
    width: lies ? codedHeight : wide,
    height: lies ? wide : codedHeight,
    rotationDegrees,
    mirrored: isMirrored(stream),
    squarePixels: sar.num === sar.den,
    fps,
    nominalFps,
    // One frame more or less at the end is no variable rate.
    variableRate: fps === null || nominalFps === null || Math.abs(rateOf(fps) / rateOf(nominalFps) - 1) > 0.02,
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(text(stream['field_order'])),
    hdr: transfer === 'smpte2084' ? 'pq' : transfer === 'arib-std-b67' ? 'hlg' : null,
    dolbyVisionProfile: number(sideData(stream, 'DOVI configuration record')?.['dv_profile']),
    matrix: text(stream['color_space']) || null,
    fullRange: text(stream['color_range']) === 'pc' || text(stream['pix_fmt']).startsWith('yuvj'),
    durationS,
    frames: number(stream['nb_frames']),
  };
}

function chooseSound(streams: Json[]): SoundFacts | null {
  const usable = streams.filter((s) => (number(s['channels']) ?? 0) > 0 && text(s['codec_name']) !== '');
  const chosen = usable.find((s) => object(s['disposition'])['default'] === 1) ?? usable[0];
  if (!chosen) return null;
  return {
    index: number(chosen['index']) ?? 0,
    codec: text(chosen['codec_name']),
    channels: number(chosen['channels']) ?? 0,
    layout: text(chosen['channel_layout']),
    sampleRate: number(chosen['sample_rate']) ?? 0,
  };
}

const isEncrypted = (packet: Json): boolean =>
  list(packet['side_data_list']).some((s) => text(s['side_data_type']) === 'Encryption info');

/** Never throws: whatever the program printed becomes facts, if need be empty ones. */
export function readProbe(json: unknown): FileFacts {
  const format = object(object(json)['format']);
  const streams = list(object(json)['streams']);
  const pictures = streams.filter((s) => s['codec_type'] === 'video');
  const moving = pictures.filter((s) => !isStill(s));
  const sounds = streams.filter((s) => s['codec_type'] === 'audio');
  const picture = choosePicture(moving);
  const packets = list(object(json)['packets']);
  const sound = chooseSound(sounds);
  return {
    container: text(format['format_name']),
    streams: number(format['nb_streams']) ?? streams.length,
    picture: picture ? pictureFacts(picture, format) : null,
    stillPictures: pictures.length - moving.length,
    sound,
    unusedTracks: Math.max(0, moving.length - 1) + Math.max(0, sounds.length - 1),
    encrypted: ['encv', 'drmi'].includes(text(picture?.['codec_tag_string'])) || packets.some(isEncrypted),
  };
}

/** ffprobe opens nothing with more than 1000 tracks, and says so. */
export const holdsTooMany = (log: string): boolean => /exceeds max_streams|max_streams parameter/.test(log);

/** What counting packets says of a picture track whose header does not promise a length. */
export interface PacketCount {
  packets: number;
  durationS: number | null;
}

/** Reads ffprobe's `pts_time,duration_time` lines. The length ends with the last frame shown. */
export function countPackets(csv: string): PacketCount {
  let packets = 0;
  let first = Infinity;
  let last = -Infinity;
  let step = 0;
  for (const line of csv.split('\n')) {
    const [pts, duration] = line.split(',').map((cell) => number(cell.trim()));
    // MPEG streams give several frames one time; a line without time and length is no packet.
    if (typeof pts === 'number' || typeof duration === 'number') packets++;
    if (pts === null || pts === undefined) continue;
    first = Math.min(first, pts);
    if (pts >= last) {
      last = pts;
      step = duration ?? step;
    }
  }
  return { packets, durationS: packets > 1 ? last - Math.min(first, 0) + step : null };
}

/** The facts with what counting found: all of it where the file promised nothing, else only what it was short of. */
export function withPackets(picture: PictureFacts, count: PacketCount): PictureFacts {
  const promised = picture.durationS;
  if (promised !== null) {
    const counted = picture.fps && !picture.variableRate ? count.packets / rateOf(picture.fps) : 0;
    // A field may be a packet of its own, so twice the length is not believed.
    const longer = counted > promised && counted < promised + 0.5 ? counted : promised;
    return { ...picture, durationS: longer, frames: count.packets };
  }
  const average = count.durationS ? { num: Math.round((count.packets / count.durationS) * 1000), den: 1000 } : null;
  return { ...picture, durationS: count.durationS, frames: count.packets, fps: average, variableRate: true };
}
