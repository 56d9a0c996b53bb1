// The GraphQL door of administrators to jobs that failed every try.
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../auth.js';
import { Paged, PageArgs, type Page } from '../graphql/paging.js';
import { DeadLettersService, type DeadLetterRow } from './dead-letters.service.js';

@ObjectType()
export class DeadLetter {
  @Field(() => ID)
  id!: string;

  /** What happened, such as `videos.uploaded`. */
  @Field(() => String)
  name!: string;

  @Field(() => Date)
  failedAt!: Date;

  /** One line, without e-mail addresses. */
  @Field(() => String)
  lastError!: string;

  /** The record it is about; null when its payload names none. */
  @Field(() => String, { nullable: true })
  payloadId!: string | null;

  @Field(() => Int)
  tries!: number;
}

const DeadLetterConnection = Paged(DeadLetter, 'DeadLetter');

@Resolver()
export class DeadLettersResolver {
  constructor(private readonly letters: DeadLettersService) {}

  @Allow('administrator')
  @Query(() => DeadLetterConnection)
  deadLetters(@Args() args: PageArgs): Promise<Page<DeadLetterRow>> {
    return this.letters.list(args);
  }

  @Allow('administrator')
  @Mutation(() => Boolean)
  async redriveJob(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.letters.redrive(who, id);
    return true;
  }

  @Allow('administrator')
  @Mutation(() => Boolean)
  async discardJob(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.letters.discard(who, id);
    return true;
  }
}
