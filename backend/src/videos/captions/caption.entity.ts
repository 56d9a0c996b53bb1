// Rows of captions: a track a language, and requests to have speech recognised; each is its own GraphQL type too.
import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RecognitionFailure } from './caption.reasons.js';
import {
  CAPTION_SOURCES,
  CAPTION_STATES,
  RECOGNITION_STATES,
  type CaptionSource,
  type CaptionState,
  type RecognitionState,
} from './caption.status.js';
import type { Cue } from './rules/cues.rules.js';

const enumOf = <T extends string>(values: readonly T[]) => Object.fromEntries(values.map((v) => [v, v]));
export const CaptionSourceType = enumOf(CAPTION_SOURCES);
export const CaptionStateType = enumOf(CAPTION_STATES);
export const RecognitionStateType = enumOf(RECOGNITION_STATES);
registerEnumType(CaptionSourceType, { name: 'CaptionSource' });
registerEnumType(CaptionStateType, { name: 'CaptionState' });
registerEnumType(RecognitionStateType, { name: 'RecognitionState' });

/** `revision` is the one that followed: another one means that a person has changed the captions since. */
export type EarlierCaptions = Pick<CaptionTrack, 'version' | 'durationMs' | 'state' | 'cues' | 'revision'>;

@ObjectType()
@Entity('caption_tracks')
export class CaptionTrack {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID)
  @Column('text')
  videoId!: string;

  /** BCP 47. */
  @Field(() => String)
  @Column('text')
  language!: string;

  @Field(() => String)
  @Column('text')
  label!: string;

  @Field(() => CaptionSourceType)
  @Column('text')
  source!: CaptionSource;

  @Field(() => CaptionStateType)
  @Column('text')
  state!: CaptionState;

  /** Say it when you save: another one means that somebody saved in between. */
  @Field(() => Int)
  @Column('integer')
  revision!: number;

  /** The version of the video whose file the times were checked against. */
  @Column('integer')
  version!: number;

  @Column('integer')
  durationMs!: number;

  /** Up to 5000 cues: read only where they are asked for. */
  @Column({ type: 'jsonb', select: false })
  cues!: Cue[];

  /** What these captions were in the live version, until a newer one takes its place. */
  @Column({ type: 'jsonb', nullable: true, select: false })
  earlier!: EarlierCaptions | null;

  @Field(() => Int)
  @Column({ type: 'integer', insert: false, update: false })
  cueCount!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Field(() => Date)
  @Column('timestamptz')
  updatedAt!: Date;

  @Column('text')
  updatedBy!: string;
}

@ObjectType()
@Entity('caption_recognitions')
export class CaptionRecognition {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  videoId!: string;

  @Column('integer')
  version!: number;

  @Field(() => String)
  @Column('text')
  language!: string;

  @Field(() => RecognitionStateType)
  @Column('text')
  state!: RecognitionState;

  /** Why it failed; a stable code. */
  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  reason!: RecognitionFailure | null;

  @Column('integer')
  tries!: number;

  @Column('text')
  requestedBy!: string;

  @Field(() => Date)
  @Column('timestamptz')
  requestedAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;
}
