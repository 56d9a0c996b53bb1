// One answer for every door by which bytes come: what arrived, whether it is whole, and how it is removed.
import { Injectable } from '@nestjs/common';
import { DirectDoor } from '../../base/storage/direct.door.js';
import { Storage } from '../../base/storage/storage.js';
import { UploadStore } from '../../base/storage/upload.store.js';
import { uploadFolder, uploadKey } from '../video.rules.js';
import { judgeParts } from './direct/direct.rules.js';
import type { Upload } from './upload.entity.js';

@Injectable()
export class UploadedBytes {
  constructor(
    private readonly storage: Storage,
    private readonly files: UploadStore,
    private readonly direct: DirectDoor,
  ) {}

  /** How many bytes are there; null when there is no such upload. */
  async received(upload: Upload): Promise<number | null> {
    const key = uploadKey(upload.id);
    if (upload.door !== 'direct') return this.files.received(key);
    const parts = upload.s3UploadId ? await this.direct.multipart?.parts(key, upload.s3UploadId) : [];
    if (parts) return parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    return (await this.storage.head(key))?.sizeBytes ?? null;
  }

  /** True when every announced byte is there and `Storage.get` gives the file; joins what came in parts. */
  async complete(upload: Upload): Promise<boolean> {
    const key = uploadKey(upload.id);
    // The length of a file that we fetch is known at its end only.
    if (upload.sizeBytes === 0) return false;
    if (upload.door !== 'direct') return this.files.complete(key, upload.sizeBytes);
    if ((await this.storage.head(key))?.sizeBytes === upload.sizeBytes) return true;
    const store = this.direct.multipart;
    if (!store || !upload.s3UploadId || !upload.partBytes) return false;
    const parts = await store.parts(key, upload.s3UploadId);
    if (!parts || judgeParts(upload.sizeBytes, upload.partBytes, parts).kind !== 'whole') return false;
    await store.join(key, upload.s3UploadId, parts);
    return (await this.storage.head(key))?.sizeBytes === upload.sizeBytes;
  }

  /** Bytes of the file and of what a door keeps beside it, as they lie in storage. */
  async storedBytes(upload: Upload): Promise<number> {
    let sum = 0;
    for await (const { sizeBytes } of this.storage.list(uploadFolder(upload.id))) sum += sizeBytes;
    return sum;
  }

  /** Removes an upload in any state; nothing there is no error. */
  async remove(upload: Pick<Upload, 'id' | 'door'>): Promise<void> {
    const key = uploadKey(upload.id);
    if (upload.door === 'direct' && this.direct.multipart) await this.direct.multipart.remove(key);
    else await this.files.remove(key);
  }
}
