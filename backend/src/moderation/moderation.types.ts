// GraphQL shapes of moderation that are not tables.
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Paged } from '../base/graphql/paging.js';
import { Video } from '../videos/video.entity.js';

@ObjectType()
export class RejectReason {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String)
  howToFix!: string;
}

@ObjectType('Rejection')
export class RejectionType {
  @Field(() => String)
  reasonCode!: string;

  @Field(() => String)
  message!: string;

  @Field(() => String)
  howToFix!: string;

  @Field(() => Int, { nullable: true })
  timecodeMs!: number | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date)
  at!: Date;
}

@ObjectType()
export class ReviewItem {
  @Field(() => Video)
  video!: Video;

  @Field(() => Date)
  waitingSince!: Date;

  @Field(() => String, { nullable: true })
  claimedBy!: string | null;

  @Field(() => Boolean)
  claimedByMe!: boolean;

  @Field(() => Date, { nullable: true })
  claimExpiresAt!: Date | null;

  @Field(() => Int)
  attempts!: number;

  /** It is published; this is the look afterwards: approving confirms, rejecting takes it down. */
  @Field(() => Boolean)
  published!: boolean;

  /** Reports of shoppers that the decision will answer. */
  @Field(() => Int)
  complaints!: number;
}

@ObjectType()
export class ReviewItemConnection extends Paged(ReviewItem, 'ReviewItem') {}

@ObjectType()
export class ComingVideoConnection extends Paged(Video, 'ComingVideo') {}

@InputType('ReviewFilter')
export class ReviewFilterInput {
  /** True gives only the looks afterwards, false only what waits to be published. */
  @Field(() => Boolean, { nullable: true })
  published?: boolean | null;

  /** True gives only those that shoppers reported. */
  @Field(() => Boolean, { nullable: true })
  reported?: boolean | null;

  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  @Field(() => Int, { nullable: true })
  minWaitMinutes?: number | null;

  @Field(() => String, { nullable: true })
  search?: string | null;
}

@InputType()
export class RejectInput {
  @Field(() => ID)
  videoId!: string;

  @Field(() => String)
  reasonCode!: string;

  @Field(() => Int, { nullable: true })
  timecodeMs?: number | null;

  @Field(() => String, { nullable: true })
  note?: string | null;

  /** The version that was looked at: refused with CONFLICT when the creator changed the file meanwhile. */
  @Field(() => Int, { nullable: true })
  version?: number | null;
}
