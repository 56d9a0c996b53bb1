// How GraphQL shows what is used up and stopped.
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType, toMoney } from '../../base/graphql/money.type.js';
import { Paged } from '../../base/graphql/paging.js';
import { enumOf } from '../plan-enums.types.js';
import { STOP_KINDS, type StopKind } from './stop.status.js';
import type { StopRow, ToldStop } from './stops.service.js';

const StopKindEnum = enumOf(STOP_KINDS);
registerEnumType(StopKindEnum, { name: 'PlanStopKind' });

@ObjectType('PlanStop')
export class PlanStopType {
  @Field(() => ID)
  id!: string;

  @Field(() => StopKindEnum)
  kind!: StopKind;

  @Field(() => String, { nullable: true })
  campaignName!: string | null;

  @Field(() => String, { nullable: true })
  creatorName!: string | null;

  /** The budget or cap that is used up. */
  @Field(() => MoneyType)
  limit!: MoneyType;

  @Field()
  stoppedAt!: Date;

  /** When it goes on by itself; null when the budget has to be raised. */
  @Field(() => Date, { nullable: true })
  resumesAt!: Date | null;

  /** False when it has gone on since. */
  @Field()
  active!: boolean;
}

export const PlanStopConnection = Paged(PlanStopType, 'PlanStop');

/** A stop as a creator was told it. */
@ObjectType('PlanStopNotice')
export class PlanStopNoticeType {
  @Field(() => ID)
  id!: string;

  @Field()
  storeName!: string;

  @Field()
  at!: Date;

  @Field()
  text!: string;

  @Field()
  active!: boolean;
}

export const PlanStopNoticeConnection = Paged(PlanStopNoticeType, 'PlanStopNotice');

export const shownStop = (row: StopRow): PlanStopType => ({
  ...{ id: row.id, kind: row.kind, campaignName: row.campaign_name, creatorName: row.creator_name },
  ...{ limit: toMoney(BigInt(row.limit_minor), row.currency), stoppedAt: row.stopped_at, resumesAt: row.resumes_at },
  active: row.active,
});

export const shownNotice = ({ id, store_name: storeName, at, text, active }: ToldStop): PlanStopNoticeType => ({
  ...{ id, storeName, at, text, active },
});
