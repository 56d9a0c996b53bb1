// Between the store and the local disk, for programs that need real files, such as ffmpeg.
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { PutOptions, Storage } from './storage.js';

/** Copies a stored file to a local path. */
export async function fetchFile(storage: Storage, key: string, path: string): Promise<void> {
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
