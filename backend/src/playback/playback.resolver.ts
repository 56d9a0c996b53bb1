// The addresses at which a video can be seen, as GraphQL fields of Video.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, In } from 'typeorm';
import { holds, Who, type Actor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { Creator } from '../creators/creator.entity.js';
import { VersionsService } from '../videos/versions/versions.service.js';
import { Video } from '../videos/video.entity.js';
import { PublicationService } from './media/publication.service.js';

@Resolver(() => Video)
export class PlaybackResolver {
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

  /** Of what everyone may see: null until it is published, an earlier version while a new one is on its way. */
  @ResolveField(() => String, { nullable: true })
  async publicHlsUrl(@Parent() video: Video): Promise<string | null> {
    const live = await this.live(video);
    return live && this.publications.publicUrl(live, live.manifest.master);
  }

  /**
   * Of the newest version, only for its creator and for moderators; it works for one to two hours. While the video is made
   * it is a playlist that grows, of the lowest rung alone.
   */
  @ResolveField(() => String, { nullable: true })
  async previewHlsUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const playlist = video.manifest?.master ?? video.earlyPlaylist;
    if (!playlist || !(await this.mayPreview(video, who))) return null;
    return this.publications.previewUrl(video, playlist);
  }

  @ResolveField(() => String, { nullable: true })
  async posterUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const preview = video.manifest && video.status !== 'published' && (await this.mayPreview(video, who));
    if (video.manifest && preview) return this.publications.previewUrl(video, video.manifest.poster);
    const live = await this.live(video);
    return live && this.publications.publicUrl(live, live.manifest.poster);
  }

  private async live(video: Video) {
    if (video.liveVersion === null) return null;
    const own = video.liveVersion === video.version ? video.manifest : null;
    const manifest = own ?? (await this.liveManifestOf(video.id));
    return manifest ? { id: video.id, storeId: video.storeId, version: video.liveVersion, manifest } : null;
  }

  private async mayPreview(video: Video, who: Actor | null): Promise<boolean> {
    if (video.status === 'retired' || who?.kind !== 'account') return false;
    if (holds(who, 'moderator') || holds(who, 'administrator')) return true;
    return (await this.creatorOf(who.accountId)) === video.creatorId;
  }
}
