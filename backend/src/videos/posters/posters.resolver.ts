// The GraphQL door of posters: choosing a frame, and how the latest choice is doing.
import {
  Args,
  Field,
  ID,
  Mutation,
  ObjectType,
  Parent,
  registerEnumType,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { Video } from '../video.entity.js';
import { POSTER_STATES, type PosterState } from './poster.status.js';
import { PostersService } from './posters.service.js';

/** What a creator is told; `arriving` is nobody's business. */
const TOLD = Object.fromEntries(POSTER_STATES.filter((s) => s !== 'arriving').map((s) => [s, s]));
registerEnumType(TOLD, { name: 'PosterState' });

@ObjectType('PosterChoice')
export class PosterChoiceType {
  /** The offered frame; null for a picture of the creator's own. */
  @Field(() => String, { nullable: true })
  frame!: string | null;

  @Field(() => TOLD)
  state!: PosterState;

  @Field(() => Date)
  chosenAt!: Date;
}

@Resolver(() => Video)
export class PostersResolver {
  constructor(
    private readonly db: DataSource,
    private readonly posters: PostersService,
  ) {}

  private readonly latest = batched(async (videoIds) => {
    const rows = await this.db.query<(PosterChoiceType & { videoId: string; version: number })[]>(
      `SELECT DISTINCT ON (video_id) video_id AS "videoId", version, frame, state, chosen_at AS "chosenAt"
         FROM poster_choices WHERE video_id = ANY($1) AND state <> 'arriving'
        ORDER BY video_id, chosen_at DESC, id DESC`,
      [videoIds],
    );
    return new Map(rows.map((row) => [row.videoId, row]));
  });

  @Mutation(() => Video)
  @Allow('creator')
  choosePoster(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('frame') frame: string,
  ): Promise<Video> {
    return this.posters.choose(who, id, frame);
  }

  /** The latest choice for the present file; null when the best frame stands. */
  @ResolveField(() => PosterChoiceType, { nullable: true })
  async posterChoice(@Parent() video: Video): Promise<PosterChoiceType | null> {
    const choice = await this.latest(video.id);
    return choice?.version === video.version ? choice : null;
  }
}
