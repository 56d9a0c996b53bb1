// One rule of a store's commission plan. Never edited: a change ends one rule and adds another.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../base/database/columns.js';
import type { RuleKind } from './plan.rules.js';
import type { PlanInstrument } from './plans/plan.terms.rules.js';

@Entity('plan_rules')
@ObjectType()
export class PlanRule {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  @Field(() => String)
  kind!: RuleKind;

  @Column('integer')
  @Field(() => Int, { nullable: true })
  rateBps!: number | null;

  @Column('bigint', { transformer: bigintText })
  amountMinor!: bigint | null;

  /** The shop's own product id; null for every product. */
  @Column('text')
  @Field(() => String, { nullable: true })
  productId!: string | null;

  @Column('text')
  @Field(() => String, { nullable: true })
  category!: string | null;

  /** True: a tier's bonus is added to the rate. */
  @Column('boolean', { default: false })
  @Field()
  tiered!: boolean;

  /** How many payments of a subscription it pays; null pays the first alone. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  maxCycles!: number | null;

  /** Individual terms of one creator. */
  @Column('text', { nullable: true })
  creatorId!: string | null;

  @Column('text', { nullable: true })
  campaignId!: string | null;

  /** Only for sales that came this way; null for every way. */
  @Column('text', { array: true, nullable: true })
  @Field(() => [String], { nullable: true })
  instruments!: PlanInstrument[] | null;

  /** The plan version it came with; null for the one a store began with. */
  @Column('text', { nullable: true })
  versionId!: string | null;

  /** In force from this moment (included) to that (excluded); null is without bound. */
  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  effectiveFrom!: Date | null;

  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  effectiveTo!: Date | null;

  @Column('timestamptz')
  createdAt!: Date;
}
