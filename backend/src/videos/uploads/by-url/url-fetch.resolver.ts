// The GraphQL door of videos that we fetch from an address.
import { Args, Field, ID, InputType, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../../base/auth.js';
import { Video } from '../../video.entity.js';
import { UrlFetchService } from './url-fetch.service.js';

@InputType()
class VideoFromUrlInput {
  @Field(() => ID)
  storeId!: string;

  @Field()
  title!: string;

  @Field(() => [ID])
  productIds!: string[];

  /** A direct link to the file itself, https. */
  @Field()
  url!: string;
}

@Resolver(() => Video)
export class UrlFetchResolver {
  constructor(private readonly urls: UrlFetchService) {}

  @Mutation(() => Video)
  @Allow('creator')
  createVideoFromUrl(@Who() who: AccountActor, @Args('input') input: VideoFromUrlInput): Promise<Video> {
    return this.urls.begin(who, input);
  }

  /** The server that we fetch the file from; null when the creator sends it. */
  @ResolveField(() => String, { nullable: true })
  fetchedFrom(@Parent() video: Video): string | null {
    return video.sourceUrl && new URL(video.sourceUrl).host;
  }
}
