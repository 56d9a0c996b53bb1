// The GraphQL door to what a store says of its traffic: its owners change it; finance and administrators may look.
import { Args, Field, ID, InputType, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryTerms } from './delivery-terms.entity.js';

@InputType()
class DeliveryTermsInput {
  /** For 10^9 bytes, a decimal such as 45.50; null takes it back. */
  @Field(() => String, { nullable: true })
  gigabytePrice!: string | null;

  @Field(() => String, { nullable: true })
  gigabyteCurrency!: string | null;

  /** From 1 to 10,000; null is no bound. */
  @Field(() => Int, { nullable: true })
  visitorMegabytes!: number | null;
}

@Resolver(() => DeliveryTerms)
export class DeliveriesResolver {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Query(() => DeliveryTerms)
  @Allow('store_owner', 'finance', 'administrator')
  deliveryTerms(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<DeliveryTerms> {
    return this.deliveries.terms(who, storeId);
  }

  @Mutation(() => DeliveryTerms)
  @Allow('store_owner')
  setDeliveryTerms(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('terms') { gigabytePrice, gigabyteCurrency, visitorMegabytes }: DeliveryTermsInput,
  ): Promise<DeliveryTerms> {
    return this.deliveries.change(who, storeId, {
      gigabytePrice: gigabytePrice ?? null,
      gigabyteCurrency: gigabyteCurrency ?? null,
      visitorMegabytes: visitorMegabytes ?? null,
    });
  }
}
