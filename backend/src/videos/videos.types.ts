// GraphQL shapes of videos that are not tables.
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Paged } from '../base/graphql/paging.js';
import { Video } from './video.entity.js';

@ObjectType('Refusal')
export class RefusalType {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => String)
  whatToDo!: string;
}

@ObjectType('Rendition')
export class RenditionType {
  @Field(() => String)
  name!: string;

  @Field(() => Int)
  width!: number;

  @Field(() => Int)
  height!: number;

  @Field(() => Int)
  bitrate!: number;
}

@ObjectType()
export class UploadBounds {
  @Field(() => String)
  maxBytes!: string;

  @Field(() => Int)
  minDurationMs!: number;

  @Field(() => Int)
  maxDurationMs!: number;

  /** The short side of the picture, in points. */
  @Field(() => Int)
  minShortSide!: number;

  /** True where files go from the browser straight to storage; else by tus through the service. */
  @Field()
  direct!: boolean;
}

@ObjectType()
export class NewVideo {
  @Field(() => Video)
  video!: Video;

  @Field(() => String)
  uploadUrl!: string;

  @Field(() => String)
  maxBytes!: string;
}

@ObjectType()
export class VideoConnection extends Paged(Video, 'Video') {}

@InputType()
export class CreateVideoInput {
  @Field(() => ID)
  storeId!: string;

  @Field(() => String)
  title!: string;

  @Field(() => [ID])
  productIds!: string[];

  @Field(() => String)
  fileName!: string;

  @Field(() => String)
  sizeBytes!: string;

  @Field(() => String)
  contentType!: string;
}
