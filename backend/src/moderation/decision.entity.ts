// A decision about a video: appended once, kept for ever.
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../base/graphql/paging.js';

@ObjectType()
@Entity('decisions')
export class Decision {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID)
  @Column('text')
  videoId!: string;

  @Column('integer')
  version!: number;

  @Field(() => String)
  @Column('text')
  action!: 'approved' | 'rejected';

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  reasonCode!: string | null;

  @Field(() => Int, { nullable: true })
  @Column('integer', { nullable: true })
  timecodeMs!: number | null;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  note!: string | null;

  /** An account id, or the name of a rule. The GraphQL field of this name gives the person's name. */
  @Column('text')
  actor!: string;

  @Field(() => Boolean)
  @Column('boolean')
  automated!: boolean;

  /** What was judged: title and products as they were. */
  @Column('jsonb')
  judged!: { title: string; productIds: string[] };

  @Field(() => Date)
  @Column('timestamptz')
  at!: Date;
}

@ObjectType()
export class DecisionConnection extends Paged(Decision, 'Decision') {}
