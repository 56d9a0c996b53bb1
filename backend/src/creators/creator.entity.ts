// Who earns: the public face of an account.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('creators')
@ObjectType('CreatorProfile')
export class Creator {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  accountId!: string;

  @Column('text')
  @Field()
  displayName!: string;

  /** The name of the files of their picture (`face.rules.ts`); null without one. */
  @Column('text')
  face!: string | null;

  @Column('text')
  @Field(() => String, { nullable: true })
  bio!: string | null;

  /** The name in the address of their pages; null is the id. Normalised, and unique over all stores. */
  @Column('text')
  @Field(() => String, { nullable: true })
  handle!: string | null;

  /** Web pages over https, at most five. */
  @Column('jsonb')
  @Field(() => [String])
  links!: string[];

  /** ISO 3166-1 alpha-2. */
  @Column('text')
  @Field(() => String, { nullable: true })
  country!: string | null;

  /** The phone, sealed. Only its per-store hashes ever leave, to find purchases of one's own. */
  @Column('bytea')
  phoneSealed!: Buffer | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Field(() => Boolean)
  get phoneSet(): boolean {
    return this.phoneSealed !== null;
  }
}
