// The GraphQL door to the retention of a video.
import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { RetentionService } from './retention.service.js';
import { VideoRetention } from './retention.types.js';

@Resolver()
export class RetentionResolver {
  constructor(private readonly retention: RetentionService) {}

  @Allow('creator', 'store_owner', 'finance', 'administrator')
  @Query(() => VideoRetention)
  videoRetention(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('days', { type: () => Int, defaultValue: 30 }) days: number,
  ): Promise<VideoRetention> {
    return this.retention.ofVideo(who, videoId, days);
  }
}
