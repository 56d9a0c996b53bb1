// Resumable uploads: who may send bytes, when they are whole, and what becomes of those that never were.
import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Storage } from '../../base/storage/storage.js';
import { UploadStore } from '../../base/storage/upload.store.js';
import { QuotaService } from '../quota/quota.service.js';
import { needOf } from '../quota/quota.rules.js';
import { noteOriginal, noteStored } from '../quota/stored.queries.js';
import { ArrivalsService } from './arrivals.service.js';
import { Upload } from './upload.entity.js';
import { UploadedBytes } from './uploaded-bytes.js';
import { TrackUploadsService } from '../tracks/track-uploads.service.js';
import { Video } from '../video.entity.js';
import { ANOTHERS_FILE, judgeSameFile, uploadKey, type Refusal } from '../video.rules.js';
import type { VideoStatus } from '../video.status.js';
import { videosUploaded, VideosService } from '../videos.service.js';

/** An upload is kept so long after its last byte, so that it may go on tomorrow. */
const KEPT_MS = 24 * 3600_000;
const RECEIVER: Actor = { kind: 'system', name: 'uploads' };

@Injectable()
export class UploadsService {
  private readonly log = new Logger('uploads');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly storage: Storage,
    private readonly bytes: UploadedBytes,
    private readonly videos: VideosService,
    private readonly arrivals: ArrivalsService,
    private readonly store: UploadStore,
    private readonly quota: QuotaService,
    private readonly tracks: TrackUploadsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether this account may bring the file of this video now. NOT_FOUND for another's video, WRONG_STATUS, TOO_LARGE. */
  async assertMayUpload(videoId: string, actor: AccountActor, sizeBytes: number): Promise<Video> {
    const video = await this.videos.byId(videoId);
    if (!(await this.videos.isOwn(actor, video))) throw new AppError('NOT_FOUND');
    if (video.status !== 'uploading') throw new AppError('WRONG_STATUS', { detail: 'This video waits for no file.' });
    if (sizeBytes > this.config.upload.maxBytes) {
      throw new AppError('TOO_LARGE', { detail: `At most ${this.config.upload.maxBytes} bytes are accepted.` });
    }
    return video;
  }

  /**
   * Notes a new upload. An earlier unfinished one of the same version is given up: the newest counts. QUOTA_EXCEEDED
   * when more is brought than was announced and there is no room for it.
   */
  async open(
    video: Video,
    uploadId: string,
    actor: AccountActor,
    sizeBytes: number,
    how: Partial<Pick<Upload, 'door' | 'partBytes' | 'fileMark'>> = {},
  ): Promise<void> {
    await inTransaction(this.db, (em) => this.openIn(em, video, uploadId, actor, sizeBytes, how));
  }

  /** `open` as part of the caller's transaction. */
  async openIn(
    em: EntityManager,
    video: Video,
    uploadId: string,
    actor: AccountActor,
    sizeBytes: number,
    how: Partial<Pick<Upload, 'door' | 'partBytes' | 'fileMark'>>,
  ): Promise<void> {
    const now = this.clock.now();
    if (sizeBytes > video.sizeBytes) {
      const room = { storeId: video.storeId, creatorId: video.creatorId, videoId: video.id };
      await this.quota.assertRoom(em, room, needOf({ sizeBytes, durationMs: null }));
    }
    await em.query(
      `UPDATE uploads SET expires_at = $3
        WHERE video_id = $1 AND version = $2 AND track_id IS NULL AND finished_at IS NULL AND expires_at > $3`,
      [video.id, video.version, now],
    );
    await em.insert(Upload, {
      id: uploadId,
      videoId: video.id,
      version: video.version,
      accountId: actor.accountId,
      sizeBytes,
      createdAt: now,
      expiresAt: new Date(now.getTime() + KEPT_MS),
      finishedAt: null,
      removedAt: null,
      door: how.door ?? 'tus',
      partBytes: how.partBytes ?? null,
      fileMark: how.fileMark ?? null,
    });
    await em.update(Video, video.id, { sizeBytes, uploadedBytes: 0, earlyPlaylist: null, updatedAt: now });
    await noteStored(em, Object.assign(video, { sizeBytes }));
    const what = { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
    const after = { uploadId, sizeBytes, door: how.door ?? 'tus' };
    await audit(em, { actor, action: 'videos.upload_begun', ...what, after });
  }

  newUploadId(): string {
    return newId('upl');
  }

  /** The upload, when it is this account's and still open. NOT_FOUND, UPLOAD_EXPIRED (410). */
  async assertMine(uploadId: string, actor: AccountActor): Promise<Upload> {
    const upload = await this.db.manager.findOneBy(Upload, { id: uploadId });
    if (!upload || upload.accountId !== actor.accountId) throw new AppError('NOT_FOUND');
    if (upload.finishedAt === null && !this.isOpen(upload)) throw new AppError('UPLOAD_EXPIRED');
    if (upload.removedAt) throw new AppError('UPLOAD_EXPIRED');
    return upload;
  }

  /** True while bytes may still come. */
  isOpen(upload: Upload): boolean {
    return upload.finishedAt === null && upload.removedAt === null && upload.expiresAt > this.clock.now();
  }

  /** Calls one upload off: from now on it is expired, and the next sweep removes its bytes. */
  async giveUpUpload(upload: Upload, actor: Actor): Promise<void> {
    await inTransaction(this.db, async (em) => {
      await em.update(Upload, upload.id, { expiresAt: this.clock.now() });
      const what = { subjectType: 'video', subjectId: upload.videoId };
      await audit(em, { actor, action: 'videos.upload_called_off', ...what, after: { uploadId: upload.id } });
    });
  }

  /**
   * What has arrived, for the status page; moves the end of the upload's life along with it and gives it back. Null when
   * nobody waits for these bytes any more.
   */
  async noteReceived(uploadId: string, receivedBytes: number): Promise<Date | null> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + KEPT_MS);
    const noted: unknown = await this.db.query(
      `WITH open AS (
         UPDATE uploads SET expires_at = $3 WHERE id = $1 AND finished_at IS NULL AND expires_at > $4
         RETURNING video_id, version)
       UPDATE videos v SET uploaded_bytes = $2::bigint, progress = coalesce(least(1, $2::bigint::float8 / nullif(v.size_bytes, 0)), 0), updated_at = $4
         FROM open WHERE v.id = open.video_id AND v.version = open.version AND v.status = 'uploading'
       RETURNING v.id`,
      [uploadId, receivedBytes, expiresAt, now],
    );
    await this.arrivals.noteReceived(uploadId, receivedBytes);
    return (noted as [unknown[], number])[1] > 0 ? expiresAt : null;
  }

  /** Asks the store how much has arrived, and notes it. */
  async refresh(uploadId: string): Promise<void> {
    const upload = await this.db.manager.findOneBy(Upload, { id: uploadId });
    const received = upload && (await this.bytes.received(upload));
    if (received !== null) await this.noteReceived(uploadId, received);
  }

  /**
   * Closes a complete upload: hashes the bytes, compares with what is known, and in one transaction moves the video on
   * and saves the job. False when bytes are missing. Safe to repeat and to run twice at once.
   */
  async finish(uploadId: string): Promise<boolean> {
    const upload = await this.db.manager.findOneBy(Upload, { id: uploadId });
    if (!upload || upload.removedAt) return false;
    if (upload.finishedAt) return true;
    const key = uploadKey(uploadId);
    // A disk hands the bytes back while it flushes them; S3 shows them only when they are joined.
    const early = this.store.readsWhileArriving && (await this.bytes.received(upload)) === upload.sizeBytes;
    const hashing = early && upload.sizeBytes > 0 && upload.trackId === null ? this.hashOf(key) : undefined;
    hashing?.catch(() => undefined);
    if (!(await this.bytes.complete(upload))) return false;
    if (upload.trackId !== null) {
      await this.tracks.arrived(upload, upload.trackId);
      return true;
    }
    const sha256 = await (hashing ?? this.hashOf(key));
    const storedBytes = await this.bytes.storedBytes(upload);
    await inTransaction(this.db, (em) => this.close(em, upload, sha256, storedBytes));
    return true;
  }

  private async close(em: EntityManager, upload: Upload, sha256: string, storedBytes: number): Promise<void> {
    // Two uploads of the same bytes at once: the second sees the first.
    await em.query("SELECT pg_advisory_xact_lock(hashtextextended('same-file:' || $1, 0))", [sha256]);
    const video = await this.videos.lock(em, upload.videoId);
    if (video.status !== 'uploading' || video.version !== upload.version) return this.discard(em, upload);
    const known = await em.query<{ videoId: string; creatorId: string; status: VideoStatus }[]>(
      'SELECT id AS "videoId", creator_id AS "creatorId", status FROM videos WHERE sha256 = $1 ORDER BY created_at',
      [sha256],
    );
    const verdict = judgeSameFile({ videoId: video.id, creatorId: video.creatorId }, known);
    const arrived = { uploadedBytes: upload.sizeBytes, progress: 0 };
    if (verdict.kind === 'own') {
      const refusal = this.alreadyUploaded(verdict.videoId);
      await this.videos.move(em, video, 'refused', RECEIVER, { ...arrived, refusal });
      return this.discard(em, upload);
    }
    await em.update(Upload, upload.id, { finishedAt: this.clock.now() });
    const flags = verdict.kind === 'anothers' ? [ANOTHERS_FILE] : [];
    const originalKey = uploadKey(upload.id);
    await this.videos.move(em, video, 'uploaded', RECEIVER, { ...arrived, originalKey, sha256, flags });
    await noteOriginal(em, video, storedBytes);
    await this.jobs.announce(em, videosUploaded, { videoId: video.id, version: video.version });
  }

  /** Bytes that nobody will use: the next sweep removes them. */
  private async discard(em: EntityManager, upload: Upload): Promise<void> {
    await em.update(Upload, upload.id, { expiresAt: this.clock.now() });
  }

  private alreadyUploaded(videoId: string): Refusal {
    return {
      code: 'ALREADY_UPLOADED',
      message: 'You uploaded this very file before.',
      whatToDo: `Open the video you already have: ${this.config.studioUrl}/creator/videos/${videoId}`,
    };
  }

  private async hashOf(key: string): Promise<string> {
    const { stream } = await this.storage.get(key);
    const hash = createHash('sha256');
    for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest('hex');
  }

  /** Closes uploads whose process was killed between the last byte and the end. Returns how many. */
  async recover(): Promise<number> {
    const open = await this.db.query<{ id: string }[]>(
      `SELECT id FROM uploads WHERE finished_at IS NULL AND removed_at IS NULL AND expires_at > $1
          AND (lease_until IS NULL OR lease_until < now()) ORDER BY created_at LIMIT 500`,
      [this.clock.now()],
    );
    let closed = 0;
    const close = async ({ id }: { id: string }) => (closed += (await this.finish(id)) ? 1 : 0);
    await eachApart(open, ({ id }) => id, close, this.log);
    return closed;
  }

  /** Removes the bytes that nobody will use: expired uploads, called-off videos, refused copies. Returns how many. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    const dead = await this.db.query<Pick<Upload, 'id' | 'door'>[]>(
      `SELECT u.id, u.door FROM uploads u JOIN videos v ON v.id = u.video_id LEFT JOIN video_tracks t ON t.id = u.track_id
        WHERE u.finished_at IS NULL AND u.removed_at IS NULL AND (u.lease_until IS NULL OR u.lease_until < now())
          AND (u.expires_at <= $1 OR CASE WHEN u.track_id IS NULL THEN v.status <> 'uploading' OR v.version <> u.version
                 ELSE t.state <> 'arriving' OR t.upload_id <> u.id END)
        ORDER BY u.created_at LIMIT 500`,
      [now],
    );
    let removed = 0;
    const remove = async ({ id, door }: Pick<Upload, 'id' | 'door'>) => {
      await this.bytes.remove({ id, door });
      await this.db.manager.update(Upload, id, { removedAt: now });
      removed++;
    };
    await eachApart(dead, ({ id }) => id, remove, this.log);
    await this.giveUp(new Date(now.getTime() - KEPT_MS));
    return removed;
  }

  /** A video whose file never came is refused, so that nothing stays "uploading" for ever. */
  private async giveUp(before: Date): Promise<void> {
    const stale = await this.db.query<{ id: string }[]>(
      `SELECT v.id FROM videos v WHERE v.status = 'uploading' AND v.updated_at < $1 AND NOT EXISTS (
          SELECT FROM uploads u WHERE u.video_id = v.id AND u.version = v.version AND u.expires_at > $2) LIMIT 500`,
      [before, this.clock.now()],
    );
    const refusal: Refusal = {
      code: 'UPLOAD_EXPIRED',
      message: 'The file did not arrive within 24 hours.',
      whatToDo: 'Choose the file again and upload it in one go, or on a better connection.',
    };
    for (const { id } of stale) {
      await inTransaction(this.db, async (em) => {
        const video = await this.videos.lock(em, id);
        if (video.status === 'uploading' && video.updatedAt < before) {
          await this.videos.move(em, video, 'refused', RECEIVER, { refusal });
        }
      });
    }
  }
}
