// Where resumable uploads put their bytes: straight under the final key, so that a finished upload is never copied.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { S3Store } from '@tus/s3-store';
import type { DataStore } from '@tus/server';
import type { Config } from '../config.js';
import { s3ClientOptions } from './s3.client.js';

/** The folder of the local driver inside the data directory. */
export function storageRoot(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'storage');
}

/**
 * The data store of the tus server for the configured driver. Its upload ids are storage keys, and what it knows of
 * an upload lies beside the bytes in the same folder: `deletePrefix` of that folder leaves nothing.
 * Expiry is the caller's: only it knows who owns an upload.
 */
export function uploadStore(config: Config): DataStore {
  if (config.s3) {
    return new S3Store({
      partSize: 8 * 1024 ** 2,
      useTags: false,
      s3ClientConfig: { ...s3ClientOptions(config.s3), bucket: config.s3.bucket },
    });
  }
  const directory = storageRoot(config);
  mkdirSync(directory, { recursive: true });
  return new FileStore({ directory });
}
