// A code that lets named sites frame a video: its row and its GraphQL type.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../base/graphql/paging.js';

@ObjectType()
@Entity('embeds')
export class Embed {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID)
  @Column('text')
  storeId!: string;

  @Field(() => ID)
  @Column('text')
  videoId!: string;

  /** The shop's own note: where it is meant for. */
  @Field(() => String)
  @Column('text')
  label!: string;

  /** Hosts that may frame it: `shop.example`, or `*.shop.example` for its subdomains. */
  @Field(() => [String])
  @Column('text', { array: true })
  domains!: string[];

  @Field(() => Date)
  @Column('timestamptz')
  createdAt!: Date;

  @Column('text')
  createdBy!: string;

  @Field(() => Date)
  @Column('timestamptz')
  expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}

@ObjectType()
export class EmbedConnection extends Paged(Embed, 'Embed') {}
