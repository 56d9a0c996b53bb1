// Copies every file from one store to another while both are in use; verified, safe to stop and to run again.
import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileMissingError, type Storage } from './storage.js';

export interface MoveOptions {
  /** The folders at the top; a store has no listing of its root. */
  folders: readonly string[];
  /** Removes a file from the source once its copy was read back whole. */
  deleteSource: boolean;
  /** Called after each file. */
  onProgress?: (so: MoveReport) => void;
  /** Stops after the files that are under way. */
  signal?: AbortSignal;
}

export interface MoveReport {
  copied: number;
  copiedBytes: number;
  /** Were there already, byte for byte. */
  kept: number;
  deleted: number;
  /** Keys that changed at every try, such as a running upload, or whose copy could not be read back: run it again. */
  left: string[];
}

const AT_ONCE = 4;
const TRIES = 3;

async function sha256Of(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function hashAt(storage: Storage, key: string): Promise<string> {
  return sha256Of((await storage.get(key)).stream);
}

/** Writes the copy and gives the hash of what was read from the source. */
async function copyOne(from: Storage, to: Storage, key: string): Promise<string> {
  const hash = createHash('sha256');
  const { stream } = await from.get(key);
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // A source that breaks must break the write too: put then leaves nothing.
  try {
    await Promise.all([pipeline(stream, watched), to.put(key, watched)]);
  } catch (error) {
    stream.destroy();
    throw error;
  }
  return hash.digest('hex');
}

type Outcome = 'copied' | 'kept' | 'gone' | 'changing';

/** One try; `changing` when source and copy are not the same bytes, or the source was replaced meanwhile. */
async function tryOne(from: Storage, to: Storage, key: string): Promise<Outcome> {
  const before = await from.head(key);
  if (!before) return 'gone';
  const there = await to.head(key);
  const sameSize = there?.sizeBytes === before.sizeBytes;
  const kept = sameSize && (await hashAt(from, key)) === (await hashAt(to, key));
  if (!kept) {
    const read = await copyOne(from, to, key);
    if ((await to.head(key))?.sizeBytes !== before.sizeBytes || (await hashAt(to, key)) !== read) return 'changing';
  }
  const after = await from.head(key);
  if (after?.etag !== before.etag) return 'changing';
  return kept ? 'kept' : 'copied';
}

async function moveOne(from: Storage, to: Storage, key: string): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      const outcome = await tryOne(from, to, key);
      if (outcome !== 'changing' || attempt === TRIES) return outcome;
    } catch (error) {
      // Deleted while it was copied: the next try finds it gone.
      if (!(error instanceof FileMissingError) || attempt === TRIES) throw error;
    }
  }
}

/**
 * Copies what is in the folders of `from` to `to`, a few files at once. A file that is there already with the same size
 * and hash is left alone, so a second run continues the first. Every copy is read back and its SHA-256 compared. The
 * source is never changed unless `deleteSource` says so. Throws what the stores throw; run it again then.
 */
export async function moveFiles(from: Storage, to: Storage, options: MoveOptions): Promise<MoveReport> {
  const report: MoveReport = { copied: 0, copiedBytes: 0, kept: 0, deleted: 0, left: [] };
  async function* keys() {
    for (const folder of options.folders) yield* from.list(folder);
  }
  const files = keys();
  const work = async (): Promise<void> => {
    for await (const { key, sizeBytes } of files) {
      if (options.signal?.aborted) return;
      const outcome = await moveOne(from, to, key);
      if (outcome === 'changing') report.left.push(key);
      if (outcome === 'kept') report.kept++;
      if (outcome === 'copied') {
        report.copied++;
        report.copiedBytes += sizeBytes;
      }
      if (options.deleteSource && (outcome === 'kept' || outcome === 'copied')) {
        await from.delete(key);
        report.deleted++;
      }
      options.onProgress?.(report);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return report;
}
