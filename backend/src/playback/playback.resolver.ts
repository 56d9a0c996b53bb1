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

  /** Of what everyone may see: null until it is published, an earlier version while a new one is on its way. */
  @ResolveField(() => String, { nullable: true })
  async publicHlsUrl(@Parent() video: Video): Promise<string | null> {
    const live = await this.viewing.live(video);
    return live && this.publications.publicUrl(live, live.manifest.master);
  }

  /**
   * Of the newest version, only for its creator and for moderators; it works for one to two hours. While the video is made
   * it is a playlist that grows, of the lowest rung alone.
   */
  @ResolveField(() => String, { nullable: true })
  async previewHlsUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const playlist = video.manifest?.master ?? video.earlyPlaylist;
    if (!playlist || !(await this.viewing.mayPreview(video, who))) return null;
    return this.publications.previewUrl(video, playlist);
  }

  @ResolveField(() => String, { nullable: true })
  async posterUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const shown = await this.viewing.shownTo(video, who);
    return shown && shown.address(shown.manifest.poster);
  }
}
