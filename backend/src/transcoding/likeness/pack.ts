// A print as bytes for its row, and back. 20 s take some 50 kB.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Blob, Print } from './print.rules.js';

/** Prints of different editions cannot be compared: raise it when anything that makes a print changes. */
export const EDITION = 1;

const BLOB_BYTES = 12;
// Eighths of a point and hundredths of a size fit 16 bits.
const [EIGHTH, HUNDREDTH] = [8, 100];

function packBlobs(blobs: readonly Blob[]): Buffer {
  const out = Buffer.alloc(blobs.length * BLOB_BYTES);
  for (const [i, blob] of blobs.entries()) {
    out.writeUInt16LE(blob.frame, i * BLOB_BYTES);
    out.writeUInt16LE(Math.max(0, Math.round(blob.x * EIGHTH)), i * BLOB_BYTES + 2);
    out.writeUInt16LE(Math.max(0, Math.round(blob.y * EIGHTH)), i * BLOB_BYTES + 4);
    out.writeUInt16LE(Math.round(blob.size * HUNDREDTH), i * BLOB_BYTES + 6);
    out.writeUInt32LE(blob.word, i * BLOB_BYTES + 8);
  }
  return out;
}

function unpackBlobs(data: Buffer): Blob[] {
  return Array.from({ length: data.length / BLOB_BYTES }, (_, i) => {
    const at = i * BLOB_BYTES;
    const word = data.readUInt32LE(at + 8);
    return {
      ...{ frame: data.readUInt16LE(at), x: data.readUInt16LE(at + 2) / EIGHTH, y: data.readUInt16LE(at + 4) / EIGHTH },
      ...{ size: data.readUInt16LE(at + 6) / HUNDREDTH, word, near: [word] },
    };
  });
}

export function packPrint({ picture, sound }: Print): Buffer {
  const parts = [picture ? packBlobs(picture.blobs) : [], picture?.frames ?? [], sound?.bands ?? []].map((p) =>
    Buffer.from(p),
  );
  const head = Buffer.alloc(20);
  const numbers = [picture?.width ?? 0, picture?.height ?? 0, ...parts.map((p) => p.length)];
  for (const [i, n] of numbers.entries()) head.writeUInt32LE(n, i * 4);
  return deflateRawSync(Buffer.concat([head, ...parts]), { level: 6 });
}

/** Throws on bytes that are not ours. */
export function unpackPrint(packed: Buffer): Print {
  const data = inflateRawSync(packed, { maxOutputLength: 16 * 1024 ** 2 });
  const [width = 0, height = 0, ...lengths] = [0, 4, 8, 12, 16].map((at) => data.readUInt32LE(at));
  let at = 20;
  const [blobs, frames, bands] = lengths.map((length) => data.subarray(at, (at += length))) as [Buffer, Buffer, Buffer];
  return {
    picture: width > 0 ? { width, height, frames, blobs: unpackBlobs(blobs) } : null,
    sound: bands.length > 0 ? { bands } : null,
  };
}
