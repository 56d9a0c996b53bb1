// How GraphQL shows plans, their trials, and a creator's tiers.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../base/graphql/money.type.js';
import { Paged } from '../base/graphql/paging.js';
import type { PlanInstrument } from '../stores/plans/plan.terms.rules.js';
import { PlanAttributionChangeType, PlanAttributionType } from './attribution/attribution.types.js';
import { enumOf, RuleKindEnum, WayEnum } from './plan-enums.types.js';
import type { RuleKind } from './plan-input.types.js';
import { PLAN_STATUSES, REHEARSAL_ERRORS, REHEARSAL_STATUSES } from './plan.status.js';
import type { PlanStatus, RehearsalError, RehearsalStatus } from './plan.status.js';

const PlanStatusEnum = enumOf(PLAN_STATUSES);
registerEnumType(PlanStatusEnum, { name: 'PlanStatus' });
const RehearsalStatusEnum = enumOf(REHEARSAL_STATUSES);
registerEnumType(RehearsalStatusEnum, { name: 'PlanRehearsalStatus' });
const RehearsalErrorEnum = enumOf(REHEARSAL_ERRORS);
registerEnumType(RehearsalErrorEnum, { name: 'PlanRehearsalError' });

@ObjectType('PlanPay')
export class PlanPayType {
  @Field(() => RuleKindEnum)
  kind!: RuleKind;

  @Field(() => Int, { nullable: true })
  rateBps!: number | null;

  @Field(() => MoneyType, { nullable: true })
  amount!: MoneyType | null;

  @Field()
  tiered!: boolean;

  @Field(() => Int)
  maxCycles!: number;
}

/** For which sales: a field that is null tells nothing apart. */
@ObjectType('PlanScope')
export class PlanScopeType {
  @Field(() => ID, { nullable: true })
  creatorId!: string | null;

  @Field(() => String, { nullable: true })
  creatorName!: string | null;

  @Field(() => String, { nullable: true })
  campaign!: string | null;

  @Field(() => String, { nullable: true })
  productId!: string | null;

  @Field(() => String, { nullable: true })
  category!: string | null;

  @Field(() => [WayEnum], { nullable: true })
  instruments!: PlanInstrument[] | null;
}

@ObjectType('PlanRate')
export class PlanRateType {
  @Field(() => PlanScopeType)
  scope!: PlanScopeType;

  @Field(() => PlanPayType)
  pay!: PlanPayType;
}

@ObjectType('PlanTier')
export class PlanTierType {
  @Field(() => MoneyType)
  minGmv!: MoneyType;

  @Field(() => Int, { nullable: true })
  maxReturnBps!: number | null;

  @Field(() => Int)
  bonusBps!: number;
}

@ObjectType('PlanLimits')
export class PlanLimitsType {
  @Field(() => MoneyType, { nullable: true })
  orderCap!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true })
  creatorMonthlyCap!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true })
  creatorDailyCap!: MoneyType | null;

  @Field(() => [PlanTierType])
  tiers!: PlanTierType[];
}

@ObjectType('PlanCampaign')
export class PlanCampaignType {
  @Field()
  key!: string;

  @Field()
  name!: string;

  @Field()
  activeFrom!: Date;

  @Field()
  activeTo!: Date;

  @Field(() => [String], { nullable: true })
  productIds!: string[] | null;

  @Field(() => [ID], { nullable: true })
  creatorIds!: string[] | null;

  @Field(() => MoneyType, { nullable: true })
  budget!: MoneyType | null;

  /** The most that one calendar day of the store takes. */
  @Field(() => MoneyType, { nullable: true })
  dailyBudget!: MoneyType | null;
}

@ObjectType('PlanTerms')
export class PlanTermsType {
  @Field(() => [PlanRateType])
  rates!: PlanRateType[];

  @Field(() => PlanLimitsType)
  limits!: PlanLimitsType;

  @Field(() => [PlanCampaignType])
  campaigns!: PlanCampaignType[];

  @Field(() => PlanAttributionType)
  attribution!: PlanAttributionType;
}

@ObjectType('PlanRateChange')
export class PlanRateChangeType {
  @Field(() => PlanScopeType)
  scope!: PlanScopeType;

  @Field(() => PlanPayType, { nullable: true })
  before!: PlanPayType | null;

  @Field(() => PlanPayType, { nullable: true })
  after!: PlanPayType | null;

  /** raised, lowered, or changed where the two cannot be compared. */
  @Field()
  direction!: string;

  @Field()
  from!: Date;
}

@ObjectType('PlanLimitsChange')
export class PlanLimitsChangeType {
  @Field(() => PlanLimitsType)
  before!: PlanLimitsType;

  @Field(() => PlanLimitsType)
  after!: PlanLimitsType;

  @Field()
  direction!: string;

  @Field()
  from!: Date;
}

@ObjectType('PlanEffects')
export class PlanEffectsType {
  @Field(() => [PlanRateChangeType])
  rates!: PlanRateChangeType[];

  @Field(() => PlanLimitsChangeType, { nullable: true })
  limits!: PlanLimitsChangeType | null;

  @Field(() => [PlanAttributionChangeType])
  attribution!: PlanAttributionChangeType[];
}

@ObjectType('PlanRehearsalMonth')
export class PlanRehearsalMonthType {
  /** Such as 2026-10, in the store's time zone. */
  @Field()
  month!: string;

  @Field(() => MoneyType)
  before!: MoneyType;

  @Field(() => MoneyType)
  after!: MoneyType;
}

@ObjectType('PlanRehearsal')
export class PlanRehearsalType {
  @Field(() => ID)
  id!: string;

  @Field(() => RehearsalStatusEnum)
  status!: RehearsalStatus;

  @Field(() => RehearsalErrorEnum, { nullable: true })
  error!: RehearsalError | null;

  @Field()
  fromMonth!: string;

  @Field()
  toMonth!: string;

  @Field(() => Int)
  ordersTotal!: number;

  @Field(() => Int)
  ordersDone!: number;

  /** False when the draft or the plan in force has changed since: it must be run again. */
  @Field()
  current!: boolean;

  @Field()
  askedAt!: Date;

  /** What the past paid, and what the draft would have paid. */
  @Field(() => MoneyType)
  before!: MoneyType;

  @Field(() => MoneyType)
  after!: MoneyType;

  @Field(() => Int)
  creators!: number;

  @Field(() => Int)
  losing!: number;

  @Field(() => Int)
  gaining!: number;

  @Field(() => [PlanRehearsalMonthType])
  months!: PlanRehearsalMonthType[];
}

@ObjectType('PlanRehearsalCreator')
export class PlanRehearsalCreatorType {
  @Field(() => ID)
  creatorId!: string;

  @Field()
  name!: string;

  @Field(() => Int)
  sales!: number;

  @Field(() => MoneyType)
  base!: MoneyType;

  @Field(() => MoneyType)
  before!: MoneyType;

  @Field(() => MoneyType)
  after!: MoneyType;

  @Field(() => MoneyType)
  change!: MoneyType;
}

export const PlanRehearsalCreatorConnection = Paged(PlanRehearsalCreatorType, 'PlanRehearsalCreator');

@ObjectType('PlanVersion')
export class PlanVersionType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  @Field()
  currency!: string;

  /** Of published versions; null for the others. */
  @Field(() => Int, { nullable: true })
  number!: number | null;

  @Field(() => Int, { nullable: true })
  basedOn!: number | null;

  @Field(() => PlanStatusEnum)
  status!: PlanStatus;

  @Field()
  title!: string;

  @Field(() => PlanTermsType)
  terms!: PlanTermsType;

  @Field()
  madeBy!: string;

  @Field()
  madeAt!: Date;

  @Field()
  editedAt!: Date;

  @Field(() => String, { nullable: true })
  proposedBy!: string | null;

  @Field(() => Date, { nullable: true })
  proposedAt!: Date | null;

  @Field(() => String, { nullable: true })
  decidedBy!: string | null;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  /** Why it was refused, or why it was published without notice. */
  @Field(() => String, { nullable: true })
  reason!: string | null;

  /** True when the reader had a hand in it and another person must publish it. */
  @Field()
  madeByMe!: boolean;
}

export const PlanVersionConnection = Paged(PlanVersionType, 'PlanVersion');

@ObjectType('PlanNotice')
export class PlanNoticeType {
  @Field(() => ID)
  id!: string;

  @Field()
  storeName!: string;

  @Field()
  at!: Date;

  @Field()
  text!: string;
}

export const PlanNoticeConnection = Paged(PlanNoticeType, 'PlanNotice');
