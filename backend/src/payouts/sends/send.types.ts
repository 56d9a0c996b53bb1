// How GraphQL shows ways of paying, orders to a provider and what it says of each payout.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import {
  ITEM_MEANS,
  ITEM_STATUSES,
  METHOD_GAPS,
  PAYOUT_METHODS,
  SEND_ERRORS,
  SEND_STATES,
  type ItemStatus,
  type MethodGap,
  type PayoutMethod,
  type SendError,
  type SendState,
} from './send.status.js';
import type { PayoutRail } from '../rails/rail.js';
import type { SendRow } from './sends.service.js';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;
export const PayoutMethodEnum = enumOf(PAYOUT_METHODS);
registerEnumType(PayoutMethodEnum, { name: 'PayoutMethod' });
const MethodGapEnum = enumOf(METHOD_GAPS);
registerEnumType(MethodGapEnum, { name: 'PayoutMethodGap' });
const SendStateEnum = enumOf(SEND_STATES);
registerEnumType(SendStateEnum, { name: 'PayoutSendState' });
const SendErrorEnum = enumOf(SEND_ERRORS);
registerEnumType(SendErrorEnum, { name: 'PayoutSendError' });
const ItemStatusEnum = enumOf(ITEM_STATUSES);
registerEnumType(ItemStatusEnum, { name: 'SentPayoutStatus' });

@ObjectType('PayoutWay')
export class PayoutWayType {
  @Field(() => PayoutMethodEnum)
  method!: PayoutMethod;

  /** Why no batch can be paid this way here; null when it can. */
  @Field(() => MethodGapEnum, { nullable: true })
  gap!: MethodGap | null;

  /** No real money moves. */
  @Field()
  sandbox!: boolean;

  /** The currencies it pays in; null: any. */
  @Field(() => [String], { nullable: true })
  currencies!: string[] | null;
}

/** One order to a provider: the payouts of a batch in one currency. */
@ObjectType('PayoutSend')
export class PayoutSendType {
  /** Also the provider's key against doing it twice. */
  @Field(() => ID)
  id!: string;

  @Field()
  sandbox!: boolean;

  @Field()
  currency!: string;

  @Field(() => SendStateEnum)
  state!: SendState;

  /** The provider may have it, though it has not said so: nobody may pay these people another way. */
  @Field()
  mayBeTaken!: boolean;

  @Field(() => Int)
  tries!: number;

  /** The id at the provider. */
  @Field(() => String, { nullable: true })
  providerId!: string | null;

  @Field(() => Date, { nullable: true })
  takenAt!: Date | null;

  @Field(() => Date, { nullable: true })
  lookedAt!: Date | null;

  /** When it is asked or looked at again by itself. */
  @Field(() => Date, { nullable: true })
  nextAt!: Date | null;

  @Field(() => Date, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => SendErrorEnum, { nullable: true })
  error!: SendError | null;

  /** The provider's own words, in English. */
  @Field(() => String, { nullable: true })
  errorDetail!: string | null;

  /** What the provider takes for the order, beside the payouts. */
  @Field(() => MoneyType, { nullable: true })
  fee!: MoneyType | null;
}

/** What the provider says of a payout. */
@ObjectType('SentPayout')
export class SentPayoutType {
  /** Null: nothing yet. */
  @Field(() => ItemStatusEnum, { nullable: true })
  status!: ItemStatus | null;

  @Field(() => String, { nullable: true })
  transactionId!: string | null;

  @Field(() => MoneyType, { nullable: true })
  fee!: MoneyType | null;

  @Field(() => String, { nullable: true })
  error!: string | null;

  @Field(() => String, { nullable: true })
  errorDetail!: string | null;

  @Field()
  changedAt!: Date;

  /** It says otherwise than was booked, such as money that came back after it had arrived: people decide. */
  @Field()
  contradicts!: boolean;
}

export const shownWay = ({ method, gap, isSandbox, currencies }: PayoutRail): PayoutWayType => ({
  ...{ method, gap, sandbox: isSandbox, currencies: currencies && [...currencies] },
});

/** The columns of an item beside its payout; nulls where a payout goes another way. */
export interface SentColumns {
  sent_status: ItemStatus | null;
  sent_result: 'settled' | 'failed' | null;
  sent_transaction: string | null;
  sent_fee: string | null;
  sent_fee_currency: string | null;
  sent_error: string | null;
  sent_error_detail: string | null;
  sent_changed_at: Date | null;
}

export function shownSent(row: SentColumns): SentPayoutType | null {
  if (!row.sent_changed_at) return null;
  const means = row.sent_status && ITEM_MEANS[row.sent_status];
  return {
    status: row.sent_status,
    transactionId: row.sent_transaction,
    fee: feeOf(row.sent_fee, row.sent_fee_currency),
    error: row.sent_error,
    errorDetail: row.sent_error_detail,
    changedAt: row.sent_changed_at,
    contradicts: means !== null && row.sent_result !== null && means !== row.sent_result,
  };
}

export function shownSend(send: SendRow): PayoutSendType {
  const { id, sandbox, currency, state, mayBeTaken, tries, providerId } = send;
  const { takenAt, lookedAt, nextAt, finishedAt, errorDetail } = send;
  return {
    ...{ id, sandbox, currency, state, tries, providerId, takenAt, lookedAt, nextAt, finishedAt, errorDetail },
    mayBeTaken: mayBeTaken && (state === 'waiting' || state === 'lost'),
    error: send.error as SendError | null,
    fee: feeOf(send.feeMinor, send.feeCurrency),
  };
}

const feeOf = (minor: string | null, currency: string | null): MoneyType | null =>
  minor === null || currency === null ? null : toMoney(BigInt(minor), currency);
