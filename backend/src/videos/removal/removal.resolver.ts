// The GraphQL door of removal: a creator deletes a video for good.
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { Video } from '../video.entity.js';
import { RemovalService } from './removal.service.js';

@Resolver()
export class RemovalResolver {
  constructor(private readonly removal: RemovalService) {}

  @Mutation(() => Video)
  @Allow('creator')
  deleteVideoForGood(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<Video> {
    return this.removal.deleteForGood(who, id);
  }
}
