// Uploads that go from the browser straight to S3: begins them, signs their parts, and closes or calls them off.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../../base/audit.js';
import type { AccountActor } from '../../../base/auth.js';
import { inTransaction } from '../../../base/database/transaction.js';
import { AppError } from '../../../base/errors.js';
import { defineJob } from '../../../base/jobs/handles.js';
import { JobsService } from '../../../base/jobs/jobs.service.js';
import { DirectDoor } from '../../../base/storage/direct.door.js';
import type { ArrivedPart, MultipartStore } from '../../../base/storage/multipart.store.js';
import { uploadKey } from '../../video.rules.js';
import { UploadedBytes } from '../uploaded-bytes.js';
import { Upload } from '../upload.entity.js';
import { UploadsService } from '../uploads.service.js';
import { judgeParts, MOST_SIGNED, planParts, sizeOfPart } from './direct.rules.js';

/** Every byte is in storage: the worker hashes the file and moves the video on. Hashing 5 GB takes half a minute. */
export const videosUploadJoined = defineJob<{ uploadId: string }>('videos.upload_joined', { expireS: 1800 });

/** What a browser needs to go on: which parts there are, and which of them it need not send. */
export interface DirectUpload {
  id: string;
  partBytes: number;
  partCount: number;
  arrived: number[];
  expiresAt: Date;
}

export interface SignedPart {
  number: number;
  url: string;
}

/** Hexadecimal SHA-256 of what the studio took of the file; the service only compares. */
const MARK = /^[0-9a-f]{64}$/;

@Injectable()
export class DirectUploads {
  constructor(
    private readonly db: DataSource,
    private readonly jobs: JobsService,
    private readonly door: DirectDoor,
    private readonly uploads: UploadsService,
    private readonly bytes: UploadedBytes,
  ) {}

  /**
   * Begins an upload, or goes on with the one that this account began for the same version, size and mark.
   * DIRECT_UNAVAILABLE where files are kept on a disk or the bucket refuses browsers; else as `assertMayUpload`.
   */
  async begin(actor: AccountActor, videoId: string, sizeBytes: number, fileMark: string): Promise<DirectUpload> {
    const store = await this.storeOrRefuse();
    if (!MARK.test(fileMark)) throw new AppError('BAD_INPUT', { field: 'fileMark', detail: 'A SHA-256 in hex.' });
    const video = await this.uploads.assertMayUpload(videoId, actor, sizeBytes);
    const mine = { videoId, version: video.version, accountId: actor.accountId, door: 'direct' as const };
    const earlier = await this.db.manager.findOne(Upload, {
      where: { ...mine, sizeBytes, fileMark },
      order: { createdAt: 'DESC' },
    });
    if (earlier && this.uploads.isOpen(earlier)) {
      await this.ensureBegun(store, earlier);
      return this.stateOf(store, earlier);
    }
    const { partBytes } = planParts(sizeBytes);
    const id = this.uploads.newUploadId();
    await this.uploads.open(video, id, actor, sizeBytes, { door: 'direct', partBytes, fileMark });
    const upload = await this.uploads.assertMine(id, actor);
    await this.ensureBegun(store, upload);
    return this.stateOf(store, upload);
  }

  /** What has arrived; asked after a reload. NOT_FOUND, UPLOAD_EXPIRED. */
  async state(actor: AccountActor, uploadId: string): Promise<DirectUpload> {
    return this.stateOf(await this.storeOrRefuse(), await this.mine(actor, uploadId));
  }

  /** Addresses for these parts, each for ten minutes, one part and its exact length. */
  async sign(actor: AccountActor, uploadId: string, numbers: readonly number[]): Promise<SignedPart[]> {
    const store = await this.storeOrRefuse();
    const upload = await this.mine(actor, uploadId);
    if (upload.finishedAt) throw new AppError('WRONG_STATUS', { detail: 'This upload is finished.' });
    if (numbers.length < 1 || numbers.length > MOST_SIGNED) {
      throw new AppError('BAD_INPUT', { field: 'numbers', detail: `Ask for 1 to ${MOST_SIGNED} parts at a time.` });
    }
    const { partBytes, s3UploadId } = upload;
    if (!partBytes || !s3UploadId) throw new AppError('UPLOAD_EXPIRED');
    const wanted = numbers.map((number) => ({ number, size: sizeOfPart(upload.sizeBytes, partBytes, number) }));
    const signed: SignedPart[] = [];
    for (const { number, size } of wanted) {
      if (size === null) throw new AppError('BAD_INPUT', { field: 'numbers', detail: `There is no part ${number}.` });
      signed.push({ number, url: await store.signPart(uploadKey(uploadId), s3UploadId, number, size) });
    }
    // Whoever asks for addresses is alive: the upload lives a day from here, and the status page learns what came.
    await this.stateOf(store, upload);
    return signed;
  }

  /**
   * Every part was sent: joins them and hands the file to the worker. UPLOAD_INCOMPLETE names the parts that are not
   * there; TOO_LARGE when more came than announced, and then the bytes are removed. Safe to repeat.
   */
  async complete(actor: AccountActor, uploadId: string): Promise<void> {
    const store = await this.storeOrRefuse();
    const upload = await this.mine(actor, uploadId);
    if (upload.finishedAt) return;
    if (!(await this.bytes.complete(upload))) await this.refuseIncomplete(store, actor, upload);
    await this.uploads.noteReceived(uploadId, upload.sizeBytes);
    await inTransaction(this.db, async (em) => {
      await this.jobs.announce(em, videosUploadJoined, { uploadId });
      const what = { subjectType: 'video', subjectId: upload.videoId };
      await audit(em, { actor, action: 'videos.upload_joined', ...what, after: { uploadId } });
    });
  }

  /** Calls an upload off; the video goes on waiting for a file. The sweep removes what came. */
  async abort(actor: AccountActor, uploadId: string): Promise<void> {
    const upload = await this.mine(actor, uploadId);
    if (upload.finishedAt) throw new AppError('WRONG_STATUS', { detail: 'This upload is finished.' });
    await this.uploads.giveUpUpload(upload, actor);
  }

  private async refuseIncomplete(store: MultipartStore, actor: AccountActor, upload: Upload): Promise<never> {
    const parts = await this.partsOf(store, upload);
    const verdict = judgeParts(upload.sizeBytes, upload.partBytes ?? 1, parts);
    if (verdict.kind === 'too_much') {
      await this.uploads.giveUpUpload(upload, actor);
      await this.bytes.remove(upload);
      throw new AppError('TOO_LARGE', { detail: 'More bytes came than were announced. They were removed.' });
    }
    const missing = verdict.kind === 'missing' ? verdict.numbers : [];
    throw new AppError('UPLOAD_INCOMPLETE', { missing: missing.slice(0, 100) });
  }

  private async partsOf(store: MultipartStore, upload: Upload): Promise<ArrivedPart[]> {
    return (upload.s3UploadId ? await store.parts(uploadKey(upload.id), upload.s3UploadId) : null) ?? [];
  }

  /** Also notes what has arrived. Only whole parts count: half a part is sent again. */
  private async stateOf(store: MultipartStore, upload: Upload): Promise<DirectUpload> {
    const { id, sizeBytes } = upload;
    const partBytes = upload.partBytes ?? sizeBytes;
    const partCount = Math.ceil(sizeBytes / partBytes);
    const parts = upload.finishedAt ? [] : await this.partsOf(store, upload);
    const whole = parts.filter((part) => part.sizeBytes === sizeOfPart(sizeBytes, partBytes, part.number));
    const joined = upload.finishedAt !== null || (parts.length === 0 && (await this.bytes.complete(upload)));
    const arrived = joined ? Array.from({ length: partCount }, (_, i) => i + 1) : whole.map((part) => part.number);
    const receivedBytes = joined ? sizeBytes : whole.reduce((sum, part) => sum + part.sizeBytes, 0);
    const expiresAt = await this.uploads.noteReceived(id, receivedBytes);
    return { id, partBytes, partCount, arrived, expiresAt: expiresAt ?? upload.expiresAt };
  }

  /** Asks S3 for its upload where that was not done yet: the row stands first, so a kill between leaves it findable. */
  private async ensureBegun(store: MultipartStore, upload: Upload): Promise<void> {
    if (upload.s3UploadId) return;
    upload.s3UploadId = await store.begin(uploadKey(upload.id));
    await this.db.manager.update(Upload, upload.id, { s3UploadId: upload.s3UploadId });
  }

  private async mine(actor: AccountActor, uploadId: string): Promise<Upload> {
    const upload = await this.uploads.assertMine(uploadId, actor);
    if (upload.door !== 'direct') throw new AppError('NOT_FOUND');
    return upload;
  }

  private async storeOrRefuse(): Promise<MultipartStore> {
    const store = this.door.multipart;
    if (!store || !(await this.door.isOpen())) throw new AppError('DIRECT_UNAVAILABLE');
    return store;
  }
}
