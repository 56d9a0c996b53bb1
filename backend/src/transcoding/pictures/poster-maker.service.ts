// Makes the files of a chosen poster: decoded behind the fences, stored, told to videos, the old ones removed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../base/config.js';
import { fetchFile, storeFile } from '../../base/storage/scratch.js';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import type { PosterChoice } from '../../videos/posters/poster-choice.entity.js';
import { ownPictureKey, POSTER_FILE, type PosterPictures } from '../../videos/posters/poster.rules.js';
import { PostersService } from '../../videos/posters/posters.service.js';
import type { Video } from '../../videos/video.entity.js';
import { mediaFolder, type VideoManifest } from '../../videos/video.rules.js';
import { openScratch } from '../scratch.js';
import { OwnPictures, UnreadableError } from './own-pictures.js';
import { writePosters } from './posters.js';

const FOR_EVER = 'public, max-age=31536000, immutable';

const namesOf = (made: PosterPictures): string[] => made.posterSizes.flatMap((s) => [s.jpeg, s.webp, s.avif]);

@Injectable()
export class PosterMakerService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly storage: Storage,
    private readonly posters: PostersService,
    private readonly pictures: OwnPictures,
  ) {}

  /**
   * Makes what was chosen. May be killed at any instant and run again: names follow from content, and the last step,
   * which leaves in the store what the manifest lists, is done at every run.
   */
  async make(choiceId: string, signal: AbortSignal): Promise<void> {
    const found = await this.posters.ofChoice(choiceId);
    if (!found) return;
    const { choice, video } = found;
    const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: choice.version });
    const root = join(this.config.dataDir, 'scratch');
    await mkdir(root, { recursive: true });
    const scratch = await openScratch(root, choiceId);
    try {
      const made = choice.state === 'waiting' ? await this.makeFiles(choice, folder, scratch, signal) : null;
      signal.throwIfAborted();
      await this.posters.exclusively(video.id, async () => {
        if (made) await this.store(choiceId, made, folder, scratch);
        await this.settle(choice, folder);
      });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      await this.posters.markRefused(choiceId);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    await this.posters.removeOwn(choice);
  }

  /** The poster's files in `scratch`; null when the choice cannot be wanted any more, because its frame is gone. */
  private async makeFiles(choice: PosterChoice, folder: string, scratch: string, signal: AbortSignal) {
    const source = join(scratch, 'picture');
    const key = choice.frame === null ? ownPictureKey(choice.id) : `${folder}/${choice.frame}`;
    try {
      await fetchFile(this.storage, key, source);
    } catch (error) {
      if (error instanceof FileMissingError) return null;
      throw error;
    }
    const plain = choice.frame === null ? await this.pictures.decode(source, scratch, signal) : source;
    return writePosters(plain, scratch);
  }

  private async store(choiceId: string, made: PosterPictures, folder: string, scratch: string): Promise<void> {
    const files = [];
    for (const name of namesOf(made)) {
      const path = join(scratch, name);
      await storeFile(this.storage, `${folder}/${name}`, path, { cacheControl: FOR_EVER });
      const bytes = await readFile(path);
      files.push({ name, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    await this.posters.markMade(choiceId, made, files);
  }

  /** Leaves in the version's folder the poster files of its manifest, and `manifest.json` as it is now. */
  private async settle(choice: PosterChoice, folder: string): Promise<void> {
    const now = await this.posters.ofChoice(choice.id);
    const manifest = now && current(now.video, choice);
    if (manifest)
      await this.storage.put(`${folder}/manifest.json`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    const { files } = manifest ?? (await this.storedManifest(folder));
    const kept = new Set(files.map((file) => `${folder}/${file.name}`));
    for await (const { key } of this.storage.list(folder)) {
      if (POSTER_FILE.test(key.slice(folder.length + 1)) && !kept.has(key)) await this.storage.delete(key);
    }
  }

  /** What an older version's folder holds; nothing when the folder was removed. */
  private async storedManifest(folder: string): Promise<Pick<VideoManifest, 'files'>> {
    try {
      const { stream } = await this.storage.get(`${folder}/manifest.json`);
      return JSON.parse((await buffer(stream)).toString()) as VideoManifest;
    } catch (error) {
      if (error instanceof FileMissingError) return { files: [] };
      throw error;
    }
  }
}

/** The video's manifest when it still speaks of the choice's version. */
function current(video: Video, choice: PosterChoice): VideoManifest | null {
  return video.version === choice.version && video.status !== 'retired' ? video.manifest : null;
}
