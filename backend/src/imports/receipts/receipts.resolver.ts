// The GraphQL door of receipts: creators bring them, shops decide.
import { Args, ArgsType, Field, ID, InputType, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, ownsStore, Who, type AccountActor, type Actor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { ReceiptClaim, ReceiptConnection } from './receipt.entity.js';
import { ReceiptsService } from './receipts.service.js';

@InputType()
class ReceiptClaimInput {
  @Field(() => ID)
  storeId!: string;

  @Field()
  code!: string;

  /** The content of the QR code; with it nothing below is needed. */
  @Field(() => String, { nullable: true })
  qr?: string | null;

  @Field(() => String, { nullable: true })
  register?: string | null;

  @Field(() => String, { nullable: true })
  number?: string | null;

  @Field(() => String, { nullable: true })
  total?: string | null;

  @Field(() => String, { nullable: true })
  boughtAt?: string | null;
}

@ArgsType()
class ReceiptsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver(() => ReceiptClaim)
export class ReceiptsResolver {
  private readonly storeOf = batched((ids) => this.stores.byIds(ids));
  private readonly creatorOf = batched((ids) => this.creators.byIds(ids));

  constructor(
    private readonly receipts: ReceiptsService,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
  ) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => ReceiptConnection)
  receiptClaims(@Who() who: AccountActor, @Args() args: ReceiptsArgs): Promise<Page<ReceiptClaim>> {
    return this.receipts.ofStore(who, args.storeId, args);
  }

  @Allow('creator')
  @Query(() => ReceiptConnection)
  myReceiptClaims(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<ReceiptClaim>> {
    return this.receipts.mine(who, args);
  }

  @Allow('creator')
  @Mutation(() => ReceiptClaim)
  claimReceipt(@Who() who: AccountActor, @Args('input') input: ReceiptClaimInput): Promise<ReceiptClaim> {
    return this.receipts.claim(who, input);
  }

  @Allow('creator')
  @Mutation(() => ReceiptClaim)
  withdrawReceipt(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<ReceiptClaim> {
    return this.receipts.withdraw(who, id);
  }

  @Allow('store_owner')
  @Mutation(() => ReceiptClaim)
  judgeReceipt(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('accept') accept: boolean,
    @Args('note', { type: () => String, nullable: true }) note: string | null,
  ): Promise<ReceiptClaim> {
    return this.receipts.decide(who, id, accept, note);
  }

  @ResolveField(() => MoneyType)
  total(@Parent() claim: ReceiptClaim): MoneyType {
    return toMoney(claim.totalMinor, claim.currency);
  }

  @ResolveField(() => String)
  async storeName(@Parent() claim: ReceiptClaim): Promise<string> {
    return (await this.storeOf(claim.storeId))?.name ?? '';
  }

  @ResolveField(() => String)
  async creatorName(@Parent() claim: ReceiptClaim): Promise<string> {
    return (await this.creatorOf(claim.creatorId))?.displayName ?? '';
  }

  /** The shop's own number of the order; the creator is not told it. */
  @ResolveField(() => String, { nullable: true })
  orderNumber(@Parent() claim: ReceiptClaim, @Who() who: Actor): string | null {
    return ownsStore(who, claim.storeId) ? (claim.orderExternalId ?? claim.matchExternalId) : null;
  }
}
