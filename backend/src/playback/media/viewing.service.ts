// Who may see the files of a video, and at which addresses: the public ones, or those with a token that ends.
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { holds, type Actor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { Creator } from '../../creators/creator.entity.js';
import type { Video } from '../../videos/video.entity.js';
import { PublicationService } from './publication.service.js';

@Injectable()
export class ViewingService {
  constructor(
    private readonly db: DataSource,
    private readonly publications: PublicationService,
  ) {}

  private readonly creatorOf = batched(async (accountIds) => {
    const creators = await this.db.manager.findBy(Creator, { accountId: In([...accountIds]) });
    return new Map(creators.map((c) => [c.accountId, c.id]));
  });

  /** Whether the reader may see the video before the public does: its creator, moderators and administrators. */
  async mayPreview(video: Video, who: Actor | null): Promise<boolean> {
    if (video.status === 'retired' || who?.kind !== 'account') return false;
    if (holds(who, 'moderator') || holds(who, 'administrator')) return true;
    return (await this.creatorOf(who.accountId)) === video.creatorId;
  }

  /** How a file of the prepared video becomes an address for this reader; null when there is none for them. */
  async addressesOf(video: Video, who: Actor | null): Promise<((file: string) => string) | null> {
    if (!video.manifest) return null;
    if (video.status === 'published') return (file) => this.publications.publicUrl(video, file);
    if (!(await this.mayPreview(video, who))) return null;
    return (file) => this.publications.previewUrl(video, file);
  }
}
