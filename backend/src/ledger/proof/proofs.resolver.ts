// The GraphQL door to a creator's own entries: what each moved, and the day that seals it.
import { Args, ArgsType, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import { PageArgs, Paged, type Page } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { LedgerProofs, type OwnEntryRow } from './ledger-proofs.service.js';

@ObjectType('LedgerEntry')
export class LedgerEntryType {
  /** Of the transaction: `/v1/ledger/proofs/<id>` gives its proof. */
  @Field(() => ID)
  id!: string;

  @Field()
  storeName!: string;

  @Field()
  kind!: string;

  @Field()
  cause!: string;

  @Field(() => String, { nullable: true })
  orderExternalId!: string | null;

  @Field()
  postedAt!: Date;

  @Field(() => MoneyType)
  pending!: MoneyType;

  @Field(() => MoneyType)
  payable!: MoneyType;

  @Field(() => MoneyType)
  inTransit!: MoneyType;

  /** UTC day whose root covers it; null until the day is over. */
  @Field(() => String, { nullable: true })
  sealedDay!: string | null;
}

const LedgerEntryConnection = Paged(LedgerEntryType, 'LedgerEntry');

@ArgsType()
class MyLedgerArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  storeId?: string | null;
}

@Resolver()
export class ProofsResolver {
  constructor(
    private readonly proofs: LedgerProofs,
    private readonly creators: CreatorsService,
  ) {}

  @Allow('creator')
  @Query(() => LedgerEntryConnection)
  async myLedgerEntries(@Who() who: AccountActor, @Args() args: MyLedgerArgs): Promise<Page<LedgerEntryType>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const page = await this.proofs.ownEntries(creator.id, args.storeId ?? null, args);
    return { ...page, nodes: page.nodes.map(shown) };
  }
}

function shown(row: OwnEntryRow): LedgerEntryType {
  const money = (minor: string) => toMoney(BigInt(minor), row.currency);
  return {
    id: row.id,
    storeName: row.store_name,
    kind: row.kind,
    cause: row.cause,
    orderExternalId: row.order_external_id,
    postedAt: row.posted_at,
    pending: money(row.pending),
    payable: money(row.payable),
    inTransit: money(row.in_transit),
    sealedDay: row.sealed_day,
  };
}
