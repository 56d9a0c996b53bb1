// GraphQL shapes of near copies and of what a machine noticed; only moderators reach them.
import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CHECK_CODES, type CheckCode } from '../../transcoding/checks/checks.reasons.js';
import { Video } from '../../videos/video.entity.js';

export const CheckCodeType = Object.fromEntries(CHECK_CODES.map((c) => [c, c])) as Record<CheckCode, CheckCode>;
registerEnumType(CheckCodeType, { name: 'CheckCode' });

export const SameType = { picture: 'picture', sound: 'sound', both: 'both' } as const;
registerEnumType(SameType, { name: 'SamePart' });

/** An earlier video that this one is a near copy of. */
@ObjectType()
export class NearCopy {
  @Field(() => Video)
  original!: Video;

  /** What of the two is the same. */
  @Field(() => SameType)
  same!: keyof typeof SameType;

  /** 0 to 1: how alike they are where they overlap. */
  @Field(() => Float)
  score!: number;

  @Field(() => Boolean)
  mirrored!: boolean;

  /** How many times as fast the copy runs. */
  @Field(() => Float)
  speed!: number;

  @Field(() => Int)
  copyFromMs!: number;

  @Field(() => Int)
  originalFromMs!: number;

  @Field(() => Int)
  lengthMs!: number;

  /** Both are of one creator. */
  @Field(() => Boolean)
  own!: boolean;

  /** The reason of rejection that fits, when one does. */
  @Field(() => String, { nullable: true })
  reasonCode!: string | null;
}

/** Something a machine noticed; a stretch has both times. */
@ObjectType()
export class VideoCheck {
  @Field(() => CheckCodeType)
  code!: CheckCode;

  @Field(() => Int, { nullable: true })
  fromMs!: number | null;

  @Field(() => Int, { nullable: true })
  toMs!: number | null;

  /** dB for QUIET, points for BLURRED and SMALL_PICTURE, percent for BORDERS, seconds for SHORT and LONG. */
  @Field(() => Float, { nullable: true })
  value!: number | null;

  @Field(() => String, { nullable: true })
  reasonCode!: string | null;
}
