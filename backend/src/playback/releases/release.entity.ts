// A version of the player that the service keeps, and the version that a store is pinned to.
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Release, ReleaseFile } from './release.rules.js';

@Entity('player_releases')
export class PlayerRelease implements Release {
  @PrimaryColumn('text')
  version!: string;

  @Column('jsonb')
  files!: ReleaseFile[];

  @Column('jsonb')
  notes!: Release['notes'];

  @Column('text', { nullable: true })
  releasedOn!: string | null;

  @Column('timestamptz')
  keptAt!: Date;
}

@Entity('player_pins')
export class PlayerPin {
  @PrimaryColumn('text')
  storeId!: string;

  /** Null follows the newest. */
  @Column('text', { nullable: true })
  version!: string | null;

  @Column('timestamptz')
  changedAt!: Date;
}

@ObjectType()
export class PlayerVersion {
  @Field()
  version!: string;

  /** `YYYY-MM-DD` */
  @Field(() => String, { nullable: true })
  releasedOn!: string | null;

  /** What changed, in the reader's language. */
  @Field(() => [String])
  notes!: string[];

  /** The address of its entry, which never changes, and what a page writes into `integrity`. */
  @Field()
  url!: string;

  @Field()
  integrity!: string;

  /** Of its entry, as it is sent uncompressed. */
  @Field(() => Int)
  bytes!: number;
}

@ObjectType()
export class PlayerVersions {
  /** The version that this store stays with; null follows the newest. */
  @Field(() => String, { nullable: true })
  pinned!: string | null;

  /** The newest that the service keeps; null before the first. */
  @Field(() => String, { nullable: true })
  newest!: string | null;

  /** The store's own address of the entry: it gives the version that is chosen here. */
  @Field()
  loaderUrl!: string;

  /** The newest first, fifty at most. */
  @Field(() => [PlayerVersion])
  versions!: PlayerVersion[];
}
