// How GraphQL shows payouts: batches to finance, payouts and their payslips to their creators.
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../base/graphql/money.type.js';
import { Paged } from '../base/graphql/paging.js';
import type { PayoutMethod } from './sends/send.status.js';
import { PayoutMethodEnum, PayoutSendType, PayoutWayType, SentPayoutType } from './sends/send.types.js';
import { BATCH_STATUSES, LEFT_OUT_REASONS, type BatchStatus } from './payout.status.js';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;
export const BatchStatusEnum = enumOf(BATCH_STATUSES);
registerEnumType(BatchStatusEnum, { name: 'PayoutBatchStatus' });
export const PayoutStatusEnum = enumOf(['processing', 'settled', 'failed'] as const);
registerEnumType(PayoutStatusEnum, { name: 'PayoutStatus' });
export const NotPaidEnum = enumOf(LEFT_OUT_REASONS);
registerEnumType(NotPaidEnum, { name: 'NotPaidReason' });

@ObjectType('RateStep')
export class RateStepType {
  @Field(() => MoneyType, { nullable: true })
  upTo!: MoneyType | null;

  @Field(() => Int)
  rateBps!: number;
}

/** One deduction as it was applied: on what, at which rate, by which article of law. */
@ObjectType('PayslipLine')
export class PayslipLineType {
  @Field()
  code!: string;

  /** False: the operator pays it on top. */
  @Field()
  byCreator!: boolean;

  @Field(() => MoneyType)
  base!: MoneyType;

  @Field(() => MoneyType)
  deduction!: MoneyType;

  /** In basis points; of a scale every step that reaches this payout, `upTo` null for the last. */
  @Field(() => [RateStepType])
  rates!: RateStepType[];

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => String, { nullable: true })
  law!: string | null;

  @Field(() => String, { nullable: true })
  source!: string | null;
}

@ObjectType('Payout')
export class PayoutType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  batchId!: string;

  @Field(() => BatchStatusEnum)
  batchStatus!: BatchStatus;

  @Field()
  storeName!: string;

  @Field(() => ID)
  creatorId!: string;

  @Field()
  creatorName!: string;

  @Field(() => String, { nullable: true })
  account!: string | null;

  @Field()
  at!: Date;

  @Field(() => PayoutStatusEnum)
  status!: 'processing' | 'settled' | 'failed';

  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => MoneyType)
  gross!: MoneyType;

  @Field(() => MoneyType)
  withheld!: MoneyType;

  @Field(() => MoneyType)
  net!: MoneyType;

  /** The net in the currency of the account. */
  @Field(() => MoneyType)
  pay!: MoneyType;

  /** What the operator pays on top. */
  @Field(() => MoneyType)
  operatorCost!: MoneyType;

  @Field(() => [PayslipLineType])
  payslip!: PayslipLineType[];

  @Field(() => String, { nullable: true })
  taxRule!: string | null;

  @Field(() => String, { nullable: true })
  bankReference!: string | null;

  @Field(() => String, { nullable: true })
  bankReason!: string | null;

  /** The payee has to give a receipt; null when this status has none. */
  @Field(() => String, { nullable: true })
  receiptDueOn!: string | null;

  @Field(() => String, { nullable: true })
  receiptNumber!: string | null;

  @Field()
  receiptAnnulled!: boolean;

  /** What the provider says of it; null when it goes by the bank. */
  @Field(() => SentPayoutType, { nullable: true })
  sent!: SentPayoutType | null;
}

export const PayoutConnection = Paged(PayoutType, 'Payout');

@ObjectType('NotPaid')
export class NotPaidType {
  @Field(() => ID)
  creatorId!: string;

  @Field()
  name!: string;

  @Field(() => NotPaidEnum)
  reason!: string;

  @Field(() => MoneyType)
  owed!: MoneyType;
}

@ObjectType('PayoutBatch')
export class PayoutBatchType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  @Field()
  at!: Date;

  @Field(() => BatchStatusEnum)
  status!: BatchStatus;

  @Field(() => PayoutMethodEnum)
  method!: PayoutMethod;

  @Field(() => String, { nullable: true })
  preparedBy!: string | null;

  @Field()
  preparedAt!: Date;

  /** True when the person who asks prepared it: somebody else confirms it. */
  @Field()
  preparedByMe!: boolean;

  @Field(() => String, { nullable: true })
  decidedBy!: string | null;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => ID, { nullable: true })
  retryOf!: string | null;

  @Field(() => Int)
  payoutCount!: number;

  @Field(() => Int)
  settledCount!: number;

  @Field(() => Int)
  failedCount!: number;

  @Field(() => MoneyType)
  gross!: MoneyType;

  @Field(() => MoneyType)
  net!: MoneyType;

  /** Filled when one batch is asked for. */
  @Field(() => [PayoutType])
  payouts!: PayoutType[];

  /** Who is owed money and is not in it, and why. */
  @Field(() => [NotPaidType])
  notPaid!: NotPaidType[];

  /** Its orders to a provider, when one batch is asked for. */
  @Field(() => [PayoutSendType])
  sends!: PayoutSendType[];
}

export const PayoutBatchConnection = Paged(PayoutBatchType, 'PayoutBatch');

@ObjectType('PayoutCandidate')
export class PayoutCandidateType {
  @Field(() => ID)
  creatorId!: string;

  @Field()
  name!: string;

  @Field(() => MoneyType)
  owed!: MoneyType;

  /** Null: would be asked to be paid now. */
  @Field(() => NotPaidEnum, { nullable: true })
  reason!: string | null;

  /** 80 % of a limit of the tax status is used. */
  @Field()
  nearLimit!: boolean;

  @Field(() => String, { nullable: true })
  country!: string | null;

  @Field(() => String, { nullable: true })
  taxStatus!: string | null;

  @Field(() => PayoutMethodEnum, { nullable: true })
  method!: PayoutMethod | null;

  @Field(() => String, { nullable: true })
  account!: string | null;

  @Field(() => Date, { nullable: true })
  checkedAt!: Date | null;

  @Field()
  statusConfirmed!: boolean;
}

@ObjectType('PayoutFinding')
export class PayoutFindingType {
  @Field()
  scope!: string;

  @Field()
  at!: Date;

  @Field()
  invariant!: string;

  @Field()
  subject!: string;

  @Field()
  expected!: string;

  @Field()
  found!: string;
}

@ObjectType('PayoutPayer')
export class PayoutPayerType {
  @Field()
  name!: string;

  @Field()
  account!: string;

  @Field()
  bankCode!: string;

  @Field()
  country!: string;
}

/** Everything finance looks at before a batch of a store. */
@ObjectType('PayoutDesk')
export class PayoutDeskType {
  @Field()
  currency!: string;

  /** What stops payouts; empty when nothing does. */
  @Field(() => [PayoutFindingType])
  stoppedBy!: PayoutFindingType[];

  @Field(() => PayoutPayerType, { nullable: true })
  payer!: PayoutPayerType | null;

  @Field(() => [PayoutWayType])
  ways!: PayoutWayType[];

  @Field(() => [PayoutCandidateType])
  candidates!: PayoutCandidateType[];
}

@ObjectType('PayoutResultError')
export class PayoutResultErrorType {
  @Field(() => Int)
  row!: number;

  @Field()
  code!: string;

  @Field()
  detail!: string;
}

@ObjectType('PayoutResultsSummary')
export class PayoutResultsSummaryType {
  @Field(() => Int)
  settled!: number;

  @Field(() => Int)
  failed!: number;

  /** Lines that say what is known. */
  @Field(() => Int)
  repeated!: number;

  @Field(() => [PayoutResultErrorType])
  errors!: PayoutResultErrorType[];
}

@InputType()
export class PayoutPayerInput {
  @Field()
  name!: string;

  @Field()
  account!: string;

  @Field()
  bankCode!: string;

  @Field()
  country!: string;
}
