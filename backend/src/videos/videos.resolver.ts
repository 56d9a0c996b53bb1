// The GraphQL door of videos, for their creators, for stores and for staff.
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { languageOf } from '../accounts/mails/letters.rules.js';
import { Allow, assertStore, holds, Who, type AccountActor, type Actor } from '../base/auth.js';
import { CONFIG, type Config } from '../base/config.js';
import { PageArgs } from '../base/graphql/paging.js';
import { DirectDoor } from '../base/storage/direct.door.js';
import { Creator } from '../creators/creator.entity.js';
import { CreatorsService } from '../creators/creators.service.js';
import { Product } from '../products/product.entity.js';
import { AuthoringService } from './authoring.service.js';
import { refusalIn, sentenceIn } from './refusals/refusal-words.rules.js';
import { Video, VideoStatusType, VideoStep } from './video.entity.js';
import { VideoLoaders } from './video.loaders.js';
import type { VideoStatus } from './video.status.js';
import { pageOfVideos } from './videos.queries.js';
import { VideosService } from './videos.service.js';
import {
  CreateVideoInput,
  NewVideo,
  RefusalType,
  RenditionType,
  UploadBounds,
  VideoConnection,
} from './videos.types.js';

@ArgsType()
class MyVideosArgs extends PageArgs {
  @Field(() => VideoStatusType, { nullable: true })
  status?: VideoStatus | null;
}

@ArgsType()
class StoreVideosArgs extends MyVideosArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver(() => Video)
export class VideosResolver {
  constructor(
    private readonly db: DataSource,
    private readonly authoring: AuthoringService,
    private readonly videos: VideosService,
    private readonly creators: CreatorsService,
    private readonly loaders: VideoLoaders,
    private readonly direct: DirectDoor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Query(() => UploadBounds)
  @Allow()
  async uploadBounds(): Promise<UploadBounds> {
    const { maxBytes, ...bounds } = this.config.upload;
    return { maxBytes: String(maxBytes), ...bounds, direct: await this.direct.isOpen() };
  }

  @Query(() => VideoConnection)
  @Allow('creator')
  async myVideos(@Who() who: AccountActor, @Args() args: MyVideosArgs): Promise<VideoConnection> {
    const { id: creatorId } = await this.creators.ofAccount(who.accountId);
    return pageOfVideos(this.db, { creatorId, status: args.status ?? null }, args);
  }

  @Query(() => VideoConnection)
  @Allow('store_owner', 'moderator', 'administrator')
  async storeVideos(@Who() who: Actor, @Args() args: StoreVideosArgs): Promise<VideoConnection> {
    assertStore(who, args.storeId, 'moderator', 'administrator');
    return pageOfVideos(this.db, { storeId: args.storeId, status: args.status ?? null }, args);
  }

  @Query(() => Video)
  @Allow()
  video(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Video> {
    return this.videos.visibleTo(who, id);
  }

  @Mutation(() => NewVideo)
  @Allow('creator')
  async createVideo(@Who() who: AccountActor, @Args('input') input: CreateVideoInput): Promise<NewVideo> {
    return this.forUpload(await this.authoring.create(who, input));
  }

  @Mutation(() => NewVideo)
  @Allow('creator')
  async resubmitVideo(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('fileName') fileName: string,
    @Args('sizeBytes') sizeBytes: string,
    @Args('contentType') contentType: string,
  ): Promise<NewVideo> {
    return this.forUpload(await this.authoring.resubmit(who, id, { fileName, sizeBytes, contentType }));
  }

  @Mutation(() => Video)
  @Allow('creator')
  editVideo(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('title', { type: () => String, nullable: true }) title: string | null,
    @Args('productIds', { type: () => [ID], nullable: true }) productIds: string[] | null,
  ): Promise<Video> {
    return this.authoring.edit(who, id, { title: title ?? null, productIds: productIds ?? null });
  }

  @Mutation(() => Video)
  @Allow('creator')
  cancelVideo(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Video> {
    return this.authoring.cancel(who, id);
  }

  @Mutation(() => Video)
  @Allow('creator', 'store_owner', 'moderator', 'administrator')
  async retireVideo(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Video> {
    await this.videos.visibleTo(who, id);
    return this.videos.retire(id, who);
  }

  @ResolveField(() => String)
  sizeBytes(@Parent() video: Video): string {
    return String(video.sizeBytes);
  }

  @ResolveField(() => String)
  uploadedBytes(@Parent() video: Video): string {
    return String(video.uploadedBytes);
  }

  @ResolveField(() => String)
  async storeName(@Parent() video: Video): Promise<string> {
    return (await this.loaders.store(video.storeId))?.name ?? '';
  }

  @ResolveField(() => Creator)
  creator(@Parent() video: Video): Promise<Creator | undefined> {
    return this.loaders.creator(video.creatorId);
  }

  @ResolveField(() => [Product])
  async products(@Parent() video: Video): Promise<Product[]> {
    return (await this.loaders.products(video.id)) ?? [];
  }

  @ResolveField(() => [VideoStep])
  async steps(@Parent() video: Video): Promise<VideoStep[]> {
    return (await this.loaders.steps(video.id)) ?? [];
  }

  /** In the reader's language: nearly always the creator's. */
  @ResolveField(() => RefusalType, { nullable: true })
  refusal(@Parent() video: Video, @Who() who: Actor | null): RefusalType | null {
    const language = languageOf(who?.kind === 'account' ? who.locale : 'en');
    return video.refusal && refusalIn(language, video.refusal);
  }

  @ResolveField(() => [RenditionType])
  renditions(@Parent() video: Video): RenditionType[] {
    return video.manifest?.renditions ?? [];
  }

  /** In the reader's language. Moderators also see the marks that creators must not, such as that the file is another's too. */
  @ResolveField(() => [String])
  warnings(@Parent() video: Video, @Who() who: Actor): string[] {
    const marks = holds(who, 'moderator') || holds(who, 'administrator') ? video.flags : [];
    const language = languageOf(who.kind === 'account' ? who.locale : 'en');
    const said = video.manifest?.warnings ?? [];
    return [...marks, ...(language === 'en' ? said : said.map((w) => sentenceIn(language, w) ?? w))];
  }

  private forUpload(video: Video): NewVideo {
    return {
      video,
      uploadUrl: `${this.config.publicUrl}/uploads`,
      maxBytes: String(this.config.upload.maxBytes),
    };
  }
}
