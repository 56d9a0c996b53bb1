// The addresses at which a video can be seen, as GraphQL fields of Video.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Who, type Actor } from '../base/auth.js';
import { Video } from '../videos/video.entity.js';
import { PublicationService } from './media/publication.service.js';
import { ViewingService } from './media/viewing.service.js';

@Resolver(() => Video)
export class PlaybackResolver {
  constructor(
    private readonly publications: PublicationService,
    private readonly viewing: ViewingService,
  ) {}

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
    if (!playlist || !(await this.viewing.mayPreview(video, who))) return null;
    return this.publications.previewUrl(video, playlist);
  }

  @ResolveField(() => String, { nullable: true })
  async posterUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const url = await this.viewing.addressesOf(video, who);
    return url && video.manifest ? url(video.manifest.poster) : null;
  }
}
