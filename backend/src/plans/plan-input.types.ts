// What GraphQL takes of a draft: amounts are decimal text of the store's currency.
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { PlanAttributionInput } from './attribution/attribution.types.js';
import type { PlanInstrument, RuleTerms } from '../stores/plans/plan.terms.rules.js';
import { RuleKindEnum, WayEnum } from './plan-enums.types.js';

export type RuleKind = RuleTerms['kind'];

@InputType()
export class PlanRateInput {
  @Field(() => RuleKindEnum)
  kind!: RuleKind;

  @Field(() => Int, { nullable: true })
  rateBps?: number | null;

  /** A decimal of the store's currency: "150.00". */
  @Field(() => String, { nullable: true })
  amount?: string | null;

  @Field(() => Boolean, { nullable: true })
  tiered?: boolean | null;

  @Field(() => Int, { nullable: true })
  maxCycles?: number | null;

  @Field(() => ID, { nullable: true })
  creatorId?: string | null;

  /** The key of a campaign of this plan. */
  @Field(() => String, { nullable: true })
  campaign?: string | null;

  @Field(() => String, { nullable: true })
  productId?: string | null;

  @Field(() => String, { nullable: true })
  category?: string | null;

  @Field(() => [WayEnum], { nullable: true })
  instruments?: PlanInstrument[] | null;
}

@InputType()
export class PlanTierInput {
  @Field()
  minGmv!: string;

  @Field(() => Int, { nullable: true })
  maxReturnBps?: number | null;

  @Field(() => Int)
  bonusBps!: number;
}

@InputType()
export class PlanCampaignInput {
  /** The id of a running campaign, or any word for a new one. */
  @Field()
  key!: string;

  @Field()
  name!: string;

  @Field()
  activeFrom!: Date;

  @Field()
  activeTo!: Date;

  @Field(() => [String], { nullable: true })
  productIds?: string[] | null;

  @Field(() => [ID], { nullable: true })
  creatorIds?: string[] | null;

  @Field(() => String, { nullable: true })
  budget?: string | null;

  /** The most that one calendar day of the store takes. */
  @Field(() => String, { nullable: true })
  dailyBudget?: string | null;
}

@InputType()
export class PlanTermsInput {
  @Field(() => [PlanRateInput])
  rates!: PlanRateInput[];

  @Field(() => [PlanTierInput])
  tiers!: PlanTierInput[];

  @Field(() => String, { nullable: true })
  orderCap?: string | null;

  @Field(() => String, { nullable: true })
  creatorMonthlyCap?: string | null;

  @Field(() => String, { nullable: true })
  creatorDailyCap?: string | null;

  @Field(() => [PlanCampaignInput])
  campaigns!: PlanCampaignInput[];

  /** Left out: the draft keeps its own. */
  @Field(() => PlanAttributionInput, { nullable: true })
  attribution?: PlanAttributionInput | null;
}
