// GraphQL shapes of disputes: what a creator sees of an own one, and what the store and staff see of it.
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { Paged } from '../../base/graphql/paging.js';

@ObjectType('DisputeEvidence')
export class DisputeEvidenceType {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  sizeBytes!: number;

  @Field(() => Date)
  at!: Date;
}

@ObjectType('DisputeStep')
export class DisputeStepType {
  @Field(() => Int)
  seq!: number;

  @Field()
  move!: string;

  /** creator, store, staff, service. */
  @Field()
  side!: string;

  /** A person's name; shown to staff and, of its own people, to the store. */
  @Field(() => String, { nullable: true })
  actor!: string | null;

  @Field(() => String, { nullable: true })
  reasonCode!: string | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date)
  at!: Date;
}

@ObjectType({ isAbstract: true })
class DisputeBase {
  @Field(() => ID)
  id!: string;

  /** line: what a line of an order pays. missing: an order that was not credited. */
  @Field()
  kind!: string;

  /** waiting_order, waiting_store, waiting_staff, accepted, refused, withdrawn. */
  @Field()
  state!: string;

  @Field()
  reasonCode!: string;

  @Field()
  text!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  /** The number of the order as the person who opened it knows it. */
  @Field()
  number!: string;

  @Field(() => String, { nullable: true })
  lineTitle!: string | null;

  /** YYYY-MM-DD, of a claim. */
  @Field(() => String, { nullable: true })
  claimedOn!: string | null;

  @Field(() => MoneyType, { nullable: true })
  claimed!: MoneyType | null;

  @Field(() => String, { nullable: true })
  cameBy!: string | null;

  @Field(() => Date)
  openedAt!: Date;

  /** Until then the order may still come in. */
  @Field(() => Date, { nullable: true })
  orderDueAt!: Date | null;

  /** Until then the store may answer. */
  @Field(() => Date, { nullable: true })
  answerDueAt!: Date | null;

  @Field()
  overdue!: boolean;

  @Field(() => Boolean, { nullable: true })
  storeAgrees!: boolean | null;

  @Field(() => String, { nullable: true })
  storeText!: string | null;

  @Field(() => String, { nullable: true })
  outcomeCode!: string | null;

  @Field(() => String, { nullable: true })
  outcomeText!: string | null;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  /** What was decided to be paid besides; null where nothing, or where a check was lifted. */
  @Field(() => MoneyType, { nullable: true })
  credit!: MoneyType | null;

  /** Paid from then on. */
  @Field(() => Date, { nullable: true })
  creditFrom!: Date | null;

  /** What stands in the book of it now. */
  @Field(() => MoneyType)
  credited!: MoneyType;
}

@ObjectType('MyDispute')
export class MyDisputeType extends DisputeBase {
  /** Of a line: for "why this amount". A claimed order is not shown to its claimant. */
  @Field(() => ID, { nullable: true })
  orderId!: string | null;

  @Field(() => String, { nullable: true })
  lineId!: string | null;

  @Field()
  mayWithdraw!: boolean;
}

@ObjectType()
export class MyDisputeConnection extends Paged(MyDisputeType, 'MyDispute') {}

/** What the plan of the order's day would pay if the creator is right. */
@ObjectType('DisputeProposal')
export class DisputeProposalType {
  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType)
  has!: MoneyType;

  @Field(() => MoneyType)
  most!: MoneyType;

  /** Why the plan would still pay nothing. */
  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => Date)
  from!: Date;

  /** Accepting lifts a check; no amount is asked. */
  @Field()
  liftsCheck!: boolean;
}

@ObjectType('DisputeCredited')
export class DisputeCreditedType {
  @Field()
  creatorName!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;
}

/** An order that may be the claimed one. */
@ObjectType('DisputeCandidate')
export class DisputeCandidateType {
  @Field(() => ID)
  orderId!: string;

  @Field()
  number!: string;

  @Field(() => MoneyType)
  total!: MoneyType;

  @Field(() => Date)
  placedAt!: Date;

  /** From 0 to 100. */
  @Field(() => Int)
  score!: number;
}

@ObjectType('Dispute')
export class DisputeType extends DisputeBase {
  @Field(() => ID)
  creatorId!: string;

  @Field()
  creatorName!: string;

  @Field(() => ID, { nullable: true })
  orderId!: string | null;

  @Field(() => String, { nullable: true })
  orderNumber!: string | null;

  @Field(() => String, { nullable: true })
  lineId!: string | null;

  /** The code, or the link's or video's id. */
  @Field(() => String, { nullable: true })
  cameRef!: string | null;

  /** What the line pays its creator now; null where nothing was credited. */
  @Field(() => MoneyType, { nullable: true })
  pays!: MoneyType | null;

  @Field(() => String, { nullable: true })
  paysState!: string | null;

  @Field(() => String, { nullable: true })
  decidedBy!: string | null;

  /** How many moves there are: a decision names what was seen. */
  @Field(() => Int)
  steps!: number;

  /** The reader may answer for the store. */
  @Field()
  mayAnswer!: boolean;

  /** The reader may decide: staff, on neither side, and it is their turn. */
  @Field()
  mayDecide!: boolean;
}

@ObjectType()
export class DisputeConnection extends Paged(DisputeType, 'Dispute') {}

@ObjectType('DisputeReason')
export class DisputeReasonType {
  @Field()
  accept!: boolean;

  @Field()
  code!: string;
}

@InputType()
export class LineDisputeInput {
  @Field(() => ID)
  orderId!: string;

  @Field()
  lineId!: string;

  /** NOT_CREDITED, WRONG_AMOUNT, NOT_RETURNED, WRONGLY_REJECTED, OTHER. */
  @Field()
  reasonCode!: string;

  @Field()
  text!: string;
}

@InputType()
export class OrderClaimInput {
  @Field(() => ID)
  storeId!: string;

  /** As the buyer sees it. */
  @Field()
  number!: string;

  /** The day of the order, YYYY-MM-DD, at most 60 days back. */
  @Field()
  orderedOn!: string;

  /** A decimal in the store's currency. */
  @Field()
  total!: string;

  /** code, link, video. */
  @Field()
  cameBy!: string;

  /** The own code, or the id of the own link or video. */
  @Field()
  cameRef!: string;

  @Field()
  text!: string;
}

@InputType()
export class DisputeDecisionInput {
  @Field(() => ID)
  id!: string;

  @Field()
  accept!: boolean;

  @Field(() => String, { nullable: true })
  reasonCode?: string | null;

  /** What the creator reads. */
  @Field()
  text!: string;

  /** A decimal in the store's currency; left out, what the plan of the order's day pays. */
  @Field(() => String, { nullable: true })
  amount?: string | null;

  @Field(() => Int)
  seenSteps!: number;
}
