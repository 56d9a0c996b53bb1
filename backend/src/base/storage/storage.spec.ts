// One contract for every storage driver: the disk always, a real S3 server when S3_TEST_ENDPOINT names one.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@tus/server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiskStorage } from './disk.storage.js';
import { s3ClientOptions } from './s3.client.js';
import { S3Storage } from './s3.storage.js';
import { assertKey, BadKeyError, contentTypeOf, FileMissingError, type Storage } from './storage.js';
import { UploadStore } from './upload.store.js';

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function keysOf(storage: Storage, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(prefix)) keys.push(key);
  return keys;
}

function contract(make: () => Promise<Storage>): void {
  let storage: Storage;
  beforeAll(async () => {
    storage = await make();
  });

  it('keeps bytes, size and content type', async () => {
    const body = randomBytes(70_001);
    expect(await storage.put('a/one.mp4', body, { contentType: 'video/mp4' })).toEqual({ sizeBytes: 70_001 });
    const file = await storage.get('a/one.mp4');
    expect(file.sizeBytes).toBe(70_001);
    expect(file.contentType).toBe('video/mp4');
    expect((await bytesOf(file.stream)).equals(body)).toBe(true);
    expect(await storage.head('a/one.mp4')).toEqual({
      sizeBytes: 70_001,
      contentType: 'video/mp4',
      etag: file.etag,
    });
  });

  it.each([
    ['the first bytes', { start: 0, end: 9 }, [0, 10]],
    ['the middle', { start: 100, end: 1099 }, [100, 1100]],
    ['from a byte to the end', { start: 69_000 }, [69_000, 70_000]],
    ['an end past the file', { start: 69_990, end: 999_999 }, [69_990, 70_000]],
  ])('gives a part: %s', async (_, range, [from, to]) => {
    const body = randomBytes(70_000);
    await storage.put('a/part.m4s', body);
    const file = await storage.get('a/part.m4s', range);
    expect(file.sizeBytes).toBe(70_000);
    expect((await bytesOf(file.stream)).equals(body.subarray(from, to))).toBe(true);
  });

  it('refuses a part that begins past the end', async () => {
    await storage.put('a/short.bin', Buffer.from('abc'));
    await expect(storage.get('a/short.bin', { start: 3 })).rejects.toThrow(RangeError);
  });

  it('takes a stream of unknown length, also one of many parts', async () => {
    const chunk = randomBytes(1_000_003);
    const stream = Readable.from(Array.from({ length: 18 }, () => chunk));
    expect(await storage.put('a/long.bin', stream)).toEqual({ sizeBytes: 18 * chunk.length });
    const read = await bytesOf((await storage.get('a/long.bin')).stream);
    expect(read.equals(Buffer.concat(Array.from({ length: 18 }, () => chunk)))).toBe(true);
  });

  it('takes an empty file', async () => {
    await storage.put('a/empty.txt', Readable.from([]));
    const file = await storage.get('a/empty.txt');
    expect(file.sizeBytes).toBe(0);
    expect((await bytesOf(file.stream)).length).toBe(0);
  });

  it('replaces a file whole and changes its etag', async () => {
    await storage.put('a/again.txt', Buffer.from('first'));
    const before = await storage.head('a/again.txt');
    await storage.put('a/again.txt', Buffer.from('other'));
    expect((await bytesOf((await storage.get('a/again.txt')).stream)).toString()).toBe('other');
    expect((await storage.head('a/again.txt'))?.etag).not.toBe(before?.etag);
  });

  it('keeps the old file when a stream breaks', async () => {
    await storage.put('a/kept.bin', Buffer.from('old'));
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(9 * 1024 ** 2);
        throw new Error('the line was cut');
      })(),
    );
    await expect(storage.put('a/kept.bin', broken)).rejects.toThrow('the line was cut');
    expect((await bytesOf((await storage.get('a/kept.bin')).stream)).toString()).toBe('old');
  });

  it('says that a file is missing', async () => {
    expect(await storage.head('a/none')).toBeNull();
    await expect(storage.get('a/none')).rejects.toThrow(FileMissingError);
    await expect(storage.get('a/none', { start: 1 })).rejects.toThrow(FileMissingError);
    await expect(storage.get('a')).rejects.toThrow(FileMissingError);
    await storage.delete('a/none');
  });

  it('lists a folder in order and not its neighbour', async () => {
    for (const key of ['l/v1/b.ts', 'l/v1/a/z.ts', 'l/v1/a.ts', 'l/v10/c.ts']) await storage.put(key, Buffer.from('x'));
    expect(await keysOf(storage, 'l/v1')).toEqual(['l/v1/a.ts', 'l/v1/a/z.ts', 'l/v1/b.ts']);
    expect(await keysOf(storage, 'l/none')).toEqual([]);
  });

  it('deletes a folder and not its neighbour', async () => {
    for (const key of ['d/v1/a.ts', 'd/v1/x/b.ts', 'd/v10/c.ts']) await storage.put(key, Buffer.from('x'));
    await storage.deletePrefix('d/v1');
    expect(await keysOf(storage, 'd')).toEqual(['d/v10/c.ts']);
    await storage.delete('d/v10/c.ts');
    expect(await keysOf(storage, 'd')).toEqual([]);
    await storage.deletePrefix('d/v1');
  });

  it('answers a readiness question', async () => {
    await storage.check();
  });

  it.each(['../etc/passwd', 'a/../../b', '/etc/passwd', 'a//b', '.unfinished/x', 'a/.hidden', 'a\\b', 'a\0b', '', 'ä'])(
    'refuses the key %j',
    async (key) => {
      await expect(storage.put(key, Buffer.from('x'))).rejects.toThrow(BadKeyError);
      await expect(storage.get(key)).rejects.toThrow(BadKeyError);
      await expect(storage.deletePrefix(key)).rejects.toThrow(BadKeyError);
    },
  );
}

describe('keys', () => {
  it('are plain paths', () => {
    expect(assertKey('sto_1/vid_2/v1/480p_0001.m4s')).toBe('sto_1/vid_2/v1/480p_0001.m4s');
  });

  it('unknown extensions are downloads, never pages', () => {
    expect(contentTypeOf('a/x.html')).toBe('application/octet-stream');
    expect(contentTypeOf('a/master.m3u8')).toBe('application/vnd.apple.mpegurl');
  });
});

describe('disk', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'vitrina-storage-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  contract(async () => new DiskStorage(root));

  it('leaves no unfinished file behind', async () => {
    expect(await readdir(join(root, '.unfinished'))).toEqual([]);
  });
});

const endpoint = process.env['S3_TEST_ENDPOINT'];
(endpoint ? describe : describe.skip)('S3', () => {
  const config = {
    endpoint,
    region: 'us-east-1',
    bucket: `vitrina-${randomBytes(6).toString('hex')}`,
    accessKeyId: process.env['S3_TEST_ACCESS_KEY_ID'] ?? 'AKIATEST',
    secretAccessKey: process.env['S3_TEST_SECRET_ACCESS_KEY'] ?? 'SECRETTEST',
  };
  const client = new S3Client(s3ClientOptions(config));
  contract(async () => {
    await client.send(new CreateBucketCommand({ Bucket: config.bucket }));
    return new S3Storage(config);
  });

  it('joins the parts of a resumable upload whose process was killed after the last byte', async () => {
    const settings = {
      s3: config,
      dataDir: '',
      upload: { maxBytes: 10_000_000, minDurationMs: 1, maxDurationMs: 1, minShortSide: 1 },
    };
    const store = new UploadStore(settings, new S3Storage(config));
    const key = 'originals/upl_1/file';
    const bytes = randomBytes(9_000_000);
    await store.tus.create(new Upload({ id: key, size: bytes.length, offset: 0 }));
    const tus = store.tus as unknown as { finishMultipartUpload: () => Promise<string> };
    tus.finishMultipartUpload = () => Promise.reject(new Error('killed'));
    await expect(store.tus.write(Readable.from([bytes]), key, 0)).rejects.toThrow('killed');
    const successor = new UploadStore(settings, new S3Storage(config));
    expect(await successor.received(key)).toBe(bytes.length);
    expect(await successor.complete(key, bytes.length + 1)).toBe(false);
    expect(await successor.complete(key, bytes.length)).toBe(true);
    const read = await bytesOf((await new S3Storage(config).get(key)).stream);
    expect(read.equals(bytes)).toBe(true);
    await successor.remove(key);
    expect(await keysOf(new S3Storage(config), 'originals')).toEqual([]);
    await successor.remove(key);
  });

  it('leaves no unfinished upload behind', async () => {
    const open = await client.send(new ListMultipartUploadsCommand({ Bucket: config.bucket }));
    expect(open.Uploads ?? []).toEqual([]);
  });
});
