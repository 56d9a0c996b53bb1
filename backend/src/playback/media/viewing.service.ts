// Who may see the files of a video, and at which addresses: the public ones, or those with a token that ends.
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { holds, type Actor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { Creator } from '../../creators/creator.entity.js';
import { VersionsService } from '../../videos/versions/versions.service.js';
import type { Video } from '../../videos/video.entity.js';
import type { VideoManifest } from '../../videos/video.rules.js';
import { PublicationService } from './publication.service.js';

/** One version, and how its files become addresses. */
export interface Shown {
  manifest: VideoManifest;
  address: (file: string) => string;
}

@Injectable()
export class ViewingService {
  constructor(
    private readonly db: DataSource,
    private readonly publications: PublicationService,
    private readonly versions: VersionsService,
  ) {}

  private readonly creatorOf = batched(async (accountIds) => {
    const creators = await this.db.manager.findBy(Creator, { accountId: In([...accountIds]) });
    return new Map(creators.map((c) => [c.accountId, c.id]));
  });

  private readonly liveManifestOf = batched((ids) => this.versions.liveManifests(ids));

  /** Whether the reader may see the video before the public does: its creator, moderators and administrators. */
  async mayPreview(video: Video, who: Actor | null): Promise<boolean> {
    if (video.status === 'retired' || who?.kind !== 'account') return false;
    if (holds(who, 'moderator') || holds(who, 'administrator')) return true;
    return (await this.creatorOf(who.accountId)) === video.creatorId;
  }

  /** The version that everyone may see; null until there is one. */
  async live(video: Video) {
    if (video.liveVersion === null) return null;
    const own = video.liveVersion === video.version ? video.manifest : null;
    const manifest = own ?? (await this.liveManifestOf(video.id));
    return manifest ? { id: video.id, storeId: video.storeId, version: video.liveVersion, manifest } : null;
  }

  /** What this reader may see: the newest version before the public does, else the live one. */
  async shownTo(video: Video, who: Actor | null): Promise<Shown | null> {
    if (video.manifest && video.status !== 'published' && (await this.mayPreview(video, who))) {
      return { manifest: video.manifest, address: (file) => this.publications.previewUrl(video, file) };
    }
    const live = await this.live(video);
    return live && { manifest: live.manifest, address: (file) => this.publications.publicUrl(live, file) };
  }
}
