// An alternative track of one version of a video; the row is its own GraphQL type too.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';
import type { Refusal } from '../video.rules.js';
import type { TrackManifest } from './track.rules.js';
import { TRACK_KINDS, TRACK_STATES, type TrackKind, type TrackState } from './track.status.js';

export const TrackKindType = Object.fromEntries(TRACK_KINDS.map((kind) => [kind, kind]));
/** What people are told; nobody is told of one that was removed. */
const ToldStates = Object.fromEntries(TRACK_STATES.filter((s) => s !== 'removed').map((state) => [state, state]));
registerEnumType(TrackKindType, { name: 'TrackKind' });
registerEnumType(ToldStates, { name: 'TrackState' });

const bytes: ValueTransformer = { from: (value: string | null) => Number(value ?? 0), to: (value: number) => value };

/** What a moderator said of it; the texts of the reason belong to moderation. */
export interface TrackRejection {
  reasonCode: string;
  note: string | null;
}

@ObjectType()
@Entity('video_tracks')
export class VideoTrack {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID)
  @Column('text')
  videoId!: string;

  /** The version of the video that it belongs to. */
  @Field(() => Int)
  @Column('integer')
  version!: number;

  @Field(() => TrackKindType)
  @Column('text')
  kind!: TrackKind;

  /** BCP 47. */
  @Field(() => String)
  @Column('text')
  language!: string;

  @Field(() => String)
  @Column('text')
  label!: string;

  @Field(() => ToldStates)
  @Column('text')
  state!: TrackState;

  @Field(() => String)
  @Column('text')
  fileName!: string;

  @Column('bigint', { transformer: bytes })
  sizeBytes!: number;

  @Column('text', { nullable: true })
  uploadId!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  manifest!: TrackManifest | null;

  @Column('bigint', { transformer: bytes })
  storedBytes!: number;

  @Column('bigint', { transformer: bytes })
  expectedBytes!: number;

  @Column({ type: 'jsonb', nullable: true })
  refusal!: Refusal | null;

  @Column({ type: 'jsonb', nullable: true })
  rejection!: TrackRejection | null;

  @Field(() => Date)
  @Column('timestamptz')
  createdAt!: Date;

  @Column('text')
  createdBy!: string;

  @Field(() => Date)
  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  judgedAt!: Date | null;

  @Column('text', { nullable: true })
  judgedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  filesGoneAt!: Date | null;
}
