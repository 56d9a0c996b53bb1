// The retention of a video in GraphQL.
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Which seconds of a video its viewers saw.' })
export class VideoRetention {
  @Field(() => Int)
  durationMs!: number;

  /** Views that are counted here: the newest of the period, at most 5,000. */
  @Field(() => Int)
  views!: number;

  /** All views of the period. */
  @Field(() => Int)
  allViews!: number;

  /** For each second of the video, the counted views in which it was seen. */
  @Field(() => [Int])
  seen!: number[];

  /** For each second, what was put into the cart while it played. */
  @Field(() => [Int])
  cartAdds!: number[];
}
