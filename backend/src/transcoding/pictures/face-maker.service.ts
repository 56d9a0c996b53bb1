// Makes the files of a creator's picture: decoded behind the fences, cut to a square, stored, told, the old ones removed.
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../base/config.js';
import { fetchFile } from '../../base/storage/scratch.js';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { FACE_WIDTHS, faceFile, faceFolder, type FaceWidth } from '../../creators/profile/face.rules.js';
import type { CreatorFace } from '../../videos/faces/face.entity.js';
import { FacesService } from '../../videos/faces/faces.service.js';
import { ownPictureKey } from '../../videos/posters/poster.rules.js';
import { openScratch } from '../scratch.js';
import { OwnPictures, UnreadableError } from './own-pictures.js';
import { squares } from './posters.js';

const FOR_EVER = 'public, max-age=31536000, immutable';

@Injectable()
export class FaceMakerService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly storage: Storage,
    private readonly faces: FacesService,
    private readonly pictures: OwnPictures,
  ) {}

  /** May be killed at any instant and run again: names follow from content, and what is not shown is removed at every run. */
  async make(faceId: string, signal: AbortSignal): Promise<void> {
    const face = await this.faces.byId(faceId);
    if (!face) return;
    const root = join(this.config.dataDir, 'scratch');
    await mkdir(root, { recursive: true });
    const scratch = await openScratch(root, faceId);
    try {
      const made = face.state === 'waiting' ? await this.files(face, scratch, signal) : null;
      signal.throwIfAborted();
      await this.faces.exclusively(face.creatorId, async () => {
        if (made) await this.store(face, made);
        await this.faces.settle(face.creatorId);
      });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      await this.faces.markRefused(faceId);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    await this.faces.removeOwn(face);
  }

  private async files(face: CreatorFace, scratch: string, signal: AbortSignal) {
    const source = join(scratch, 'picture');
    try {
      await fetchFile(this.storage, ownPictureKey(face.id), source);
    } catch (error) {
      if (error instanceof FileMissingError) return null;
      throw error;
    }
    return squares(await this.pictures.decode(source, scratch, signal), FACE_WIDTHS);
  }

  private async store(face: CreatorFace, made: Map<FaceWidth, Buffer>): Promise<void> {
    const hash = createHash('sha256');
    for (const bytes of made.values()) hash.update(bytes);
    const name = hash.digest('hex').slice(0, 12);
    for (const [width, bytes] of made) {
      const key = `${faceFolder(face.creatorId)}/${faceFile(name, width)}`;
      await this.storage.put(key, bytes, { cacheControl: FOR_EVER });
    }
    await this.faces.markMade(face.id, name);
  }
}
