// An experiment of a store: what was agreed before it began, and where it stands. Who is in it is kept by holdouts.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Paged } from '../base/graphql/paging.js';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from './experiment.status.js';

export const ExperimentStatusEnum = Object.fromEntries(EXPERIMENT_STATUSES.map((s) => [s, s])) as {
  [S in ExperimentStatus]: S;
};
registerEnumType(ExperimentStatusEnum, { name: 'ExperimentStatus' });

@Entity('experiments')
@ObjectType()
export class Experiment {
  @PrimaryColumn('text')
  @Field(() => ID)
  id!: string;

  @Column('text')
  @Field(() => ID)
  storeId!: string;

  /** Draws the arms. Never shown: whoever knew it could choose viewers by their arm. */
  @Column('text')
  salt!: string;

  @Column('text')
  @Field(() => ExperimentStatusEnum)
  status!: ExperimentStatus;

  @Column('integer')
  @Field(() => Int)
  holdoutBps!: number;

  /** Buyers among a million viewers without the videos, as the owner expected them. */
  @Column('integer')
  @Field(() => Int)
  baselinePpm!: number;

  /** The relative uplift the sizes were planned for. */
  @Column('integer')
  @Field(() => Int)
  upliftBps!: number;

  @Column('integer', { nullable: true })
  @Field(() => Int, { nullable: true })
  marginBps!: number | null;

  @Column('integer')
  @Field(() => Int)
  plannedShown!: number;

  @Column('integer')
  @Field(() => Int)
  plannedHoldout!: number;

  @Column('timestamptz')
  @Field(() => Date)
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  startedAt!: Date | null;

  /** When both arms were full: viewers of later are not in it. */
  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  enrolmentEndedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;
}

@ObjectType()
export class ExperimentConnection extends Paged(Experiment, 'Experiment') {}
