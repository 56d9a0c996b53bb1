// Rows of marks, one a version and kind, and their GraphQL types.
import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Chapter } from './chapters.rules.js';
import type { Hotspot } from './hotspots.rules.js';

export const MARK_KINDS = ['chapters', 'hotspots'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

@Entity('video_marks')
export class VideoMark {
  @PrimaryColumn('text')
  videoId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @PrimaryColumn('text')
  kind!: MarkKind;

  @Column('jsonb')
  items!: Chapter[] | Hotspot[];

  @Column('integer')
  revision!: number;

  /** Taken over from a file of another length: not shown before a person has looked. */
  @Column('boolean')
  held!: boolean;

  @Column('jsonb')
  dropped!: Chapter[] | Hotspot[];

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('text')
  updatedBy!: string;
}

@ObjectType()
export class VideoChapter implements Chapter {
  @Field(() => Int)
  startMs!: number;

  @Field(() => String)
  title!: string;
}

@InputType()
export class VideoChapterInput implements Chapter {
  @Field(() => Int)
  startMs!: number;

  @Field(() => String)
  title!: string;
}

@ObjectType()
export class VideoHotspot implements Hotspot {
  @Field(() => ID)
  productId!: string;

  @Field(() => Int)
  fromMs!: number;

  /** The first moment without it. */
  @Field(() => Int)
  toMs!: number;

  /** Ten-thousandths of the picture's width, from its left. */
  @Field(() => Int)
  xBps!: number;

  /** Ten-thousandths of the picture's height, from its top. */
  @Field(() => Int)
  yBps!: number;
}

@InputType()
export class VideoHotspotInput implements Hotspot {
  @Field(() => ID)
  productId!: string;

  @Field(() => Int)
  fromMs!: number;

  @Field(() => Int)
  toMs!: number;

  @Field(() => Int)
  xBps!: number;

  @Field(() => Int)
  yBps!: number;
}

/** Chapters and hot-spots of the newest version of a video. */
@ObjectType()
export class VideoMarks {
  @Field(() => ID)
  videoId!: string;

  @Field(() => Int)
  version!: number;

  /** Null while the video is being prepared; then nothing can be saved. */
  @Field(() => Float, { nullable: true })
  durationMs!: number | null;

  @Field(() => [VideoChapter])
  chapters!: Chapter[];

  /** Say it when you save: another one means that somebody saved in between. 0 before the first save. */
  @Field(() => Int)
  chaptersRevision!: number;

  /** Chapters of the version before that found no place in this one. */
  @Field(() => [VideoChapter])
  droppedChapters!: Chapter[];

  @Field(() => [VideoHotspot])
  hotspots!: Hotspot[];

  @Field(() => Int)
  hotspotsRevision!: number;

  /** Taken over from a file of another length: not shown before somebody has saved them. */
  @Field(() => Boolean)
  hotspotsHeld!: boolean;

  /** How many hot-spots of the version before found no place in this one. */
  @Field(() => Int)
  droppedHotspots!: number;

  /** How many chapters a video may have. */
  @Field(() => Int)
  maxChapters!: number;

  /** How many hot-spots a video may have. */
  @Field(() => Int)
  maxHotspots!: number;
}
