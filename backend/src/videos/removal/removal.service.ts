// Removes the files that nobody needs any more, and proves it: counted before, listed after, written down.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Storage } from '../../base/storage/storage.js';
import { AuthoringService } from '../authoring.service.js';
import { Video } from '../video.entity.js';
import { mediaFolder } from '../video.rules.js';
import { VideosService } from '../videos.service.js';
import { dueFolders, markGone, noteCount, type DueFolder } from './removal.queries.js';
import { freeStored } from '../quota/stored.queries.js';

/** The creator wants every file gone now, not after the usual time. */
export const videosDeletionAsked = defineJob<{ videoId: string }>('videos.deletion_asked');

const REMOVER: Actor = { kind: 'system', name: 'removal' };
/** So many folders a run: a store of a million files is emptied over many runs, and each is short. */
const A_RUN = 200;

@Injectable()
export class RemovalService {
  private readonly log = new Logger('removal');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly storage: Storage,
    private readonly videos: VideosService,
    private readonly authoring: AuthoringService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Retires the creator's video if it is not yet, and has every file of every version removed at once. */
  async deleteForGood(actor: AccountActor, videoId: string): Promise<Video> {
    await inTransaction(this.db, (em) => this.authoring.mine(em, actor, videoId));
    await this.videos.retire(videoId, actor);
    return inTransaction(this.db, async (em) => {
      const video = await this.authoring.mine(em, actor, videoId);
      if (video.forgottenAt) return video;
      const forgottenAt = this.clock.now();
      await em.update(Video, videoId, { forgottenAt });
      await this.jobs.announce(em, videosDeletionAsked, { videoId });
      const what = { subjectType: 'video', subjectId: videoId, storeId: video.storeId };
      await audit(em, { actor, action: 'videos.deletion_asked', ...what });
      return Object.assign(video, { forgottenAt });
    });
  }

  /** Removes what is due, of one video or of all. Safe to kill and to repeat. Returns how many folders went. */
  async removeDue(videoId: string | null = null): Promise<number> {
    const due = await dueFolders(this.db.manager, this.config.kept, this.clock.now(), { videoId, limit: A_RUN });
    let gone = 0;
    const failed: string[] = [];
    const remove = async (one: DueFolder) => {
      failed.push(folderOf(one));
      gone += (await this.removeOne(one)) ? 1 : 0;
      failed.pop();
    };
    await eachApart(due, folderOf, remove, this.log);
    // A job of one video is tried again; the timer comes back by itself.
    if (videoId !== null && failed.length > 0) throw new Error(`Not removed: ${failed.join(', ')}`);
    return gone;
  }

  private async removeOne(due: DueFolder): Promise<boolean> {
    const folder = folderOf(due);
    const counted = await noteCount(this.db.manager, due, await this.count(folder));
    await this.storage.deletePrefix(folder);
    const left = await this.count(folder);
    if (left.files > 0) throw new Error(`${left.files} files are still there.`);
    return inTransaction(this.db, async (em) => {
      if (!(await markGone(em, due, this.clock.now()))) return false;
      await freeStored(em, due.videoId, due.version, due.kind === 'original' ? 'original' : 'renditions');
      const what = { subjectType: 'video', subjectId: due.videoId, storeId: due.storeId };
      const after = { version: due.version, what: due.kind, folder, ...counted, left: 0 };
      await audit(em, { actor: REMOVER, action: 'videos.files_removed', ...what, after });
      this.log.log(`${folder}: ${counted.files} files, ${counted.bytes} bytes removed`);
      return true;
    });
  }

  private async count(folder: string): Promise<{ files: number; bytes: number }> {
    const found = { files: 0, bytes: 0 };
    for await (const { sizeBytes } of this.storage.list(folder)) {
      found.files++;
      found.bytes += sizeBytes;
    }
    return found;
  }
}

function folderOf(due: DueFolder): string {
  return due.originalKey ? due.originalKey.slice(0, due.originalKey.lastIndexOf('/')) : mediaFolder(due);
}
