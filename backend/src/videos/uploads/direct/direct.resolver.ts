// The GraphQL door of uploads that go straight to S3: the API gives addresses and never sees the file.
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../../base/auth.js';
import { AppError } from '../../../base/errors.js';
import { parseBytes } from '../../video.rules.js';
import { DirectUploads, type DirectUpload, type SignedPart } from './direct.service.js';

@ObjectType('DirectUpload')
class DirectUploadType {
  @Field(() => ID)
  id!: string;

  /** Every part but the last has so many bytes. */
  @Field(() => Int)
  partBytes!: number;

  @Field(() => Int)
  partCount!: number;

  /** Numbers of the parts that need not be sent, counted from 1. */
  @Field(() => [Int])
  arrived!: number[];

  @Field(() => Date)
  expiresAt!: Date;
}

@ObjectType('SignedPart')
class SignedPartType {
  @Field(() => Int)
  number!: number;

  /** Takes a PUT of exactly this part's bytes for ten minutes. */
  @Field(() => String)
  url!: string;
}

@Resolver()
export class DirectUploadsResolver {
  constructor(private readonly direct: DirectUploads) {}

  @Mutation(() => DirectUploadType)
  @Allow('creator')
  beginDirectUpload(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('sizeBytes') sizeBytes: string,
    @Args('fileMark') fileMark: string,
  ): Promise<DirectUpload> {
    const bytes = parseBytes(sizeBytes);
    if (bytes === null)
      throw new AppError('BAD_INPUT', { field: 'sizeBytes', detail: 'Give a whole number of bytes.' });
    return this.direct.begin(who, videoId, bytes, fileMark);
  }

  @Query(() => DirectUploadType)
  @Allow('creator')
  directUpload(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<DirectUpload> {
    return this.direct.state(who, id);
  }

  @Query(() => [SignedPartType])
  @Allow('creator')
  uploadPartUrls(
    @Who() who: AccountActor,
    @Args('uploadId', { type: () => ID }) uploadId: string,
    @Args('numbers', { type: () => [Int] }) numbers: number[],
  ): Promise<SignedPart[]> {
    return this.direct.sign(who, uploadId, numbers);
  }

  @Mutation(() => Boolean)
  @Allow('creator')
  async completeDirectUpload(
    @Who() who: AccountActor,
    @Args('uploadId', { type: () => ID }) uploadId: string,
  ): Promise<boolean> {
    await this.direct.complete(who, uploadId);
    return true;
  }

  @Mutation(() => Boolean)
  @Allow('creator')
  async abortDirectUpload(
    @Who() who: AccountActor,
    @Args('uploadId', { type: () => ID }) uploadId: string,
  ): Promise<boolean> {
    await this.direct.abort(who, uploadId);
    return true;
  }
}
