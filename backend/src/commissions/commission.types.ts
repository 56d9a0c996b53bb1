// How GraphQL shows commissions and why they are what they are.
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../base/graphql/money.type.js';
import { Paged } from '../base/graphql/paging.js';
import { COMMISSION_STATES, type CommissionState } from './commission.status.js';

export const CommissionStateEnum = Object.fromEntries(COMMISSION_STATES.map((s) => [s, s])) as Record<
  CommissionState,
  CommissionState
>;
registerEnumType(CommissionStateEnum, { name: 'CommissionState' });

@ObjectType('Commission')
export class CommissionType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  orderId!: string;

  @Field()
  orderExternalId!: string;

  @Field()
  lineId!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  @Field(() => String, { nullable: true })
  productTitle!: string | null;

  @Field(() => ID, { nullable: true })
  videoId!: string | null;

  @Field(() => String, { nullable: true })
  videoTitle!: string | null;

  @Field()
  kind!: string;

  @Field(() => String, { nullable: true })
  instrument!: string | null;

  @Field(() => String, { nullable: true })
  match!: string | null;

  @Field(() => MoneyType)
  base!: MoneyType;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => CommissionStateEnum)
  state!: CommissionState;

  /** Its creator disputes it, and nobody has decided yet. */
  @Field()
  disputed!: boolean;

  @Field(() => Date, { nullable: true })
  holdUntil!: Date | null;

  @Field()
  orderedAt!: Date;

  @Field()
  reasonText!: string;

  @Field()
  creatorName!: string;
}

export const CommissionConnection = Paged(CommissionType, 'Commission');

@ObjectType('ExplanationStep')
export class ExplanationStep {
  @Field()
  label!: string;

  @Field()
  text!: string;
}

@ObjectType('ExplanationTouch')
export class ExplanationTouch {
  @Field()
  instrument!: string;

  @Field()
  at!: Date;

  @Field()
  label!: string;

  @Field()
  kept!: boolean;

  @Field()
  why!: string;

  @Field(() => String, { nullable: true })
  weight!: string | null;
}

@ObjectType('CommissionChange')
export class CommissionChangeType {
  @Field()
  at!: Date;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => CommissionStateEnum)
  state!: CommissionState;

  @Field()
  text!: string;
}

@ObjectType('Explanation')
export class Explanation {
  @Field(() => ID)
  orderId!: string;

  @Field()
  lineId!: string;

  @Field()
  summary!: string;

  @Field(() => [ExplanationStep])
  steps!: ExplanationStep[];

  @Field(() => [ExplanationTouch])
  touches!: ExplanationTouch[];

  @Field(() => [CommissionChangeType])
  history!: CommissionChangeType[];
}
