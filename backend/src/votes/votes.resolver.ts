// How many found a video helpful, beside the video's other numbers.
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { batched } from '../base/graphql/batched.js';
import { Video } from '../videos/video.entity.js';
import { VotesService, type VoteTotals } from './votes.service.js';

@ObjectType()
export class VideoVotes {
  @Field(() => Int)
  helpful!: number;

  /** Helpful or not. */
  @Field(() => Int)
  total!: number;
}

@Resolver(() => Video)
export class VideoVotesResolver {
  private readonly totals;

  constructor(votes: VotesService) {
    this.totals = batched<VoteTotals>((ids) => votes.totalsOf(ids));
  }

  /** As shoppers see them. */
  @ResolveField(() => VideoVotes)
  async votes(@Parent() video: Video): Promise<VideoVotes> {
    return (await this.totals(video.id)) ?? { helpful: 0, total: 0 };
  }
}
