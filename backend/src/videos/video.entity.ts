// A review video: its row, and the part of its GraphQL type that is the same thing.
import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';
import { VIDEO_STATUSES, type VideoStatus } from './video.status.js';
import type { Refusal, RejectionNote, VideoManifest } from './video.rules.js';

/** The closed set of `video.status.ts` as a GraphQL enum. */
export const VideoStatusType = Object.fromEntries(VIDEO_STATUSES.map((s) => [s, s])) as Record<
  VideoStatus,
  VideoStatus
>;
registerEnumType(VideoStatusType, { name: 'VideoStatus' });

/** Bytes fit a JavaScript number up to 9 PB; pg gives bigint as text. */
const bytes: ValueTransformer = { from: (value: string | null) => Number(value ?? 0), to: (value: number) => value };

@ObjectType()
@Entity('videos')
export class Video {
  @Field(() => ID)
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID)
  @Column('text')
  storeId!: string;

  @Column('text')
  creatorId!: string;

  @Field(() => String)
  @Column('text')
  title!: string;

  @Field(() => VideoStatusType)
  @Column('text')
  status!: VideoStatus;

  /** Counts files: a resubmission has the same id and the next version. */
  @Field(() => Int)
  @Column('integer')
  version!: number;

  /** What everyone may see now: this version, an earlier one while a new one is on its way, or nothing. Kept by a trigger. */
  @Field(() => Int, { nullable: true })
  @Column({ type: 'integer', nullable: true, insert: false, update: false })
  liveVersion!: number | null;

  /** False while a rule has published it and no person has looked since. */
  @Column('boolean')
  confirmed!: boolean;

  @Column('boolean')
  retiredByCreator!: boolean;

  /** The creator asked that every file be removed at once. */
  @Field(() => Date, { nullable: true })
  @Column('timestamptz', { nullable: true })
  forgottenAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  licenceUntil!: Date | null;

  /** ISO 3166 codes; null is everywhere. */
  @Column('text', { array: true, nullable: true })
  licenceCountries!: string[] | null;

  @Column('boolean')
  licenceAds!: boolean;

  @Column('boolean')
  licenceExclusive!: boolean;

  /** The share of the present step that is done, 0 to 1. */
  @Field(() => Float)
  @Column('double precision')
  progress!: number;

  @Field(() => String)
  @Column('text')
  fileName!: string;

  @Column('text')
  contentType!: string;

  @Column('bigint', { transformer: bytes })
  sizeBytes!: number;

  @Column('bigint', { transformer: bytes })
  uploadedBytes!: number;

  /** The address that we fetch the file from; null when the creator sends it. Never shown whole: it may hold a secret. */
  @Column('text', { nullable: true })
  sourceUrl!: string | null;

  @Column('text', { nullable: true })
  originalKey!: string | null;

  @Column('text', { nullable: true })
  sha256!: string | null;

  @Column('jsonb', { nullable: true })
  manifest!: VideoManifest | null;

  /** The growing playlist that can be played while the rest arrives and is made; only until it waits for a moderator. */
  @Column('text', { nullable: true })
  earlyPlaylist!: string | null;

  @Column('jsonb', { nullable: true })
  refusal!: Refusal | null;

  @Column('jsonb', { nullable: true })
  rejection!: RejectionNote | null;

  /** Marks that only moderators see. */
  @Column('text', { array: true })
  flags!: string[];

  /** Since when it waits for a moderator; null outside the queue. */
  @Column('timestamptz', { nullable: true })
  waitingSince!: Date | null;

  @Field(() => Date)
  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Field(() => Date, { nullable: true })
  @Column('timestamptz', { nullable: true })
  publishedAt!: Date | null;

  @Field(() => Int, { nullable: true })
  get durationMs(): number | null {
    return this.manifest?.durationMs ?? null;
  }

  @Field(() => Int, { nullable: true })
  get width(): number | null {
    return this.manifest?.width ?? null;
  }

  @Field(() => Int, { nullable: true })
  get height(): number | null {
    return this.manifest?.height ?? null;
  }
}

@ObjectType()
export class VideoStep {
  @Field(() => VideoStatusType)
  status!: VideoStatus;

  @Field(() => Date)
  at!: Date;
}
