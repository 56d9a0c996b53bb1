// The GraphQL door of stores and their keys.
import {
  Args,
  ArgsType,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { Allow, holds, ownsStore, Who, type AccountActor, type Actor, type Role } from '../base/auth.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { Paged, PageArgs, type Page } from '../base/graphql/paging.js';
import { PlanRule } from './plan-rule.entity.js';
import type { Instrument } from './plan.rules.js';
import { ModerationModeEnum, PlanWindow, Store } from './store.entity.js';
import type { ModerationMode } from './store.rules.js';
import { StoresService } from './stores.service.js';

@ObjectType()
class Plan {
  /** The general rate in force now, in basis points. */
  @Field(() => Int)
  rateBps!: number;

  @Field(() => Int)
  holdDays!: number;

  @Field(() => [PlanWindow])
  windows!: PlanWindow[];

  @Field(() => [PlanRule])
  rules!: PlanRule[];
}

@InputType()
class StoreInput {
  @Field()
  name!: string;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field()
  currency!: string;

  @Field()
  timezone!: string;

  @Field(() => Int)
  rateBps!: number;

  @Field(() => Int)
  holdDays!: number;

  /** Left out, this and the next stay as they are. */
  @Field(() => ModerationModeEnum, { nullable: true })
  moderationMode?: ModerationMode | null;

  @Field(() => Int, { nullable: true })
  trustedAfter?: number | null;

  /** Only for a new store, for ever. */
  @Field(() => Boolean, { nullable: true })
  sandbox?: boolean | null;

  @Field(() => Int, { nullable: true })
  sandboxApproveMinutes?: number | null;

  @Field(() => Boolean, { nullable: true })
  oneVideoPerCreator?: boolean | null;

  /** A decimal in the store's currency, such as 50000.00. Null takes the limit away; left out it stays. */
  @Field(() => String, { nullable: true })
  newCreatorDaily?: string | null;

  /** Days its people have to answer a creator's dispute. */
  @Field(() => Int, { nullable: true })
  disputeDays?: number | null;

  /** The share of whoever invited a creator, on top of that creator's commission; for creators who begin from now on. */
  @Field(() => Int, { nullable: true })
  referralBps?: number | null;
}

@ArgsType()
class StoresArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  search?: string | null;
}

/** A store of this request; `justMade` when the roles of the request were read before the store was. */
type Shown = Store & { justMade?: boolean };

function isOwn(store: Shown, who: Actor | null, ...staff: Role[]): boolean {
  if (store.justMade) return true;
  return who !== null && (ownsStore(who, store.id) || ['administrator' as const, ...staff].some((r) => holds(who, r)));
}

const StoreConnection = Paged(Store, 'Store');

@Resolver(() => Store)
export class StoresResolver {
  constructor(private readonly stores: StoresService) {}

  /** Every signed-in person may see which stores there are: a creator chooses among them. */
  @Allow()
  @Query(() => StoreConnection, { name: 'stores' })
  list(@Args() args: StoresArgs): Promise<Page<Store>> {
    return this.stores.list(args.search ?? null, args);
  }

  @Allow()
  @Query(() => [Store])
  myStores(@Who() who: AccountActor): Promise<Store[]> {
    return this.stores.mine(who);
  }

  @Allow()
  @Query(() => Store)
  store(@Args('id', { type: () => ID }) id: string): Promise<Store> {
    return this.stores.require(id);
  }

  @Allow()
  @Mutation(() => Store)
  async createStore(@Who() who: AccountActor, @Args('input') input: StoreInput): Promise<Store> {
    const store = await this.stores.create(who, { ...input, url: input.url ?? null });
    // The roles of this request were read before the store was.
    return Object.assign(store, { justMade: true });
  }

  @Allow('store_owner', 'administrator')
  @Mutation(() => Store)
  updateStore(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('input') input: StoreInput,
  ): Promise<Store> {
    return this.stores.update(who, id, { ...input, url: input.url ?? null });
  }

  /** Anyone may name a store; who writes into its test programme is its own people. Empty for others. */
  @ResolveField(() => String)
  testPublishableKey(@Parent() store: Shown, @Who() who: Actor | null): string {
    return isOwn(store, who) ? store.testPublishableKey : '';
  }

  /** How its videos are judged is the store's own affair, and staff's. Null for others. */
  @ResolveField(() => ModerationModeEnum, { nullable: true })
  moderationMode(@Parent() store: Shown, @Who() who: Actor | null): ModerationMode | null {
    return isOwn(store, who, 'moderator') ? store.moderationMode : null;
  }

  @ResolveField(() => Int, { nullable: true })
  trustedAfter(@Parent() store: Shown, @Who() who: Actor | null): number | null {
    return isOwn(store, who, 'moderator') ? store.trustedAfter : null;
  }

  /** Commission of a day above which the sales of a creator of the first 30 days wait for a person. Null for others. */
  @ResolveField(() => MoneyType, { nullable: true })
  newCreatorDaily(@Parent() store: Shown, @Who() who: Actor | null): MoneyType | null {
    const { newCreatorDailyMinor, currency } = store;
    return isOwn(store, who, 'finance') && newCreatorDailyMinor !== null
      ? toMoney(newCreatorDailyMinor, currency)
      : null;
  }

  @ResolveField(() => Plan)
  async plan(@Parent() store: Shown, @Who() who: Actor | null): Promise<Plan> {
    const all = await this.stores.rulesOf(store.id);
    // What one creator is paid is between the store and that creator.
    const rules = isOwn(store, who, 'finance') ? all : all.filter((rule) => rule.creatorId === null);
    const { windowsHours } = await this.stores.attributionNow(store);
    const windows = Object.entries(windowsHours).map(([instrument, hours]) => ({
      instrument: instrument as Instrument,
      hours,
    }));
    return { rateBps: await this.stores.rateNow(store.id), holdDays: store.holdDays, windows, rules };
  }
}

@Resolver(() => PlanRule)
export class PlanRulesResolver {
  constructor(private readonly stores: StoresService) {}

  @ResolveField(() => MoneyType, { nullable: true })
  async amount(@Parent() rule: PlanRule): Promise<MoneyType | null> {
    if (rule.amountMinor === null) return null;
    const { currency } = await this.stores.require(rule.storeId);
    return toMoney(rule.amountMinor, currency);
  }
}
