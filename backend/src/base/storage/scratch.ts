// Between the store and the local disk, for programs that need real files, such as ffmpeg.
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { PutOptions, Storage } from './storage.js';

/** Puts a stored file at a local path, for reading only: where both are on one disk nothing is copied. */
export async function fetchFile(storage: Storage, key: string, path: string): Promise<void> {
  if (await storage.link(key, path)) return;
  const { stream } = await storage.get(key);
  await pipeline(stream, createWriteStream(path));
}

/** Stores a local file under a key. */
export function storeFile(
  storage: Storage,
  key: string,
  path: string,
  options?: PutOptions,
): Promise<{ sizeBytes: number }> {
  return storage.put(key, createReadStream(path), options);
}
