// The speed guard of a store: the state of its cards, and since when.
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GUARD_STATES, type GuardState } from './guard.status.js';

export const GuardStateEnum = Object.fromEntries(GUARD_STATES.map((s) => [s, s])) as { [S in GuardState]: S };
registerEnumType(GuardStateEnum, { name: 'SpeedGuardState' });

@Entity('speed_guards')
@ObjectType()
export class SpeedGuard {
  @PrimaryColumn('text')
  @Field(() => ID)
  storeId!: string;

  @Column('text')
  @Field(() => GuardStateEnum)
  state!: GuardState;

  @Column('timestamptz')
  @Field(() => Date)
  since!: Date;
}
