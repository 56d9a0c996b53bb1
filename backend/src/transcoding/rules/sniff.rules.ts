// What a file is by its first bytes, before any decoder sees it: one of a closed list of containers, or refused.
import { refuse, type RefusedFile } from '../transcoding.reasons.js';

/** Names that ffmpeg's `-f` takes. Nothing outside this list is ever opened. */
export const DEMUXERS = ['mov', 'matroska', 'avi', 'asf', 'flv', 'mpegts', 'mpeg', 'ogg', 'mxf'] as const;
export type Demuxer = (typeof DEMUXERS)[number];

/** Of files that may hold sound alone, where that is enough: for an audio description. */
export const SOUND_DEMUXERS = ['mov', 'mp3', 'ogg', 'wav'] as const;
export type SoundDemuxer = (typeof SOUND_DEMUXERS)[number];

export type Sniffed = { demuxer: Demuxer } | { refused: RefusedFile };

/** How many first bytes `sniff` wants; fewer is fine when the file is shorter. */
export const SNIFF_BYTES = 4096;

const ascii = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, Math.min(to, head.length)));

const begins = (head: Uint8Array, bytes: readonly number[], at = 0): boolean =>
  bytes.every((byte, i) => head[at + i] === byte);

/** Brands of ISO files that hold pictures, not films (HEIF, AVIF). */
const IMAGE_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis', 'jxl ']);
const MOV_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'uuid']);

const IMAGES: readonly [string, readonly number[]][] = [
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a bitmap image', [0x42, 0x4d]],
  ['a TIFF image', [0x49, 0x49, 0x2a, 0x00]],
  ['a TIFF image', [0x4d, 0x4d, 0x00, 0x2a]],
];
const ARCHIVES: readonly [string, readonly number[]][] = [
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a program', [0x4d, 0x5a]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
];

function isSound(head: Uint8Array): boolean {
  const four = ascii(head, 0, 4);
  if (four.startsWith('ID3') || four === 'fLaC' || four.startsWith('#!AMR')) return true;
  if (four === 'RIFF' && ascii(head, 8, 12) === 'WAVE') return true;
  if (four === 'FORM' && ascii(head, 8, 11) === 'AIF') return true;
  if (four === 'ftyp' || ascii(head, 4, 8) === 'ftyp') return ['M4A ', 'M4B ', 'M4P '].includes(ascii(head, 8, 12));
  // MPEG audio or ADTS without a tag: eleven set bits, and not the reserved version and layer.
  return head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ![0xff, 0xfe, 0xd8].includes(head[1] ?? 0);
}

/** MP3, WAV, M4A or Ogg by its first bytes; null for everything else. Whether there is sound in it, probing says. */
export function soundContainer(head: Uint8Array): SoundDemuxer | null {
  const four = ascii(head, 0, 4);
  if (four === 'RIFF' && ascii(head, 8, 12) === 'WAVE') return 'wav';
  if (four === 'OggS') return 'ogg';
  if (MOV_BOXES.has(ascii(head, 4, 8))) return 'mov';
  // Layer III after its sync word, or the tag that stands before it.
  const isLayer3 = head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2;
  return four.startsWith('ID3') || isLayer3 ? 'mp3' : null;
}

function isTransportStream(head: Uint8Array): boolean {
  for (const [offset, step] of [
    [0, 188],
    [4, 192],
    [0, 204],
  ] as const) {
    if ([0, 1, 2, 3].every((n) => head[offset + n * step] === 0x47)) return true;
  }
  return false;
}

function containerOf(head: Uint8Array): Demuxer | null {
  if (MOV_BOXES.has(ascii(head, 4, 8))) return 'mov';
  if (begins(head, [0x1a, 0x45, 0xdf, 0xa3])) return 'matroska';
  if (ascii(head, 0, 4) === 'RIFF' && ['AVI ', 'AVIX'].includes(ascii(head, 8, 12))) return 'avi';
  if (begins(head, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11])) return 'asf';
  if (ascii(head, 0, 3) === 'FLV' && head[3] === 1) return 'flv';
  if (begins(head, [0x00, 0x00, 0x01, 0xba])) return 'mpeg';
  if (ascii(head, 0, 4) === 'OggS') return 'ogg';
  if (begins(head, [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01])) return 'mxf';
  return isTransportStream(head) ? 'mpegts' : null;
}

/** Text in any of the usual encodings: scripts, playlists, pages, drawings in XML. */
function isText(head: Uint8Array): boolean {
  if (begins(head, [0xef, 0xbb, 0xbf]) || begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff])) return true;
  const sample = head.subarray(0, 512);
  const printable = sample.filter((b) => b === 9 || b === 10 || b === 13 || (b >= 32 && b < 127) || b >= 128).length;
  return printable === sample.length;
}

function textKind(head: Uint8Array): string {
  const text = ascii(head, 0, 512).replaceAll('\0', '').trim().toLowerCase();
  if (text.includes('#extm3u') || text.startsWith('[playlist]') || text.startsWith('<smil')) return 'a playlist';
  if (text.startsWith('ffconcat') || /^file\s/.test(text) || text.startsWith('#!')) return 'a script';
  if (text.includes('<svg')) return 'a drawing (SVG)';
  if (text.includes('<mpd')) return 'a playlist';
  if (text.includes('<html') || text.includes('<!doctype')) return 'a web page';
  return 'text';
}

/** Decides from the first bytes alone; the file's name and the sender's word count for nothing. */
export function sniff(head: Uint8Array): Sniffed {
  const no = (what: string): Sniffed => ({
    refused: refuse('NOT_A_VIDEO', `The bytes are those of ${what}.`, `This file is ${what}, not a video.`),
  });
  if (head.length === 0) return { refused: refuse('NOT_A_VIDEO', '0 bytes.', 'This file is empty.') };
  // AMR begins with "#!AMR", so sound is asked before text; no container is all printable, so text before containers.
  if (isSound(head)) return { refused: refuse('NO_MOVING_PICTURE', 'A sound file.', 'This file holds only sound.') };
  if (isText(head)) return no(textKind(head));
  if (ascii(head, 4, 8) === 'ftyp' && IMAGE_BRANDS.has(ascii(head, 8, 12))) return no('a photo (HEIF or AVIF)');
  const demuxer = containerOf(head);
  if (demuxer) return { demuxer };
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return no('a WebP image');
  const known = [...IMAGES, ...ARCHIVES].find(([, bytes]) => begins(head, bytes));
  return known ? no(known[0]) : { refused: refuse('NOT_A_VIDEO', 'No known container by its bytes.') };
}
