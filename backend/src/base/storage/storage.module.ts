// Gives every module the configured Storage: S3 when a bucket is named, else the local disk.
import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { DiskStorage } from './disk.storage.js';
import { DirectDoor } from './direct.door.js';
import { S3Storage } from './s3.storage.js';
import { Storage } from './storage.js';
import { storageRoot, UploadStore } from './upload.store.js';

@Global()
@Module({
  providers: [
    {
      provide: Storage,
      useFactory: (config: Config) => (config.s3 ? new S3Storage(config.s3) : new DiskStorage(storageRoot(config))),
      inject: [CONFIG],
    },
    {
      provide: UploadStore,
      useFactory: (config: Config, storage: Storage) => new UploadStore(config, storage),
      inject: [CONFIG, Storage],
    },
    DirectDoor,
  ],
  exports: [Storage, UploadStore, DirectDoor],
})
export class StorageModule {}
