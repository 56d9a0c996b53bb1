// How GraphQL takes and shows a store's rules for shoppers who invite friends.
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import type { RewardKind, Side, Trigger } from '../reward.status.js';
import { RewardKindEnum, RewardSideEnum, RewardTriggerEnum } from './reward.types.js';

@InputType()
export class RewardLineInput {
  @Field(() => RewardSideEnum)
  side!: Side;

  @Field(() => RewardTriggerEnum)
  on!: Trigger;

  @Field(() => RewardKindEnum)
  kind!: RewardKind;

  /** Of money: a part of the order, or else `amount`. */
  @Field(() => Int, { nullable: true })
  rateBps?: number | null;

  /** A decimal in the store's currency. */
  @Field(() => String, { nullable: true })
  amount?: string | null;

  @Field(() => Int, { nullable: true })
  points?: number | null;

  @Field(() => ID, { nullable: true })
  poolId?: string | null;
}

@InputType()
export class RewardRulesInput {
  @Field(() => [RewardLineInput])
  lines!: RewardLineInput[];

  @Field(() => Int)
  repeatUpTo!: number;

  /** A decimal in the store's currency; 0 for none. */
  @Field()
  minOrder!: string;

  @Field(() => Int)
  holdDays!: number;

  @Field(() => Int)
  endsAfterDays!: number;

  @Field(() => Int, { nullable: true })
  perPersonMonth?: number | null;

  @Field(() => Int, { nullable: true })
  perDay?: number | null;

  @Field(() => Int, { nullable: true })
  inAll?: number | null;

  @Field(() => Int)
  surgeTimes!: number;

  @Field(() => Int)
  surgeAtLeast!: number;
}

@ObjectType('RewardLine')
export class RewardLineType {
  @Field(() => RewardSideEnum)
  side!: Side;

  @Field(() => RewardTriggerEnum)
  on!: Trigger;

  @Field(() => RewardKindEnum)
  kind!: RewardKind;

  @Field(() => Int, { nullable: true })
  rateBps!: number | null;

  @Field(() => MoneyType, { nullable: true })
  amount!: MoneyType | null;

  @Field(() => Int, { nullable: true })
  points!: number | null;

  @Field(() => ID, { nullable: true })
  poolId!: string | null;
}

@ObjectType('RewardTerms')
export class RewardTermsType {
  @Field()
  paused!: boolean;

  @Field(() => [RewardLineType])
  lines!: RewardLineType[];

  @Field(() => Int)
  repeatUpTo!: number;

  @Field(() => MoneyType)
  minOrder!: MoneyType;

  @Field(() => Int)
  holdDays!: number;

  @Field(() => Int)
  endsAfterDays!: number;

  @Field(() => Int, { nullable: true })
  perPersonMonth!: number | null;

  @Field(() => Int, { nullable: true })
  perDay!: number | null;

  @Field(() => Int, { nullable: true })
  inAll!: number | null;

  @Field(() => Int)
  surgeTimes!: number;

  @Field(() => Int)
  surgeAtLeast!: number;

  /** The promise in plain sentences, in the reader's language. */
  @Field(() => [String])
  sentences!: string[];
}

@ObjectType('RewardRules')
export class RewardRulesType {
  @Field(() => Int)
  version!: number;

  @Field()
  validFrom!: Date;

  @Field()
  publishedAt!: Date;

  /** True for the one that counts now. */
  @Field()
  isCurrent!: boolean;

  @Field(() => RewardTermsType)
  terms!: RewardTermsType;
}

@ObjectType('RewardStop')
export class RewardStopType {
  @Field()
  day!: string;

  @Field()
  at!: Date;

  @Field(() => Int)
  rewards!: number;
}

@ObjectType('RewardPool')
export class RewardPoolType {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;
}

@ObjectType('RewardProgramme')
export class RewardProgrammeType {
  /** The draft, else what a new one begins with. */
  @Field(() => RewardTermsType)
  draft!: RewardTermsType;

  @Field()
  isDraftSaved!: boolean;

  /** Every published version, the newest first. */
  @Field(() => [RewardRulesType])
  versions!: RewardRulesType[];

  @Field(() => RewardStopType, { nullable: true })
  stop!: RewardStopType | null;

  /** Pools that certificates may come from, the newest first; a hundred at most. */
  @Field(() => [RewardPoolType])
  pools!: RewardPoolType[];

  /** The settlement currency, in which rewards are counted. */
  @Field()
  currency!: string;
}
