// The addresses at which an alternative track can be seen, as a GraphQL field of it.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Who, type Actor } from '../../base/auth.js';
import { VideoTrack } from '../../videos/tracks/track.entity.js';
import { trackFolder } from '../../videos/tracks/track.rules.js';
import { VideosService } from '../../videos/videos.service.js';
import { PublicationService } from './publication.service.js';
import { ViewingService } from './viewing.service.js';

@Resolver(() => VideoTrack)
export class TrackViewingResolver {
  constructor(
    private readonly publications: PublicationService,
    private readonly viewing: ViewingService,
    private readonly videos: VideosService,
  ) {}

  /** Only for its creator and for moderators, once it is prepared; it works for one to two hours. */
  @ResolveField(() => String, { nullable: true })
  async previewHlsUrl(@Parent() track: VideoTrack, @Who() who: Actor | null): Promise<string | null> {
    if (!track.manifest) return null;
    const video = await this.videos.byId(track.videoId);
    if (!(await this.viewing.mayPreview(video, who))) return null;
    const { id, storeId } = video;
    const file = `${trackFolder(track.id)}/${track.manifest.master}`;
    return this.publications.previewUrl({ id, storeId, version: track.version }, file);
  }
}
