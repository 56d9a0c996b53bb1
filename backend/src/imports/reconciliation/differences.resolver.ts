// The GraphQL door of differences, for both sides.
import {
  Args,
  ArgsType,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
} from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import { Paged, PageArgs, type Page } from '../../base/graphql/paging.js';
import type { Mode } from '../../facts/fact.rules.js';
import { KeyModeEnum } from '../../stores/store.entity.js';
import type { OrderDifference } from './difference.entity.js';
import type { DifferenceKind, DifferenceState, Side, Telling, Word } from './difference.rules.js';
import { DifferencesService } from './differences.service.js';

const KindEnum: { [K in DifferenceKind]: K } = {
  missing_here: 'missing_here',
  missing_there: 'missing_there',
  differs: 'differs',
  another_id: 'another_id',
};
registerEnumType(KindEnum, { name: 'OrderDifferenceKind' });
const StateEnum: { [S in DifferenceState]: S } = { open: 'open', disputed: 'disputed', settled: 'settled' };
registerEnumType(StateEnum, { name: 'OrderDifferenceState' });
const WordEnum: { [W in Word]: W } = { accepted: 'accepted', disputed: 'disputed' };
registerEnumType(WordEnum, { name: 'OrderDifferenceWord' });
const SideEnum: { [S in Side]: S } = { store: 'store', service: 'service' };
registerEnumType(SideEnum, { name: 'OrderDifferenceSide' });

@ObjectType('OrderTelling')
class TellingType {
  @Field()
  status!: string;

  @Field(() => MoneyType)
  total!: MoneyType;

  @Field(() => [String])
  codes!: string[];

  @Field()
  placedAt!: Date;
}

@ObjectType('OrderDifference')
class DifferenceType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  storeId!: string;

  @Field(() => ID)
  fileId!: string;

  @Field(() => KindEnum)
  kind!: DifferenceKind;

  /** Of status, total and code. */
  @Field(() => [String])
  fields!: string[];

  @Field()
  externalId!: string;

  @Field(() => String, { nullable: true })
  ourExternalId!: string | null;

  @Field(() => Int, { nullable: true })
  score!: number | null;

  @Field(() => TellingType, { nullable: true })
  theirs!: TellingType | null;

  @Field(() => TellingType, { nullable: true })
  ours!: TellingType | null;

  @Field(() => WordEnum, { nullable: true })
  storeSays!: Word | null;

  @Field(() => WordEnum, { nullable: true })
  serviceSays!: Word | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => StateEnum)
  state!: DifferenceState;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  settledAt!: Date | null;
}

const DifferenceConnection = Paged(DifferenceType, 'OrderDifference');

@ArgsType()
class DifferencesArgs extends PageArgs {
  /** Left out, staff see every store. */
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  @Field(() => KeyModeEnum, { nullable: true, defaultValue: 'live' })
  mode?: Mode | null;

  @Field(() => StateEnum, { nullable: true })
  state?: DifferenceState | null;

  @Field(() => ID, { nullable: true })
  fileId?: string | null;
}

@Resolver(() => DifferenceType)
export class DifferencesResolver {
  constructor(private readonly differences: DifferencesService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => DifferenceConnection)
  async orderDifferences(@Who() who: AccountActor, @Args() args: DifferencesArgs): Promise<Page<DifferenceType>> {
    const { storeId = null, mode, state = null, fileId = null } = args;
    const filter = { storeId, mode: mode ?? 'live', state, fileId };
    const page = await this.differences.page(who, filter, args);
    return { ...page, nodes: page.nodes.map(shown) };
  }

  /** `side`: the store's owner speaks for the store, finance for the service. */
  @Allow('store_owner', 'finance')
  @Mutation(() => DifferenceType)
  async judgeOrderDifference(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('side', { type: () => SideEnum }) side: Side,
    @Args('word', { type: () => WordEnum }) word: Word,
    @Args('note', { type: () => String, nullable: true }) note: string | null,
  ): Promise<DifferenceType> {
    return shown(await this.differences.say(who, id, side, word, note));
  }
}

function shownTelling(told: Telling | null): TellingType | null {
  if (!told) return null;
  const { status, codes } = told;
  return { status, codes, total: toMoney(BigInt(told.totalMinor), told.currency), placedAt: new Date(told.placedAt) };
}

function shown(row: OrderDifference): DifferenceType {
  return { ...row, theirs: shownTelling(row.theirs), ours: shownTelling(row.ours) };
}
