// Files go from one store to another: whole, once, verified, and the source stays.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { storageEnv, STORAGES } from '../../../test/support/s3.js';
import { loadConfig } from '../config.js';
import { DiskStorage } from './disk.storage.js';
import { moveFiles } from './mover.js';
import { S3Storage } from './s3.storage.js';
import type { FileBody, Storage } from './storage.js';

const OPTIONS = { folders: ['media', 'originals'], deleteSource: false };

async function bytesOf({ stream }: FileBody): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function keysOf(storage: Storage): Promise<string[]> {
  const keys: string[] = [];
  for (const folder of OPTIONS.folders) for await (const { key } of storage.list(folder)) keys.push(key);
  return keys;
}

describe.each(STORAGES)('moving files from the disk to %s', (kind) => {
  const folders: string[] = [];
  const files = new Map<string, Buffer>();
  let from: DiskStorage;
  let to: Storage;

  const folder = async () => {
    const made = await mkdtemp(join(tmpdir(), 'vitrina-move-'));
    folders.push(made);
    return made;
  };

  beforeEach(async () => {
    from = new DiskStorage(await folder());
    const { s3 } = loadConfig({ VITRINA_MODE: 'test', ...(await storageEnv(kind)) });
    to = s3 ? new S3Storage(s3) : new DiskStorage(await folder());
    files.clear();
    for (let n = 0; n < 20; n++) files.set(`media/sto_a/vid_a/1/seg-${n}.m4s`, randomBytes(1000 + n));
    files.set('media/sto_a/vid_a/1/master.m3u8', Buffer.from('#EXTM3U'));
    files.set('media/sto_a/vid_a/1/empty.vtt', Buffer.alloc(0));
    files.set('originals/upl_a/file', randomBytes(9 * 1024 ** 2));
    for (const [key, bytes] of files) await from.put(key, bytes);
  });
  afterEach(async () => {
    for (const one of folders.splice(0)) await rm(one, { recursive: true, force: true });
  });

  it('copies every byte once, and a second run finds it there', async () => {
    const first = await moveFiles(from, to, OPTIONS);
    expect(first).toMatchObject({ copied: files.size, kept: 0, deleted: 0, left: [] });
    for (const [key, bytes] of files) expect((await bytesOf(await to.get(key))).equals(bytes)).toBe(true);
    expect(await moveFiles(from, to, OPTIONS)).toMatchObject({ copied: 0, kept: files.size, left: [] });
    expect(await keysOf(from)).toHaveLength(files.size);
  });

  it('continues after a stop, and mends a copy of the same size with other bytes', async () => {
    const stop = new AbortController();
    const part = await moveFiles(from, to, { ...OPTIONS, signal: stop.signal, onProgress: () => stop.abort() });
    expect(part.copied).toBeLessThan(files.size);
    await to.put('media/sto_a/vid_a/1/seg-3.m4s', randomBytes(1003));
    const rest = await moveFiles(from, to, OPTIONS);
    expect(rest.copied + rest.kept).toBe(files.size);
    const key = 'media/sto_a/vid_a/1/seg-3.m4s';
    expect((await bytesOf(await to.get(key))).equals(files.get(key) ?? Buffer.alloc(0))).toBe(true);
  });

  it('empties the source only when told, and only of what was verified', async () => {
    const { deleted } = await moveFiles(from, to, { ...OPTIONS, deleteSource: true });
    expect(deleted).toBe(files.size);
    expect(await keysOf(from)).toEqual([]);
    expect((await keysOf(to)).sort()).toEqual([...files.keys()].sort());
  });

  it('leaves a file whose copy comes out wrong, and keeps its source', async () => {
    const key = 'media/sto_a/vid_a/1/master.m3u8';
    const honest = to.get.bind(to);
    to.get = async (asked, range) => {
      const body = await honest(asked, range);
      if (asked !== key) return body;
      body.stream.destroy();
      return { ...body, stream: Readable.from([Buffer.from('#EXTM3X')]) };
    };
    const report = await moveFiles(from, to, { ...OPTIONS, deleteSource: true });
    expect(report).toMatchObject({ left: [key], deleted: files.size - 1 });
    expect(await keysOf(from)).toEqual([key]);
  });

  it('leaves what changes all the time, and skips what goes away', async () => {
    const head = from.head.bind(from);
    let n = 0;
    from.head = async (key) => {
      const found = await head(key);
      if (key.endsWith('seg-1.m4s')) return null;
      return found && key === 'originals/upl_a/file' ? { ...found, etag: `"${++n}"` } : found;
    };
    const report = await moveFiles(from, to, OPTIONS);
    expect(report.left).toEqual(['originals/upl_a/file']);
    expect(report.copied).toBe(files.size - 1 - 1);
  });

  it('fails when the source cannot be read, and a later run brings all', async () => {
    const get = from.get.bind(from);
    from.get = async (key) => {
      const body = await get(key);
      if (key !== 'originals/upl_a/file') return body;
      body.stream.destroy();
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('half');
          throw new Error('the disk is gone');
        })(),
      );
      return { ...body, stream: broken };
    };
    await expect(moveFiles(from, to, OPTIONS)).rejects.toThrow('the disk is gone');
    expect(await to.head('originals/upl_a/file')).toBeNull();
    from.get = get;
    expect((await moveFiles(from, to, OPTIONS)).left).toEqual([]);
    expect((await keysOf(to)).length).toBe(files.size);
  });
});
