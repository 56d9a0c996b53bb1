// The GraphQL door of versions: replacing, trimming, giving up, and the history for those who may see the video.
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { PageArgs } from '../../base/graphql/paging.js';
import { Video } from '../video.entity.js';
import { VideosService } from '../videos.service.js';
import { NewVideo } from '../videos.types.js';
import { VersionsService } from './versions.service.js';
import { KeptPartInput, VideoVersionConnection } from './versions.entity.js';

@ArgsType()
class VersionsArgs extends PageArgs {
  @Field(() => ID)
  videoId!: string;
}

@Resolver()
export class VersionsResolver {
  constructor(
    private readonly versions: VersionsService,
    private readonly videos: VideosService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Every version, newest first, for the creator, the store and staff. */
  @Query(() => VideoVersionConnection)
  @Allow()
  async videoVersions(@Who() who: AccountActor, @Args() args: VersionsArgs): Promise<VideoVersionConnection> {
    await this.videos.visibleTo(who, args.videoId);
    return this.versions.history(args.videoId, args);
  }

  @Mutation(() => NewVideo)
  @Allow('creator')
  async replaceVideo(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('fileName') fileName: string,
    @Args('sizeBytes') sizeBytes: string,
    @Args('contentType') contentType: string,
    @Args('why', { type: () => String, nullable: true }) why: string | null,
  ): Promise<NewVideo> {
    const video = await this.versions.replace(who, id, { fileName, sizeBytes, contentType }, why ?? null);
    const { publicUrl, upload } = this.config;
    return { video, uploadUrl: `${publicUrl}/uploads`, maxBytes: String(upload.maxBytes) };
  }

  @Mutation(() => Video)
  @Allow('creator')
  trimVideo(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('keep', { type: () => [KeptPartInput], nullable: true }) keep: KeptPartInput[] | null,
    @Args('why', { type: () => String, nullable: true }) why: string | null,
  ): Promise<Video> {
    return this.versions.trim(who, id, keep ?? null, why ?? null);
  }

  @Mutation(() => Video)
  @Allow('creator')
  giveUpVersion(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Video> {
    return this.versions.giveUp(who, id);
  }
}
