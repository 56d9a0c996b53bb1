// A creator's link to a shop or one of its products: followed, it counts a click and opens the shop's page.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../../base/graphql/paging.js';
import type { Tags } from './tags.rules.js';

@Entity('creator_links')
@ObjectType('CreatorLink')
export class CreatorLink {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  slug!: string;

  @Column('text')
  creatorId!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  /** Null leads to the shop's front page. */
  @Column('text', { nullable: true })
  productId!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  label!: string | null;

  @Column('jsonb')
  subs!: Tags;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;

  /** From then on the link leads to the shop without counting. */
  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  closedAt!: Date | null;
}

export const CreatorLinkConnection = Paged(CreatorLink, 'CreatorLink');
