// How GraphQL shows reports by shoppers. Who reported is shown to nobody.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Paged } from '../../base/graphql/paging.js';
import { CASE_STATUSES, type CaseStatus } from './complaint.status.js';
import type { ComplaintReason } from './complaint.reasons.js';

export const CaseStatusEnum = Object.fromEntries(CASE_STATUSES.map((status) => [status, status]));
registerEnumType(CaseStatusEnum, { name: 'ComplaintCaseStatus' });

@ObjectType()
export class ComplaintReasonCount {
  @Field(() => String)
  code!: ComplaintReason;

  /** In the reader's language. */
  @Field(() => String)
  label!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class Complaint {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  reason!: ComplaintReason;

  @Field(() => String, { nullable: true })
  text!: string | null;

  @Field(() => Date)
  at!: Date;

  @Field(() => Date, { nullable: true })
  answeredAt!: Date | null;

  /** An e-mail was left for the answer, and is not forgotten yet. */
  @Field(() => Boolean)
  wantsMail!: boolean;
}

@ObjectType()
export class ComplaintConnection extends Paged(Complaint, 'Complaint') {}

@ObjectType()
export class ComplaintCase {
  @Field(() => ID)
  id!: string;

  videoId!: string;

  storeId!: string;

  @Field(() => CaseStatusEnum)
  status!: CaseStatus;

  @Field(() => Date)
  openedAt!: Date;

  @Field(() => Date, { nullable: true })
  closedAt!: Date | null;

  decisionId!: string | null;

  @Field(() => Int)
  complaints!: number;

  /** Network addresses that they came from; 0 once they are forgotten. */
  @Field(() => Int)
  reporters!: number;
}

@ObjectType()
export class ComplaintCaseConnection extends Paged(ComplaintCase, 'ComplaintCase') {}
