// A secret key of a store's server.
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KeyMode } from '../plan.rules.js';
import { KeyModeEnum } from '../store.entity.js';

export type KeyKind = 'publishable' | 'secret';
export const KeyKindEnum: { [K in KeyKind]: K } = { publishable: 'publishable', secret: 'secret' };
registerEnumType(KeyKindEnum, { name: 'KeyKind' });

@Entity('api_keys')
@ObjectType()
export class ApiKey {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  @Field()
  label!: string;

  @Column('text')
  @Field(() => KeyModeEnum)
  mode!: KeyMode;

  @Column('text', { array: true })
  @Field(() => [String])
  scopes!: string[];

  /** Sealed, not hashed: verifying a signature needs the secret itself. */
  @Column('bytea')
  secretSealed!: Buffer;

  @Column('text')
  @Field()
  last4!: string;

  @Column('timestamptz')
  @Field()
  createdAt!: Date;

  /** Kept to the minute. */
  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz')
  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;

  @Field(() => KeyKindEnum)
  get kind(): KeyKind {
    return 'secret';
  }
}
