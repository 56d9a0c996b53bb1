// A video on a product card.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../base/graphql/paging.js';
import type { RemovedWhy } from './placement.rules.js';

@ObjectType()
@Entity('placements')
export class Placement {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  productId!: string;

  @Column('text')
  videoId!: string;

  /** From 0, without gaps after each move. */
  @Field(() => Int)
  @Column('integer')
  position!: number;

  @Field(() => Boolean)
  @Column('boolean')
  hidden!: boolean;

  /** The store moved it: it keeps its position whatever the ranking says. */
  @Field(() => Boolean)
  @Column('boolean', { default: false })
  pinned!: boolean;

  /** Too few shoppers have met it: it stands first in one of ten minutes. */
  @Field(() => Boolean)
  @Column('boolean', { default: false })
  exploring!: boolean;

  @Column('timestamptz')
  placedAt!: Date;

  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;

  @Column('text', { nullable: true })
  removedWhy!: RemovedWhy | null;
}

@ObjectType()
export class PlacementConnection extends Paged(Placement, 'Placement') {}
