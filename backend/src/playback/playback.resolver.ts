// The addresses at which a video can be seen, as GraphQL fields of Video.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, In } from 'typeorm';
import { holds, Who, type Actor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { Creator } from '../creators/creator.entity.js';
import { Video } from '../videos/video.entity.js';
import { PublicationService } from './media/publication.service.js';

@Resolver(() => Video)
export class PlaybackResolver {
  constructor(
    private readonly db: DataSource,
    private readonly publications: PublicationService,
  ) {}

  private readonly creatorOf = batched(async (accountIds) => {
    const creators = await this.db.manager.findBy(Creator, { accountId: In([...accountIds]) });
    return new Map(creators.map((c) => [c.accountId, c.id]));
  });

  /** Null until it is published. */
  @ResolveField(() => String, { nullable: true })
  publicHlsUrl(@Parent() video: Video): string | null {
    if (video.status !== 'published' || !video.manifest) return null;
    return this.publications.publicUrl(video, video.manifest.master);
  }

  /**
   * Only for its creator and for moderators; it works for one to two hours. While the video is made it is a playlist that
   * grows, of the lowest rung alone.
   */
  @ResolveField(() => String, { nullable: true })
  async previewHlsUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const playlist = video.manifest?.master ?? video.earlyPlaylist;
    if (!playlist || !(await this.mayPreview(video, who))) return null;
    return this.publications.previewUrl(video, playlist);
  }

  @ResolveField(() => String, { nullable: true })
  async posterUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    if (!video.manifest) return null;
    if (video.status === 'published') return this.publications.publicUrl(video, video.manifest.poster);
    if (!(await this.mayPreview(video, who))) return null;
    return this.publications.previewUrl(video, video.manifest.poster);
  }

  private async mayPreview(video: Video, who: Actor | null): Promise<boolean> {
    if (video.status === 'retired' || who?.kind !== 'account') return false;
    if (holds(who, 'moderator') || holds(who, 'administrator')) return true;
    return (await this.creatorOf(who.accountId)) === video.creatorId;
  }
}
