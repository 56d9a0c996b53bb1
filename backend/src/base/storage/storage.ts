// The one interface to files: what every driver promises, the rules of keys, and the content type of a name.
import type { Readable } from 'node:stream';

/** What a driver knows about a file without reading it. */
export interface FileHead {
  sizeBytes: number;
  /** Decided by the extension of the key (`contentTypeOf`), the same in every driver. */
  contentType: string;
  /** Quoted, strong: changes whenever the bytes change. */
  etag: string;
}

export interface FileBody extends FileHead {
  /** The bytes asked for; the caller must read it to its end or destroy it. */
  stream: Readable;
}

/** A part of a file in bytes, both ends included, counted from 0 as in HTTP. */
export interface ByteRange {
  start?: number;
  end?: number;
}

export interface PutOptions {
  /** Kept by S3 for those who read the bucket directly; default `contentTypeOf(key)`. */
  contentType?: string;
  cacheControl?: string;
  /** The file may be lost in a crash of the machine: a disk need not be waited for. Default false. */
  fleeting?: boolean;
}

/** Thrown by `get` when nothing lies under the key. */
export class FileMissingError extends Error {
  readonly code = 'FILE_MISSING';
  constructor(readonly key: string) {
    super(`No file at ${key}`);
  }
}

/** Thrown for a key that could leave its place; always a programming error or an attack, never a user's mistake. */
export class BadKeyError extends Error {
  readonly code = 'BAD_KEY';
  constructor(key: string) {
    super(`Not a storage key: ${JSON.stringify(key.slice(0, 80))}`);
  }
}

/**
 * Where every file lives. Drivers: a local disk, any S3. The contract, tested on both:
 * a `put` is seen whole or not at all and replaces what was there; `delete` of nothing is no error;
 * a reader that has begun keeps its bytes or fails, and never gets a mix of two versions.
 */
export abstract class Storage {
  /** Writes a file. Resolves only when the bytes survive a crash, unless they are fleeting. A failing stream leaves what was there before. */
  abstract put(key: string, body: Buffer | Readable, options?: PutOptions): Promise<{ sizeBytes: number }>;

  /** Opens a file or a part of it. `sizeBytes` is that of the whole file. Throws FileMissingError, RangeError. */
  abstract get(key: string, range?: ByteRange): Promise<FileBody>;

  /** Size, type and etag, or null when nothing is there. */
  abstract head(key: string): Promise<FileHead | null>;

  /** A second name for the file at a path of this machine, without copying it; false where that cannot be. */
  link(_key: string, _path: string): Promise<boolean> {
    return Promise.resolve(false);
  }

  abstract delete(key: string): Promise<void>;

  /** Deletes everything in a folder; `a/b` means the folder `a/b/`, never a neighbour `a/bc`. */
  abstract deletePrefix(prefix: string): Promise<void>;

  /** Every file in a folder, in the order of keys. */
  abstract list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number }>;

  /** A cheap question that fails when the store cannot be reached; asked before files are moved. */
  abstract check(): Promise<void>;
}

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/**
 * Returns the key when it is a plain relative path of ASCII names; throws BadKeyError otherwise.
 * No name begins with a dot, so neither `..` nor a driver's own hidden files can be reached.
 */
export function assertKey(key: string): string {
  if (key.length > 512 || !key.split('/').every((segment) => SEGMENT.test(segment))) throw new BadKeyError(key);
  return key;
}

/** The folder that a prefix names, ending in a slash; an empty prefix is refused, so that nobody empties the store. */
export function folderOf(prefix: string): string {
  return `${assertKey(prefix.replace(/\/$/, ''))}/`;
}

const TYPES: Record<string, string> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mp4: 'video/mp4',
  m4s: 'video/iso.segment',
  m4a: 'audio/mp4',
  ts: 'video/mp2t',
  webm: 'video/webm',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  vtt: 'text/vtt; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** The content type of a file by the extension of its name; anything unknown is a download, never a page. */
export function contentTypeOf(key: string): string {
  const extension = key.slice(key.lastIndexOf('.') + 1).toLowerCase();
  return TYPES[extension] ?? 'application/octet-stream';
}

/** The range as two numbers inside the file, or RangeError when it begins past the end. */
export function clampRange(range: ByteRange | undefined, sizeBytes: number): { start: number; end: number } {
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1);
  if (start < 0 || (sizeBytes > 0 && start >= sizeBytes) || end < start - 1) {
    throw new RangeError(`Bytes ${start}-${end} of ${sizeBytes}`);
  }
  return { start, end };
}
