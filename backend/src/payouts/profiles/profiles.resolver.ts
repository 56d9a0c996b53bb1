// The GraphQL door of a creator to being paid: profile, payouts with their payslips, receipts; and of finance to statuses.
import { Args, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { formatDecimal } from '../../base/money.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { PayoutLists } from '../lists.service.js';
import { PayoutConnection, PayoutType } from '../payout.types.js';
import type { PayoutMethod } from '../sends/send.status.js';
import { PayoutMethodEnum, PayoutWayType, shownWay } from '../sends/send.types.js';
import { Rails } from '../rails/rails.service.js';
import { ResultsService } from '../results/results.service.js';
import { shownPayout } from '../shown.js';
import { ProfilesService, type ProfileRow } from './profiles.service.js';

@ObjectType('PayoutProfile')
class PayoutProfileType {
  @Field(() => Int)
  version!: number;

  @Field()
  country!: string;

  @Field()
  taxStatus!: string;

  @Field(() => PayoutMethodEnum)
  method!: PayoutMethod;

  /** Its country and its last four characters, or an address by its first letter; the whole is sealed. */
  @Field()
  account!: string;

  /** Null for PayPal. */
  @Field(() => String, { nullable: true })
  bankCode!: string | null;

  @Field(() => String, { nullable: true })
  currency!: string | null;

  /** A decimal in the payout currency. */
  @Field()
  minAmount!: string;

  @Field()
  madeAt!: Date;

  @Field(() => Date, { nullable: true })
  checkedAt!: Date | null;

  @Field()
  confirmed!: boolean;
}

@InputType()
class PayoutProfileInput {
  @Field()
  country!: string;

  @Field()
  taxStatus!: string;

  @Field()
  name!: string;

  @Field(() => String, { nullable: true })
  taxNumber?: string | null;

  /** `bank` unless told. */
  @Field(() => PayoutMethodEnum, { nullable: true })
  method?: PayoutMethod | null;

  /** The number of a bank account, or the e-mail address of a PayPal account. */
  @Field()
  account!: string;

  @Field(() => String, { nullable: true })
  bankCode?: string | null;

  @Field(() => String, { nullable: true })
  currency?: string | null;

  @Field(() => String, { nullable: true })
  minAmount?: string | null;
}

@Resolver()
export class ProfilesResolver {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly creators: CreatorsService,
    private readonly profiles: ProfilesService,
    private readonly lists: PayoutLists,
    private readonly results: ResultsService,
    private readonly rails: Rails,
  ) {}

  /** The ways of being paid, and why one is not offered here. */
  @Allow('creator', 'finance', 'administrator')
  @Query(() => [PayoutWayType])
  payoutWays(): PayoutWayType[] {
    return this.rails.all.map(shownWay);
  }

  @Allow('creator')
  @Query(() => PayoutProfileType, { nullable: true })
  async myPayoutProfile(@Who() who: AccountActor): Promise<PayoutProfileType | null> {
    const creator = await this.creators.ofAccount(who.accountId);
    const profile = await this.profiles.newest(this.db.manager, creator.id, null);
    return profile && shown(profile);
  }

  @Allow('creator')
  @Mutation(() => PayoutProfileType)
  async savePayoutProfile(
    @Who() who: AccountActor,
    @Args('input') input: PayoutProfileInput,
  ): Promise<PayoutProfileType> {
    this.rails.open(input.method ?? 'bank');
    return shown(await this.profiles.save(who, input));
  }

  @Allow('creator')
  @Query(() => PayoutConnection)
  async myPayouts(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<PayoutType>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const page = await this.lists.ofCreator(creator.id, args);
    return { ...page, nodes: page.nodes.map(shownPayout) };
  }

  /** One payout with its payslip: for its creator and for finance. */
  @Allow('creator', 'finance', 'administrator')
  @Query(() => PayoutType)
  async payout(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PayoutType> {
    return shownPayout(await this.lists.one(who, id));
  }

  /** The payee gives the number of a receipt; finance may say that it was annulled. */
  @Allow('creator', 'finance')
  @Mutation(() => PayoutType)
  async noteReceipt(
    @Who() who: AccountActor,
    @Args('payoutId', { type: () => ID }) payoutId: string,
    @Args('number') number: string,
    @Args('annulled', { nullable: true }) annulled?: boolean,
  ): Promise<PayoutType> {
    await this.results.receipt(who, payoutId, number, annulled ?? false);
    return shownPayout(await this.lists.one(who, payoutId));
  }

  @Allow('finance')
  @Mutation(() => PayoutProfileType)
  async checkTaxStatus(
    @Who() who: AccountActor,
    @Args('creatorId', { type: () => ID }) creatorId: string,
    @Args('confirmed') confirmed: boolean,
    @Args('note') note: string,
  ): Promise<PayoutProfileType> {
    return shown(await this.profiles.check(who, creatorId, confirmed, note));
  }
}

function shown(row: ProfileRow): PayoutProfileType {
  const { accountShown: account, minAmountMinor: _, ...own } = row;
  return { ...own, account, minAmount: formatDecimal(row.minAmountMinor, row.currency ?? 'KZT') };
}
