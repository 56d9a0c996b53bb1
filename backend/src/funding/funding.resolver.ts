// The GraphQL door of funding: what is left, how a store pays, and money in and out.
import { Args, ArgsType, Field, ID, InputType, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { StoresService } from '../stores/stores.service.js';
import { FundingEntries } from './entries/entries.service.js';
import {
  FundingDirectionEnum,
  FundingEntry,
  FundingEntryConnection,
  FundingModeEnum,
  FundingStatusEnum,
} from './entries/entry.entity.js';
import { FundingService } from './funding.service.js';
import type { FundingDirection, FundingMode, FundingStatus } from './funding.status.js';
import { StoreFundingType } from './funding.types.js';

@InputType()
class FundingInput {
  @Field(() => ID)
  storeId!: string;

  @Field(() => FundingDirectionEnum)
  direction!: FundingDirection;

  /** A decimal in the store's currency, such as 50000.00. */
  @Field()
  amount!: string;

  /** The number of the bank's document: each is booked once. */
  @Field()
  reference!: string;
}

@ArgsType()
class FundingEntriesArgs extends PageArgs {
  /** Left out: of all stores, for finance. */
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  @Field(() => FundingStatusEnum, { nullable: true })
  status?: FundingStatus | null;
}

@Resolver(() => FundingEntry)
export class FundingResolver {
  private readonly storeOf = batched((ids) => this.stores.byIds(ids));

  constructor(
    private readonly funding: FundingService,
    private readonly entries: FundingEntries,
    private readonly stores: StoresService,
  ) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => StoreFundingType)
  async storeFunding(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<StoreFundingType> {
    const { store, balances, days } = await this.funding.of(who, storeId);
    const money = (minor: bigint) => toMoney(minor, store.currency);
    return {
      ...{ mode: store.fundingMode, stoppedSince: store.unfundedSince, funded: money(balances.fundedMinor) },
      ...{ spent: money(balances.spentMinor), reserved: money(balances.reservedMinor) },
      available: money(balances.availableMinor),
      alertBelow: store.fundingAlertMinor === null ? null : money(store.fundingAlertMinor),
      days: days.map(({ day, fundedMinor, promisedMinor, availableMinor }) => ({
        ...{ day, funded: money(fundedMinor), promised: money(promisedMinor), available: money(availableMinor) },
      })),
    };
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => FundingEntryConnection)
  fundingEntries(
    @Who() who: AccountActor,
    @Args() { storeId = null, status = null, ...args }: FundingEntriesArgs,
  ): Promise<Page<FundingEntry>> {
    return this.entries.page(who, { storeId, status }, args);
  }

  /** `alertBelow` is a decimal; left out, owners are not written to when money is low. */
  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => StoreFundingType)
  async setStoreFunding(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('mode', { type: () => FundingModeEnum }) mode: FundingMode,
    @Args('alertBelow', { type: () => String, nullable: true }) alertBelow?: string | null,
  ): Promise<StoreFundingType> {
    await this.funding.setMode(who, storeId, mode, alertBelow ?? null);
    return this.storeFunding(who, storeId);
  }

  @Allow('finance', 'administrator')
  @Mutation(() => FundingEntry)
  prepareFunding(@Who() who: AccountActor, @Args('input') input: FundingInput): Promise<FundingEntry> {
    return this.entries.prepare(who, input);
  }

  /** Another person than the one who prepared it. */
  @Allow('finance', 'administrator')
  @Mutation(() => FundingEntry)
  confirmFunding(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<FundingEntry> {
    return this.entries.confirm(who, id);
  }

  @Allow('finance', 'administrator')
  @Mutation(() => FundingEntry)
  refuseFunding(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason') reason: string,
  ): Promise<FundingEntry> {
    return this.entries.refuse(who, id, reason);
  }

  @ResolveField(() => MoneyType)
  amount(@Parent() entry: FundingEntry): MoneyType {
    return toMoney(entry.amountMinor, entry.currency);
  }

  @ResolveField(() => String)
  async storeName(@Parent() entry: FundingEntry): Promise<string> {
    return (await this.storeOf(entry.storeId))?.name ?? '';
  }

  @ResolveField(() => Boolean)
  preparedByMe(@Parent() entry: FundingEntry, @Who() who: AccountActor): boolean {
    return entry.preparedBy === who.accountId;
  }
}
