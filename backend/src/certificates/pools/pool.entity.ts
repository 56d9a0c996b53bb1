// A pool of certificates: what one is worth, how many may go to whom, and whether it stands still.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintText } from '../../base/database/columns.js';
import { Paged } from '../../base/graphql/paging.js';
import { PAUSE_REASONS, type PauseReason } from '../certificate.status.js';

export const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((v) => [v, v])) as Record<T, T>;
const PauseReasonEnum = enumOf(PAUSE_REASONS);
registerEnumType(PauseReasonEnum, { name: 'CertificatePauseReason' });

@Entity('certificate_pools')
@ObjectType('CertificatePool')
export class CertificatePool {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  @Column('text')
  @Field()
  name!: string;

  /** Either a sum, or words. */
  @Column('bigint', { nullable: true, transformer: bigintText })
  worthMinor!: bigint | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  /** What it gives when that is no sum: "free delivery". */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  worthText!: string | null;

  /** The last day by the store's clock; after it none is given out. */
  @Column('date', { nullable: true })
  @Field(() => String, { nullable: true })
  validUntil!: string | null;

  /** Owners are written to when fewer are free. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  lowBelow!: number | null;

  /** The most for one person in a calendar month of the store. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  holderMonth!: number | null;

  /** The most in a day of the store. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  poolDay!: number | null;

  /** The most in all: the campaign. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  poolTotal!: number | null;

  /** The pool pauses itself when the last hour has this many times the usual hour; null: never. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  surgeTimes!: number | null;

  /** So many in an hour are never too many. */
  @Column('integer')
  @Field(() => Int)
  surgeFloor!: number;

  @Column({ type: 'integer', insert: false })
  counted!: number;

  @Column('timestamptz', { nullable: true })
  surgeFrom!: Date | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  pausedAt!: Date | null;

  @Column('text', { nullable: true })
  @Field(() => PauseReasonEnum, { nullable: true })
  pausedWhy!: PauseReason | null;

  /** How many the hour had that paused it, and the usual hour then. */
  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  surgeHour!: number | null;

  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  surgeUsual!: number | null;

  @Column('timestamptz', { nullable: true })
  lowToldAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  emptyToldAt!: Date | null;

  @Column('text')
  createdBy!: string;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;
}

export const CertificatePoolConnection = Paged(CertificatePool, 'CertificatePool');
