// Resumable uploads write straight under their final key, so that a finished upload is never copied.
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { S3Store } from '@tus/s3-store';
import { Upload, type DataStore } from '@tus/server';
import type { Config } from '../config.js';
import { openArriving, type ArrivingFile } from './arriving.js';
import { s3ClientOptions } from './s3.client.js';
import { assertKey, type Storage } from './storage.js';
import { Turns } from '../turns/turns.js';

/** The folder of the local driver inside the data directory. */
export function storageRoot(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'storage');
}

/**
 * The files of unfinished uploads. Upload ids are storage keys, and what the tus server knows of an upload lies beside
 * the bytes in the same folder, so each upload has a folder of its own. Expiry is the caller's: it knows the owners.
 */
export class UploadStore {
  /** What the tus server writes to. */
  readonly tus: DataStore;
  private readonly root: string | null;

  constructor(
    config: Pick<Config, 's3' | 'dataDir' | 'upload'>,
    private readonly storage: Storage,
  ) {
    this.root = config.s3 ? null : storageRoot(config);
    if (this.root) mkdirSync(this.root, { recursive: true });
    this.tus = config.s3
      ? new S3Store({
          partSize: 8 * 1024 ** 2,
          useTags: false,
          s3ClientConfig: { ...s3ClientOptions(config.s3), bucket: config.s3.bucket },
        })
      : new FileStore({ directory: this.root as string });
    const [write, turns] = [this.tus.write.bind(this.tus), new Turns()];
    this.tus.write = (bytes, key, offset) => write(turns.of(bytes as Readable), key, offset);
    // The parts of a file of unknown length follow from the most there may be; of the library's 5 TB they would be 500 MB.
    Object.assign(this.tus, { maxUploadSize: config.upload.maxBytes });
  }

  /** Opens a file that we write ourselves, in as many goes as it takes; `sizeBytes` is null while nobody knows it. */
  async create(key: string, sizeBytes: number | null): Promise<void> {
    const size = sizeBytes === null ? {} : { size: sizeBytes };
    await this.tus.create(new Upload({ id: assertKey(key), offset: 0, ...size }));
  }

  /** Appends at this offset and gives the new end. A stream that ends early leaves what it brought. */
  append(key: string, offset: number, bytes: Readable): Promise<number> {
    return this.tus.write(bytes, assertKey(key), offset);
  }

  /** Says how long the file is, once that is known. */
  declare(key: string, sizeBytes: number): Promise<void> {
    return this.tus.declareUploadLength(assertKey(key), sizeBytes);
  }

  /** Whether the bytes of an unfinished upload can be read: S3 shows nothing of a multipart upload before its end. */
  get readsWhileArriving(): boolean {
    return this.root !== null;
  }

  /** An upload that is still coming, to be read as it comes; null where that cannot be or nothing has come. */
  async arriving(key: string): Promise<ArrivingFile | null> {
    return this.root ? openArriving(join(this.root, assertKey(key))) : null;
  }

  /** How many bytes arrived, or null when there is no such upload. */
  async received(key: string): Promise<number | null> {
    try {
      return (await this.tus.getUpload(assertKey(key))).offset;
    } catch (error) {
      const status = (error as { status_code?: number }).status_code;
      if (status === 404 || status === 410) return null;
      throw error;
    }
  }

  /**
   * True when all bytes are there; then they survive a crash and `Storage.get(key)` gives them. A process killed after
   * the last byte leaves parts in S3 that nobody joined: an empty write at the end joins them.
   */
  async complete(key: string, sizeBytes: number): Promise<boolean> {
    if ((await this.received(key)) !== sizeBytes) return false;
    if (this.root) {
      const file = await open(join(this.root, key), 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      return true;
    }
    if (!(await this.storage.head(key))) await this.tus.write(Readable.from([]), key, sizeBytes);
    return (await this.storage.head(key))?.sizeBytes === sizeBytes;
  }

  /** Removes an upload in any state with all that lies beside it; nothing there is no error. */
  async remove(key: string): Promise<void> {
    try {
      await this.tus.remove(assertKey(key));
    } catch (error) {
      if ((error as { status_code?: number }).status_code !== 404) throw error;
    }
    await this.storage.deletePrefix(key.slice(0, key.lastIndexOf('/')));
  }
}
