// An address that a creator wants told of clicks and sales, and each telling with what came back.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../base/graphql/paging.js';
import type { PostbackEvent } from './macros.rules.js';

export type DeliveryState = 'waiting' | 'delivered' | 'dead';

const MethodEnum = { GET: 'GET', POST: 'POST' } as const;
registerEnumType(MethodEnum, { name: 'PostbackMethod' });
export { MethodEnum };
export type Method = keyof typeof MethodEnum;

@Entity('postback_addresses')
@ObjectType('Postback')
export class PostbackAddress {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  creatorId!: string;

  @Column('text')
  @Field()
  url!: string;

  @Column('text')
  @Field(() => MethodEnum)
  method!: Method;

  @Column('text', { array: true })
  @Field(() => [String])
  events!: PostbackEvent[];

  @Column('bytea')
  secretSealed!: Buffer;

  @Column('timestamptz')
  since!: Date;

  /** Failed tries since the last good one. */
  @Column('integer')
  @Field(() => Int)
  failures!: number;

  /** Set when too many tries failed: nothing is sent until the creator says so. */
  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  stoppedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;
}

@Entity('postback_deliveries')
@ObjectType('PostbackDelivery')
export class PostbackDelivery {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  addressId!: string;

  @Column('text')
  eventKey!: string;

  @Column('text')
  @Field()
  event!: string;

  @Column('text')
  @Field()
  url!: string;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('text')
  @Field(() => String)
  state!: DeliveryState;

  @Column('integer')
  @Field(() => Int)
  attempts!: number;

  /** The HTTP status of the last answer; null when there was none. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  status!: number | null;

  /** The beginning of the last answer, or why there was none. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  answer!: string | null;

  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  durationMs!: number | null;

  @Column('timestamptz')
  @Field()
  nextAt!: Date;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  doneAt!: Date | null;
}

export const DeliveryConnection = Paged(PostbackDelivery, 'PostbackDelivery');
