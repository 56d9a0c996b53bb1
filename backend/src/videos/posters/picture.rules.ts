// What the first bytes of a picture say: its kind, its size and which way is up. Reads headers only and decodes nothing.

export type PictureKind = 'jpeg' | 'png' | 'webp';

export interface PictureHeader {
  kind: PictureKind;
  /** As stored, before it is turned upright. */
  width: number;
  height: number;
  /** EXIF orientation, 1 to 8. */
  orientation: number;
}

/** Bytes of a creator's own picture. */
export const MAX_PICTURE_BYTES = 10 * 1024 ** 2;
/** Phones take pictures of up to 48 million points; those of a bomb are many more. */
export const MAX_PICTURE_PIXELS = 50_000_000;
export const MAX_PICTURE_SIDE = 16_000;
/** Less would be blurred on any card. */
export const MIN_PICTURE_SIDE = 320;

const ORIENTATION = 0x0112;

/** The orientation that an EXIF block (a little TIFF file) names; 1 when it names none. */
function orientationIn(tiff: Buffer): number {
  if (tiff.length < 8) return 1;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = Math.min(u16(directory), 500);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + i * 12;
    if (u16(at) !== ORIENTATION) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Markers of JPEG that carry the size of the picture. */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function readJpeg(bytes: Buffer): PictureHeader | null {
  let orientation = 1;
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // Padding before a marker, and markers without a body.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (isStartOfFrame(marker)) {
      return { kind: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7), orientation };
    } else {
      const length = bytes.readUInt16BE(at + 2);
      if (length < 2 || marker === 0xd9 || marker === 0xda) return null;
      if (marker === 0xe1 && bytes.toString('latin1', at + 4, at + 10) === 'Exif\0\0') {
        orientation = orientationIn(bytes.subarray(at + 10, at + 2 + length));
      }
      at += 2 + length;
    }
  }
  return null;
}

function readPng(bytes: Buffer): PictureHeader | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { kind: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), orientation: 1 };
}

/** Moving WebP pictures are not taken: a poster stands still. */
function readWebp(bytes: Buffer): PictureHeader | null {
  if (bytes.length < 30) return null;
  const chunk = bytes.toString('latin1', 12, 16);
  const of = (width: number, height: number): PictureHeader => ({ kind: 'webp', width, height, orientation: 1 });
  if (chunk === 'VP8 ') return of(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (chunk === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  const moving = ((bytes[20] ?? 0) & 0x02) !== 0;
  if (chunk !== 'VP8X' || moving) return null;
  return of(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
}

/** The header of a JPEG, PNG or still WebP; null for anything else, whatever its name says. */
export function readPicture(bytes: Buffer): PictureHeader | null {
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return readJpeg(bytes);
  if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return readPng(bytes);
  const riff = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return riff ? readWebp(bytes) : null;
}

export type PictureVerdict =
  | { fits: true; picture: PictureHeader }
  | { fits: false; reason: 'NOT_A_PICTURE' }
  | { fits: false; reason: 'TOO_MANY_POINTS' | 'TOO_FEW_POINTS'; picture: PictureHeader };

/** Whether a picture may become a poster, as far as its header tells. */
export function judgePicture(bytes: Buffer): PictureVerdict {
  const picture = readPicture(bytes);
  if (!picture || picture.width === 0 || picture.height === 0) return { fits: false, reason: 'NOT_A_PICTURE' };
  const { width, height } = picture;
  if (width * height > MAX_PICTURE_PIXELS || Math.max(width, height) > MAX_PICTURE_SIDE) {
    return { fits: false, reason: 'TOO_MANY_POINTS', picture };
  }
  if (Math.min(width, height) < MIN_PICTURE_SIDE) return { fits: false, reason: 'TOO_FEW_POINTS', picture };
  return { fits: true, picture };
}
