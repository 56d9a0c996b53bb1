// Brings the caption files of a video, its playlists, both manifests and the store to what the tracks say now.
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { noteChanged } from '../quota/stored.queries.js';
import { Video } from '../video.entity.js';
import { mediaFolder, type VideoManifest, type VideoWork } from '../video.rules.js';
import { CaptionVersionsService } from './caption-versions.service.js';
import { CaptionsService } from './captions.service.js';
import { captionFiles, fileOf, isCaptionFile, withCaptions, withSubtitles } from './rules/playlists.rules.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const BRIEFLY = 'public, max-age=10';
const MANIFEST = 'manifest.json';

@Injectable()
export class CaptionFilesService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly storage: Storage,
    private readonly captions: CaptionsService,
    private readonly versions: CaptionVersionsService,
  ) {}

  /**
   * Safe to be killed anywhere and to run any number of times: what is to be there follows from the rows alone. First new
   * files, then the playlist and manifests that name them, and only when that is committed the old files go. The row's
   * lock is held while a dozen small files are written, so that no two runs, nor a run and a removal, cross.
   */
  async rewrite(work: VideoWork): Promise<void> {
    const folder = await this.locked(work, (em, video, manifest) => this.write(em, video, manifest));
    if (folder) await this.locked(work, (_, video, manifest) => this.sweep(folderOfVideo(video), manifest));
  }

  /** Null, and nothing done, when this version is not the present one any more, or the video was taken away. */
  private async locked<T>(
    { videoId, version }: VideoWork,
    act: (em: EntityManager, video: Video, manifest: VideoManifest) => Promise<T>,
  ): Promise<T | null> {
    return this.db.transaction(async (em) => {
      // A store that hangs must not keep the row: a removal waits for this lock, and has a minute.
      await em.query(`SET LOCAL idle_in_transaction_session_timeout = '30s'`);
      const video = await em.findOne(Video, { where: { id: videoId }, lock: { mode: 'pessimistic_write' } });
      if (!video?.manifest || video.version !== version || video.status === 'retired') return null;
      return act(em, video, video.manifest);
    });
  }

  private async write(em: EntityManager, video: Video, manifest: VideoManifest): Promise<string | null> {
    const tracks = await this.versions.follow(em, video, manifest.durationMs);
    const shown = tracks.filter((track) => track.state === 'shown');
    const words = await Promise.all(
      shown.map(async ({ id, language, label }) => ({ language, label, cues: await this.captions.cuesOf(id, em) })),
    );
    const folder = folderOfVideo(video);
    const before = await this.textOf(`${folder}/${manifest.master}`);
    // The version's own files are gone already: whoever removed them also removes the row's last traces.
    if (before === null) return null;
    const made = captionFiles(words, manifest.durationMs);
    const hadNone = manifest.captions.length === 0 && !manifest.files.some((file) => isCaptionFile(file.name));
    if (words.length === 0 && hadNone && withSubtitles(before, []) === before) return folder;
    const master = fileOf(manifest.master, withSubtitles(before, words));
    for (const { name, body } of [...made.files, master]) {
      const cacheControl = name.endsWith('.vtt') ? FOR_EVER : BRIEFLY;
      await this.storage.put(`${folder}/${name}`, body, { cacheControl });
    }
    const next = withCaptions(manifest, made, master);
    await noteChanged(em, video, manifest, next);
    await em.update(Video, { id: video.id }, { manifest: next as object, updatedAt: this.clock.now() });
    await this.writeManifest(folder, next);
    return folder;
  }

  /** The stored manifest tells more than the row's; only what changed is replaced. */
  private async writeManifest(folder: string, { captions, files }: VideoManifest): Promise<void> {
    const text = await this.textOf(`${folder}/${MANIFEST}`);
    if (text === null) return;
    const json = { ...(JSON.parse(text) as object), captions, files };
    const body = Buffer.from(`${JSON.stringify(json, null, 2)}\n`);
    await this.storage.put(`${folder}/${MANIFEST}`, body, { cacheControl: BRIEFLY });
  }

  private async sweep(folder: string, manifest: VideoManifest): Promise<void> {
    const kept = new Set(manifest.files.map((file) => file.name));
    for await (const { key } of this.storage.list(folder)) {
      const name = key.slice(folder.length + 1);
      if (isCaptionFile(name) && !kept.has(name)) await this.storage.delete(key);
    }
  }

  private async textOf(key: string): Promise<string | null> {
    try {
      return (await buffer((await this.storage.get(key)).stream)).toString();
    } catch (error) {
      if (error instanceof FileMissingError) return null;
      throw error;
    }
  }
}

const folderOfVideo = ({ id, storeId, version }: Video): string => mediaFolder({ storeId, videoId: id, version });
