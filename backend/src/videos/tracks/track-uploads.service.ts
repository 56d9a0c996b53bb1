// The bytes of alternative tracks: who may send them, when they are whole, and what is removed when nobody needs it.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Storage } from '../../base/storage/storage.js';
import { noteTracks } from '../quota/stored.queries.js';
import { Upload } from '../uploads/upload.entity.js';
import { UploadedBytes } from '../uploads/uploaded-bytes.js';
import { uploadKey } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { VideoTrack } from './track.entity.js';
import { trackMediaFolder } from './track.rules.js';
import { isNeeded, TracksService, videosTrackUploaded } from './tracks.service.js';

/** As of a video's upload. */
const KEPT_MS = 24 * 3600_000;
const RECEIVER: Actor = { kind: 'system', name: 'uploads' };

@Injectable()
export class TrackUploadsService {
  private readonly log = new Logger('tracks');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly storage: Storage,
    private readonly bytes: UploadedBytes,
    private readonly videos: VideosService,
    private readonly tracks: TracksService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Notes the upload of a track's file; an earlier unfinished one is given up. NOT_FOUND for another's, WRONG_STATUS,
   * TOO_LARGE, and BAD_INPUT for another size than was announced: room was promised for that one.
   */
  async open(trackId: string, uploadId: string, actor: AccountActor, sizeBytes: number): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const { video, track } = await this.tracks.locked(em, trackId);
      if (!(await this.videos.isOwn(actor, video, em))) throw new AppError('NOT_FOUND');
      if (track.state !== 'arriving') throw new AppError('WRONG_STATUS', { detail: 'This track waits for no file.' });
      if (sizeBytes > this.config.upload.maxBytes) {
        throw new AppError('TOO_LARGE', { detail: `At most ${this.config.upload.maxBytes} bytes are accepted.` });
      }
      if (sizeBytes !== track.sizeBytes) {
        throw new AppError('BAD_INPUT', { field: 'Upload-Length', detail: `${track.sizeBytes} bytes were announced.` });
      }
      const now = this.clock.now();
      await em.query('UPDATE uploads SET expires_at = $2 WHERE id = $1 AND finished_at IS NULL AND expires_at > $2', [
        ...[track.uploadId, now],
      ]);
      await em.insert(Upload, {
        ...{ id: uploadId, videoId: video.id, version: track.version, trackId, accountId: actor.accountId, sizeBytes },
        ...{ door: 'tus', createdAt: now, expiresAt: new Date(now.getTime() + KEPT_MS) },
      });
      await em.update(VideoTrack, trackId, { uploadId, updatedAt: now });
      const after = { uploadId, trackId, sizeBytes };
      const what = { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
      await audit(em, { actor, action: 'videos.upload_begun', ...what, after });
    });
  }

  /** The upload is whole: the track is to be prepared. Safe to repeat; bytes that nobody waits for go with the next sweep. */
  async arrived(upload: Upload, trackId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const { video, track } = await this.tracks.locked(em, trackId);
      const now = this.clock.now();
      const wanted = track.state === 'arriving' && track.uploadId === upload.id && isNeeded(video, track);
      if (!wanted) {
        await em.query('UPDATE uploads SET expires_at = $2 WHERE id = $1 AND finished_at IS NULL', [upload.id, now]);
        return;
      }
      await em.update(Upload, upload.id, { finishedAt: now });
      await this.tracks.move(em, track, 'waiting', RECEIVER);
      await this.jobs.announce(em, videosTrackUploaded, { trackId });
    });
  }

  /** The storage key of the file that a track is made of; null when there is none any more. */
  async originalOf({ uploadId }: VideoTrack): Promise<string | null> {
    const upload = uploadId === null ? null : await this.db.manager.findOneBy(Upload, { id: uploadId });
    return upload && !upload.removedAt ? uploadKey(upload.id) : null;
  }

  /** Removes what was sent, once a track was made of it or refused: what viewers get is kept, the original is not. */
  async removeOriginal(trackId: string): Promise<void> {
    const track = await this.db.manager.findOneByOrFail(VideoTrack, { id: trackId });
    if (track.state === 'arriving' || track.state === 'waiting' || track.uploadId === null) return;
    const upload = await this.db.manager.findOneBy(Upload, { id: track.uploadId });
    if (!upload || upload.removedAt) return;
    await this.bytes.remove(upload);
    await this.db.manager.update(Upload, upload.id, { removedAt: this.clock.now() });
  }

  /** Removes every file of a track that was removed or refused. Safe to kill and to repeat. */
  async removeFiles(trackId: string): Promise<void> {
    const track = await this.db.manager.findOneByOrFail(VideoTrack, { id: trackId });
    if ((track.state !== 'removed' && track.state !== 'refused') || track.filesGoneAt) return;
    const { videoId, version } = track;
    const { storeId } = await this.videos.byId(videoId);
    await this.removeOriginal(trackId);
    await this.storage.deletePrefix(trackMediaFolder({ storeId, videoId, version, trackId }));
    await inTransaction(this.db, async (em) => {
      await this.videos.lock(em, videoId);
      await em.update(VideoTrack, trackId, { storedBytes: 0, expectedBytes: 0, filesGoneAt: this.clock.now() });
      await noteTracks(em, track);
    });
  }

  /** Ends tracks whose file never came or whose version nobody needs, and removes what a killed process left. Returns how many. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    const stale = await this.db.query<{ id: string }[]>(
      `SELECT t.id FROM video_tracks t JOIN videos v ON v.id = t.video_id LEFT JOIN uploads u ON u.id = t.upload_id
        WHERE t.state IN ('arriving', 'waiting') AND t.files_gone_at IS NULL
          AND (v.status = 'retired' OR (v.version <> t.version AND v.live_version IS DISTINCT FROM t.version)
               OR (t.state = 'arriving' AND t.updated_at <= $1 AND coalesce(u.expires_at, $2) <= $2))
        ORDER BY t.updated_at LIMIT 500`,
      [new Date(now.getTime() - KEPT_MS), now],
    );
    const give = ({ id }: { id: string }) =>
      inTransaction(this.db, async (em) => {
        const { track } = await this.tracks.locked(em, id);
        if (track.state === 'arriving' || track.state === 'waiting') await this.tracks.end(em, RECEIVER, track);
      });
    await eachApart(stale, ({ id }) => id, give, this.log);
    const left = await this.db.query<{ id: string }[]>(
      `SELECT id FROM video_tracks WHERE state IN ('refused', 'removed') AND files_gone_at IS NULL AND updated_at <= $1
        ORDER BY updated_at LIMIT 500`,
      [new Date(now.getTime() - 600_000)],
    );
    await eachApart(
      left,
      ({ id }) => id,
      ({ id }) => this.removeFiles(id),
      this.log,
    );
    return stale.length + left.length;
  }
}
