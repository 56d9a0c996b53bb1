// GraphQL shapes of fraud: the queue that staff work on, the evidence, and what a creator is told.
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { Paged } from '../../base/graphql/paging.js';

@ObjectType('RiskParam')
export class RiskParamType {
  @Field()
  name!: string;

  @Field()
  value!: string;
}

/** One thing that was noticed: a code that has words in every language, and its numbers. */
@ObjectType('RiskFact')
export class RiskFactType {
  @Field()
  code!: string;

  @Field(() => [RiskParamType])
  params!: RiskParamType[];
}

@ObjectType('RiskAlert')
export class RiskAlertType {
  @Field(() => ID)
  id!: string;

  /** The shop's own id of the order. */
  @Field(() => String, { nullable: true })
  orderId!: string | null;

  @Field(() => [RiskFactType])
  facts!: RiskFactType[];

  @Field(() => Date)
  at!: Date;
}

@ObjectType()
export class RiskAlertConnection extends Paged(RiskAlertType, 'RiskAlert') {}

/**
 * A sale behind a group. Letters stand for who bought: the same letter is the same customer, e-mail, phone or device. What is
 * known to be the creator's own is marked; the identifiers themselves are not shown to anyone.
 */
@ObjectType('RiskSale')
export class RiskSaleType {
  @Field(() => ID)
  id!: string;

  @Field()
  orderId!: string;

  @Field()
  lineId!: string;

  @Field(() => Date)
  orderedAt!: Date;

  @Field(() => String, { nullable: true })
  productTitle!: string | null;

  @Field(() => String, { nullable: true })
  videoTitle!: string | null;

  @Field(() => String, { nullable: true })
  instrument!: string | null;

  @Field()
  state!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => String, { nullable: true })
  customer!: string | null;

  @Field(() => String, { nullable: true })
  email!: string | null;

  @Field(() => String, { nullable: true })
  phone!: string | null;

  @Field(() => String, { nullable: true })
  device!: string | null;

  /** Which of the four are the creator's own. */
  @Field(() => [String])
  own!: string[];
}

@ObjectType()
export class RiskSaleConnection extends Paged(RiskSaleType, 'RiskSale') {}

@ObjectType('RiskDecision')
export class RiskDecisionType {
  @Field(() => Int)
  seq!: number;

  @Field()
  action!: string;

  /** A person's name, or a rule. */
  @Field()
  actor!: string;

  @Field()
  reasonCode!: string;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date)
  at!: Date;
}

@ObjectType('RiskAppeal')
export class RiskAppealType {
  @Field()
  text!: string;

  @Field(() => Date)
  at!: Date;

  /** accepted, dismissed; null while it waits. */
  @Field(() => String, { nullable: true })
  outcome!: string | null;

  @Field(() => String, { nullable: true })
  answer!: string | null;

  @Field(() => Date, { nullable: true })
  answeredAt!: Date | null;
}

@ObjectType('RiskGroup')
export class RiskGroupType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  @Field()
  rule!: string;

  /** 3 is looked at first. */
  @Field(() => Int)
  severity!: number;

  @Field(() => ID, { nullable: true })
  creatorId!: string | null;

  @Field(() => String, { nullable: true })
  creatorName!: string | null;

  /** open, held, released, rejected, expired. */
  @Field()
  status!: string;

  @Field(() => Int)
  alertCount!: number;

  @Field(() => Int)
  saleCount!: number;

  /** The commissions behind it now, one amount a currency; of a decided group, what they were then. */
  @Field(() => [MoneyType])
  atStake!: MoneyType[];

  @Field(() => Date)
  openedAt!: Date;

  @Field(() => Date)
  lastAlertAt!: Date;

  @Field(() => Date)
  expiresAt!: Date;

  @Field(() => String, { nullable: true })
  decidedBy!: string | null;

  /** Another person must decide next: the reader decided, or it is the reader's own money. */
  @Field()
  forOthers!: boolean;

  @Field(() => RiskAppealType, { nullable: true })
  appeal!: RiskAppealType | null;
}

@ObjectType()
export class RiskGroupConnection extends Paged(RiskGroupType, 'RiskGroup') {}

/** A held or rejected part of a creator's money, in plain words: what kind of doubt, how much, until when. */
@ObjectType('HeldPart')
export class HeldPartType {
  @Field(() => ID)
  id!: string;

  @Field()
  storeName!: string;

  /** own_purchase, traffic, unusual_sales, returns, code, data. */
  @Field()
  category!: string;

  /** held, rejected, released. */
  @Field()
  status!: string;

  @Field(() => Int)
  saleCount!: number;

  @Field(() => [MoneyType])
  amounts!: MoneyType[];

  @Field(() => Date)
  since!: Date;

  /** A hold that nobody decides about ends then. */
  @Field(() => Date, { nullable: true })
  until!: Date | null;

  @Field()
  mayAppeal!: boolean;

  @Field(() => RiskAppealType, { nullable: true })
  appeal!: RiskAppealType | null;
}

@ObjectType()
export class HeldPartConnection extends Paged(HeldPartType, 'HeldPart') {}

@InputType('RiskFilter')
export class RiskFilterInput {
  /** waiting (the default), appealed, over. */
  @Field(() => String, { nullable: true })
  list?: string | null;

  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  @Field(() => String, { nullable: true })
  rule?: string | null;

  @Field(() => Int, { nullable: true })
  severity?: number | null;

  @Field(() => ID, { nullable: true })
  creatorId?: string | null;
}

@InputType()
export class RiskDecisionInput {
  @Field(() => ID)
  groupId!: string;

  /** hold, release, reject. */
  @Field()
  action!: string;

  /** Left out: the first reason of the action. */
  @Field(() => String, { nullable: true })
  reasonCode?: string | null;

  @Field(() => String, { nullable: true })
  note?: string | null;

  /** `alertCount` as the reader saw it. */
  @Field(() => Int)
  seenAlerts!: number;
}

@ObjectType('RiskReason')
export class RiskReasonType {
  @Field()
  action!: string;

  @Field()
  code!: string;
}
