// From a folder on disk to the store: every listed file is put there, read back, and nothing else is left beside it.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { storeFile } from '../../base/storage/scratch.js';
import type { Storage } from '../../base/storage/storage.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const BRIEFLY = 'public, max-age=10';
const STORED_AT_ONCE = 4;

export interface Folder {
  /** In the store. */
  folder: string;
  /** On disk. */
  outDir: string;
  files: readonly { name: string; sha256: string }[];
}

/** Stores what is listed and `manifest.json`, removes what is not, and reads every byte back. Gives the bytes of all. */
export async function storeFolder(
  storage: Storage,
  { folder, outDir, files }: Folder,
  onStored: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const names = [...files.map((f) => f.name), 'manifest.json'];
  const queue = [...names];
  const next = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      // Segments, init segments and pictures carry their hash in the name.
      const cacheControl = /-[0-9a-f]{12}\.(m4s|mp4|jpg|webp|avif)$/.test(name) ? FOR_EVER : BRIEFLY;
      await storeFile(storage, `${folder}/${name}`, join(outDir, name), { cacheControl });
      await onStored();
    }
  };
  await Promise.all(Array.from({ length: STORED_AT_ONCE }, next));
  for (const file of files) {
    const { stream } = await storage.get(`${folder}/${file.name}`);
    const hash = createHash('sha256');
    for await (const chunk of stream) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== file.sha256) throw new Error(`${folder}/${file.name} was not stored whole.`);
  }
  const kept = new Set(names);
  let storedBytes = 0;
  for await (const { key, sizeBytes } of storage.list(folder)) {
    const name = key.slice(folder.length + 1);
    if (kept.has(name)) storedBytes += sizeBytes;
    else await storage.delete(key);
  }
  return storedBytes;
}
