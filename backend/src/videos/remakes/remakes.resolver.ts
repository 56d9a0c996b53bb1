// The GraphQL door of remakes, for the store's owners; administrators may look.
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { RemakesService, type RemakeDesk } from './remakes.service.js';

@ObjectType()
class RemakeRun {
  @Field(() => Date)
  askedAt!: Date;

  /** Null while it goes on. */
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => Int)
  total!: number;

  @Field(() => Int)
  done!: number;

  @Field(() => Int)
  failed!: number;

  /** Their originals are not kept any more. */
  @Field(() => Int)
  originalGone!: number;

  @Field(() => Int)
  calledOff!: number;

  @Field(() => Int)
  toDo!: number;
}

@ObjectType('RemakeDesk')
class RemakeDeskType {
  /** Published videos that are not yet as the settings say. */
  @Field(() => Int)
  others!: number;

  @Field(() => RemakeRun, { nullable: true })
  run!: RemakeRun | null;
}

@Resolver()
export class RemakesResolver {
  constructor(private readonly remakes: RemakesService) {}

  @Query(() => RemakeDeskType)
  @Allow('store_owner', 'administrator')
  remakeDesk(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<RemakeDesk> {
    return this.remakes.desk(who, storeId);
  }

  /** Brings every published video of the store to what its branding is now. */
  @Mutation(() => RemakeDeskType)
  @Allow('store_owner')
  startRemake(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<RemakeDesk> {
    return this.remakes.start(who, storeId);
  }

  @Mutation(() => RemakeDeskType)
  @Allow('store_owner')
  stopRemake(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<RemakeDesk> {
    return this.remakes.stop(who, storeId);
  }
}
