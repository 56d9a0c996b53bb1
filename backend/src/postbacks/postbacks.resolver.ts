// The GraphQL door of a creator's postbacks.
import { Args, ArgsType, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { AddressesService } from './addresses.service.js';
import { MACROS } from './macros.rules.js';
import { DeliveryConnection, MethodEnum, PostbackAddress, PostbackDelivery, type Method } from './postback.entity.js';

@InputType()
class PostbackInput {
  /** https, with macros in braces: https://tracker.example/pb?cid={click_id}&sum={commission} */
  @Field()
  url!: string;

  @Field(() => MethodEnum)
  method!: Method;

  @Field(() => [String])
  events!: string[];
}

@ObjectType()
class NewPostback {
  @Field(() => PostbackAddress)
  postback!: PostbackAddress;

  /** Signs every call; shown this once. */
  @Field()
  secret!: string;
}

@ArgsType()
class DeliveriesArgs extends PageArgs {
  @Field(() => ID)
  postbackId!: string;
}

@Resolver(() => PostbackAddress)
export class PostbacksResolver {
  constructor(private readonly addresses: AddressesService) {}

  @Allow('creator')
  @Query(() => [PostbackAddress])
  myPostbacks(@Who() who: AccountActor): Promise<PostbackAddress[]> {
    return this.addresses.mine(who);
  }

  @Allow('creator')
  @Query(() => [String])
  postbackMacros(): readonly string[] {
    return MACROS;
  }

  @Allow('creator')
  @Query(() => DeliveryConnection)
  postbackDeliveries(@Who() who: AccountActor, @Args() args: DeliveriesArgs): Promise<Page<PostbackDelivery>> {
    return this.addresses.log(who, args.postbackId, args);
  }

  @Allow('creator')
  @Mutation(() => NewPostback)
  async addPostback(@Who() who: AccountActor, @Args('input') input: PostbackInput): Promise<NewPostback> {
    const { address, secret } = await this.addresses.create(who, input);
    return { postback: address, secret };
  }

  @Allow('creator')
  @Mutation(() => PostbackAddress)
  removePostback(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PostbackAddress> {
    return this.addresses.remove(who, id);
  }

  @Allow('creator')
  @Mutation(() => PostbackAddress)
  resumePostback(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PostbackAddress> {
    return this.addresses.resume(who, id);
  }

  /** Calls the address now with sample values; the log keeps what came back. */
  @Allow('creator')
  @Mutation(() => PostbackDelivery)
  testPostback(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PostbackDelivery> {
    return this.addresses.test(who, id);
  }

  @Allow('creator')
  @Mutation(() => PostbackDelivery)
  redeliverPostback(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PostbackDelivery> {
    return this.addresses.redeliver(who, id);
  }
}
