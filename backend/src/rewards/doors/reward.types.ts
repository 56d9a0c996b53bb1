// How GraphQL shows rewards of shoppers, the register and what it brings.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType } from '../../base/graphql/money.type.js';
import { Paged } from '../../base/graphql/paging.js';
import {
  EVENT_KINDS,
  REWARD_KINDS,
  REWARD_STATUSES,
  SIDES,
  TRIGGERS,
  type EventKind,
  type RewardKind,
  type RewardStatus,
  type Side,
  type Trigger,
} from '../reward.status.js';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;
export const RewardStatusEnum = enumOf(REWARD_STATUSES);
registerEnumType(RewardStatusEnum, { name: 'RewardStatus' });
export const RewardKindEnum = enumOf(REWARD_KINDS);
registerEnumType(RewardKindEnum, { name: 'RewardKind' });
export const RewardSideEnum = enumOf(SIDES);
registerEnumType(RewardSideEnum, { name: 'RewardSide' });
export const RewardTriggerEnum = enumOf(TRIGGERS);
registerEnumType(RewardTriggerEnum, { name: 'RewardTrigger' });
export const RewardEventKindEnum = enumOf(EVENT_KINDS);
registerEnumType(RewardEventKindEnum, { name: 'RewardEventKind' });

@ObjectType('Reward')
export class RewardType {
  @Field(() => ID)
  id!: string;

  @Field(() => RewardStatusEnum)
  status!: RewardStatus;

  @Field(() => RewardSideEnum)
  side!: Side;

  @Field(() => RewardTriggerEnum)
  event!: Trigger;

  @Field(() => RewardKindEnum)
  kind!: RewardKind;

  /** The shop's own id of who gets it. */
  @Field()
  person!: string;

  @Field(() => String, { nullable: true })
  orderId!: string | null;

  @Field(() => MoneyType, { nullable: true })
  amount!: MoneyType | null;

  @Field(() => String, { nullable: true })
  points!: string | null;

  /** One sentence on why it is held or was cancelled. */
  @Field(() => String, { nullable: true })
  reasonText!: string | null;

  /** What a person wrote who cancelled it. */
  @Field(() => String, { nullable: true })
  note!: string | null;

  /** The whole explanation. */
  @Field()
  why!: string;

  @Field()
  dueAt!: Date;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  issuedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  confirmedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  cancelledAt!: Date | null;
}
export const RewardConnection = Paged(RewardType, 'Reward');

@ObjectType('RewardEvent')
export class RewardEventType {
  @Field(() => ID)
  id!: string;

  @Field(() => RewardEventKindEnum)
  kind!: EventKind;

  @Field(() => String, { nullable: true })
  person!: string | null;

  @Field(() => String, { nullable: true })
  invitee!: string | null;

  @Field(() => String, { nullable: true })
  inviter!: string | null;

  @Field(() => String, { nullable: true })
  code!: string | null;

  @Field(() => String, { nullable: true })
  orderId!: string | null;

  @Field(() => MoneyType, { nullable: true })
  amount!: MoneyType | null;

  /** True when it came with the shop's own orders and was not told by an event. */
  @Field()
  fromOrders!: boolean;

  @Field()
  verdict!: string;

  /** What became of it, in one sentence. */
  @Field()
  verdictText!: string;

  @Field()
  at!: Date;

  @Field()
  receivedAt!: Date;
}
export const RewardEventConnection = Paged(RewardEventType, 'RewardEvent');

@ObjectType()
export class RewardWeek {
  /** Its Monday. */
  @Field()
  week!: string;

  @Field(() => Int)
  invitations!: number;

  @Field(() => Int)
  signUps!: number;

  /** New customers of the week. */
  @Field(() => Int)
  firstOrders!: number;

  /** Rewards that these customers brought, given or due. */
  @Field(() => Int)
  rewards!: number;

  /** The money of them. Points and certificates have no price here. */
  @Field(() => MoneyType)
  cost!: MoneyType;

  @Field(() => MoneyType, { nullable: true })
  perCustomer!: MoneyType | null;
}

@ObjectType()
export class RewardStatusCount {
  @Field(() => RewardStatusEnum)
  status!: RewardStatus;

  @Field(() => Int)
  count!: number;
}

@ObjectType('RewardFigures')
export class RewardFiguresType {
  @Field(() => [RewardWeek])
  weeks!: RewardWeek[];

  /** Shoppers who bought in these weeks. */
  @Field(() => Int)
  activeShoppers!: number;

  /** Invitations for each active shopper, in ten-thousandths; null when there are none. */
  @Field(() => String, { nullable: true })
  invitationsBps!: string | null;

  /** New customers for each invitation. */
  @Field(() => String, { nullable: true })
  conversionBps!: string | null;

  /** K = the two multiplied: new customers for each active shopper. */
  @Field(() => String, { nullable: true })
  kBps!: string | null;

  @Field(() => [RewardStatusCount])
  states!: RewardStatusCount[];
}
