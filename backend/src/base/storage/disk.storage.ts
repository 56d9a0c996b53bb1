// Files on a local disk: written beside, flushed, then renamed, so that nobody ever sees half of one.
import { randomBytes } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { access, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  assertKey,
  clampRange,
  contentTypeOf,
  FileMissingError,
  folderOf,
  Storage,
  type ByteRange,
  type FileBody,
  type FileHead,
  type PutOptions,
} from './storage.js';

/** Half-written files lie here, on the same file system as the whole ones; keys cannot name it. */
const UNFINISHED = '.unfinished';

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** Renaming is only safe once the folder's own entry is on the disk. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export class DiskStorage extends Storage {
  constructor(private readonly root: string) {
    super();
  }

  async put(
    key: string,
    body: Buffer | Readable,
    { fleeting = false }: PutOptions = {},
  ): Promise<{ sizeBytes: number }> {
    const target = this.pathOf(key);
    await mkdir(join(this.root, UNFINISHED), { recursive: true });
    const unfinished = join(this.root, UNFINISHED, randomBytes(12).toString('hex'));
    try {
      // `flush` makes the stream fsync before it closes.
      const source = Buffer.isBuffer(body) ? Readable.from([body]) : body;
      await pipeline(source, createWriteStream(unfinished, { flags: 'wx', flush: !fleeting }));
      const { size } = await stat(unfinished);
      await this.moveIntoPlace(unfinished, target, !fleeting);
      return { sizeBytes: size };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<FileBody> {
    const file = await open(this.pathOf(key), 'r').catch((error: unknown) => {
      throw isMissing(error) ? new FileMissingError(key) : error;
    });
    try {
      const info = await file.stat();
      if (!info.isFile()) throw new FileMissingError(key);
      const head = this.headOf(key, info.size, info.mtimeMs, info.ino);
      const { start, end } = clampRange(range, info.size);
      if (end < start) {
        await file.close();
        return { ...head, stream: Readable.from([]) };
      }
      return { ...head, stream: file.createReadStream({ start, end, autoClose: true }) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async head(key: string): Promise<FileHead | null> {
    try {
      const info = await stat(this.pathOf(key));
      return info.isFile() ? this.headOf(key, info.size, info.mtimeMs, info.ino) : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** A stored file is replaced by a rename and never written again, so that a second name keeps its bytes. */
  override async link(key: string, path: string): Promise<boolean> {
    return link(this.pathOf(key), path).then(
      () => true,
      () => false,
    );
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async deletePrefix(prefix: string): Promise<void> {
    await rm(join(this.root, folderOf(prefix)), { force: true, recursive: true });
  }

  async *list(prefix: string): AsyncIterable<{ key: string; sizeBytes: number }> {
    const folder = folderOf(prefix);
    const entries = await readdir(join(this.root, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    // A folder sorts as S3 sorts its keys: with the slash that follows its name.
    const names = entries.map((e) => ({ sort: e.isDirectory() ? `${e.name}/` : e.name, entry: e }));
    names.sort((a, b) => (a.sort < b.sort ? -1 : 1));
    for (const { entry } of names) {
      const key = `${folder}${entry.name}`;
      if (entry.isDirectory()) {
        yield* this.list(key);
        continue;
      }
      const head = await this.head(key);
      if (head) yield { key, sizeBytes: head.sizeBytes };
    }
  }

  async check(): Promise<void> {
    await mkdir(this.root, { recursive: true });
    await access(this.root, constants.W_OK);
  }

  private pathOf(key: string): string {
    return join(this.root, assertKey(key));
  }

  /** The inode is part of the etag: a rename within the same millisecond still changes it. */
  private headOf(key: string, sizeBytes: number, mtimeMs: number, inode: number): FileHead {
    const mark = [sizeBytes, Math.trunc(mtimeMs), inode].map((n) => n.toString(36)).join('-');
    return { sizeBytes, contentType: contentTypeOf(key), etag: `"${mark}"` };
  }

  private async moveIntoPlace(from: string, target: string, flush: boolean): Promise<void> {
    // Somebody may delete the folder between its making and the rename; then it is made again.
    for (let attempt = 1; ; attempt++) {
      await mkdir(dirname(target), { recursive: true });
      try {
        await rename(from, target);
        if (flush) await flushFolder(dirname(target));
        return;
      } catch (error) {
        if (attempt === 3 || !isMissing(error)) throw error;
      }
    }
  }
}
