// An upload that is still coming: told to the workers once, read by them as it comes, played early by its creator.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import type { ArrivingFile } from '../../base/storage/arriving.js';
import { UploadStore } from '../../base/storage/upload.store.js';
import { uploadKey, type VideoWork } from '../video.rules.js';

/** One upload of one version. */
export interface Arrival extends VideoWork {
  uploadId: string;
}

/**
 * Enough of a file has come to begin with, and more is coming. Losing it costs a comfort, so it is tried again only when
 * its worker was killed; a slow upload may take long.
 */
export const videosPartlyArrived = defineJob<Arrival>('videos.partly_arrived', {
  heartbeat: true,
  expireS: 3600,
  retries: 5,
});

/** Below this nothing can be said of a file; half a second of a phone's video. */
const ENOUGH_BYTES = 512 * 1024;
/** A finished upload that waits longer than a worker needs to take it says that the workers are busy. */
const WAITS_MS = 2000;

const TOLD_AT_MOST = 10_000;

@Injectable()
export class ArrivalsService {
  /** Uploads that this process knows to be announced: hearing of bytes once a second asks the database only once. */
  private readonly told = new Set<string>();

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly store: UploadStore,
  ) {}

  /** Announces an upload to the workers, once, when enough of it has come. Nothing where the store hides what arrives. */
  async noteReceived(uploadId: string, receivedBytes: number): Promise<void> {
    if (!this.store.readsWhileArriving || receivedBytes < ENOUGH_BYTES || this.told.has(uploadId)) return;
    await inTransaction(this.db, async (em) => {
      const [rows] = await em.query<[VideoWork[], number]>(
        `UPDATE uploads SET arriving_at = $3
          WHERE id = $1 AND track_id IS NULL AND arriving_at IS NULL AND finished_at IS NULL AND expires_at > $3 AND size_bytes > $2
          RETURNING video_id AS "videoId", version`,
        [uploadId, receivedBytes, this.clock.now()],
      );
      for (const work of rows) await this.jobs.announce(em, videosPartlyArrived, { ...work, uploadId });
    });
    if (this.told.size >= TOLD_AT_MOST) this.told.clear();
    this.told.add(uploadId);
  }

  /** Whether the upload is still coming and is the one that counts; then its whole size in bytes, else null. */
  async expectedBytes(arrival: Arrival): Promise<number | null> {
    const rows = await this.db.query<{ size: string }[]>(
      `SELECT u.size_bytes AS size FROM uploads u JOIN videos v ON v.id = u.video_id AND v.version = u.version
        WHERE u.id = $1 AND u.video_id = $2 AND u.version = $3 AND u.finished_at IS NULL AND u.removed_at IS NULL
          AND u.expires_at > $4 AND v.status = 'uploading'`,
      [arrival.uploadId, arrival.videoId, arrival.version, this.clock.now()],
    );
    return rows[0] ? Number(rows[0].size) : null;
  }

  /** Whether finished uploads wait for a worker: they go before what is still arriving. */
  async finishedWait(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - WAITS_MS);
    const rows = await this.db.query<unknown[]>(
      "SELECT FROM videos WHERE status = 'uploaded' AND updated_at < $1 LIMIT 1",
      [before],
    );
    return rows.length > 0;
  }

  /** The bytes, as they come. Null where they cannot be read. */
  file({ uploadId }: Arrival): Promise<ArrivingFile | null> {
    return this.store.arriving(uploadKey(uploadId));
  }

  /**
   * A first part can be played, from this playlist of the version's folder, while the rest is still coming. False, and
   * nothing changed, when the upload ended or another took its place. Not audited: it decides nothing.
   */
  async markPlayable(arrival: Arrival, playlist: string): Promise<boolean> {
    const now = this.clock.now();
    const changed: unknown = await this.db.query(
      `UPDATE videos v SET early_playlist = $4 FROM uploads u
        WHERE v.id = $1 AND v.version = $2 AND v.status = 'uploading' AND u.id = $3 AND u.video_id = v.id
          AND u.version = v.version AND u.finished_at IS NULL AND u.expires_at > $5 RETURNING v.id`,
      [arrival.videoId, arrival.version, arrival.uploadId, playlist, now],
    );
    return (changed as [unknown[], number])[1] > 0;
  }
}
