// Whether the files of a video may be fetched: asked for every segment, so the answer is kept for a few seconds.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { mayShow } from '../../videos/licence/licence.rules.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { Changes } from '../changes.js';
import { Kept } from '../kept.js';
import { findPublication, type PublicationRow } from '../playback.queries.js';
import { previewExpiry, signPreview, verifyPreview, type PreviewVerdict } from './preview-token.rules.js';

/** Retirement is told at once by the database; were that lost, this is how long a video could still be fetched. */
const TRUSTED_MS = 10_000;
/** Longer than the longest video: whoever watches while a newer version goes live sees it to its end. */
const WATCHED_TO_THE_END_MS = 15 * 60_000;

interface Known {
  publication: PublicationRow | null;
}

@Injectable()
export class PublicationService {
  private readonly key: Buffer;
  private readonly known: Kept<Known>;

  constructor(
    db: DataSource,
    private readonly clock: Clock,
    private readonly changes: Changes,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.key = deriveKey(config, 'preview-token');
    this.known = new Kept({ max: 20_000, ttl: TRUSTED_MS }, async (videoId) => ({
      publication: await findPublication(db, videoId, new Date(clock.now().getTime() - WATCHED_TO_THE_END_MS)),
    }));
    changes.subscribe((change) => {
      if (change === null) this.known.dropAll();
      else if (change.startsWith('video:')) this.known.dropKey(change.slice('video:'.length));
    });
  }

  /** What may be fetched of a video, or null when there is no such video. */
  async of(videoId: string): Promise<PublicationRow | null> {
    this.changes.start();
    return (await this.known.get(videoId)).publication;
  }

  /**
   * The versions that anybody may fetch now from this country; empty when none. The end of a licence is asked at every
   * request, so it holds to the second whatever is remembered.
   */
  publicVersions(publication: PublicationRow | null, country: string | null): number[] {
    if (!publication || publication.liveVersion === null) return [];
    if (!mayShow(publication.licence, this.clock.now(), country).shown) return [];
    return [publication.liveVersion, ...publication.endingVersions];
  }

  checkPreview(token: string, videoId: string): PreviewVerdict {
    return verifyPreview(this.key, token, videoId, this.nowS());
  }

  /** An address of this service as the outside sees it. */
  publicAddress(path: string): string {
    return `${this.config.publicUrl}${path}`;
  }

  /** The public address of a file of a video. */
  publicUrl(video: { id: string; storeId: string; version: number }, file: string): string {
    const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });
    return `${this.config.publicUrl}/${folder}/${file}`;
  }

  /** An address for its creator and for moderators that ends within two hours. */
  previewUrl(video: { id: string; storeId: string; version: number }, file: string): string {
    const token = signPreview(this.key, video.id, previewExpiry(this.nowS()));
    const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });
    return `${this.config.publicUrl}/media/preview/${token}/${folder.slice('media/'.length)}/${file}`;
  }

  private nowS(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}
