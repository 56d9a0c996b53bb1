// GraphQL shapes of the versions of a video.
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Paged } from '../../base/graphql/paging.js';
import { VERSION_ORIGINS, VERSION_STATUSES, type VersionOrigin, type VersionStatus } from '../video.status.js';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;

export const VersionOriginType = enumOf<VersionOrigin>(VERSION_ORIGINS);
registerEnumType(VersionOriginType, { name: 'VersionOrigin' });
export const VersionStatusType = enumOf<VersionStatus>(VERSION_STATUSES);
registerEnumType(VersionStatusType, { name: 'VersionStatus' });

@ObjectType()
export class KeptPart {
  @Field(() => Int)
  fromMs!: number;

  @Field(() => Int)
  toMs!: number;
}

@InputType()
export class KeptPartInput {
  @Field(() => Int)
  fromMs!: number;

  @Field(() => Int)
  toMs!: number;
}

@ObjectType()
export class VideoVersion {
  @Field(() => ID)
  videoId!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => VersionOriginType)
  madeBy!: VersionOrigin;

  /** The creator's own words. */
  @Field(() => String, { nullable: true })
  why!: string | null;

  /** What is kept of the original, in its own time; null is all of it. */
  @Field(() => [KeptPart], { nullable: true })
  keep!: KeptPart[] | null;

  @Field(() => VersionStatusType)
  status!: VersionStatus;

  /** Everyone sees this one now. */
  @Field(() => Boolean)
  live!: boolean;

  @Field(() => String)
  fileName!: string;

  @Field(() => String)
  sizeBytes!: string;

  @Field(() => Int, { nullable: true })
  durationMs!: number | null;

  @Field(() => Date)
  startedAt!: Date;

  @Field(() => Date, { nullable: true })
  publishedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  /** Its pictures and segments are removed from the store for good. */
  @Field(() => Boolean)
  filesRemoved!: boolean;
}

@ObjectType()
export class VideoVersionConnection extends Paged(VideoVersion, 'VideoVersion') {}
