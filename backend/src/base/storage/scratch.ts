// Working room on the local disk for programs that need real files, such as ffmpeg; emptied whatever happens.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PutOptions, Storage } from './storage.js';

/**
 * Runs `work` with a fresh private folder under `<dataDir>/scratch` and removes the folder afterwards, also on errors.
 * A killed process leaves its folder; `sweepScratch` at start removes those.
 */
export async function withScratch<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const parent = join(dataDir, 'scratch');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'job-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what killed processes left. Call only when no other process works in the same data directory. */
export async function sweepScratch(dataDir: string): Promise<void> {
  await rm(join(dataDir, 'scratch'), { recursive: true, force: true });
}

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
