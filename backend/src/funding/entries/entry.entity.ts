// One payment of a store in or out: prepared by one person, booked when another confirms.
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../../base/database/columns.js';
import { Paged } from '../../base/graphql/paging.js';
import {
  FUNDING_DIRECTIONS,
  FUNDING_MODES,
  FUNDING_STATUSES,
  type FundingDirection,
  type FundingMode,
  type FundingStatus,
} from '../funding.status.js';

const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;
export const FundingModeEnum: Record<FundingMode, FundingMode> = enumOf(FUNDING_MODES);
registerEnumType(FundingModeEnum, { name: 'FundingMode' });
export const FundingDirectionEnum = enumOf(FUNDING_DIRECTIONS);
registerEnumType(FundingDirectionEnum, { name: 'FundingDirection' });
export const FundingStatusEnum = enumOf(FUNDING_STATUSES);
registerEnumType(FundingStatusEnum, { name: 'FundingStatus' });

@Entity('funding_entries')
@ObjectType('FundingEntry')
export class FundingEntry {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  @Column('text')
  @Field(() => FundingDirectionEnum)
  direction!: FundingDirection;

  @Column('bigint', { transformer: bigintText })
  amountMinor!: bigint;

  @Column('text')
  currency!: string;

  /** The number of the bank's document. */
  @Column('text')
  @Field()
  reference!: string;

  @Column('text')
  @Field(() => FundingStatusEnum)
  status!: FundingStatus;

  @Column('text')
  preparedBy!: string;

  @Column('timestamptz')
  @Field()
  preparedAt!: Date;

  @Column('text', { nullable: true })
  decidedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  reason!: string | null;
}

export const FundingEntryConnection = Paged(FundingEntry, 'FundingEntry');
