// One resumable upload of one version of a video: who may continue it, until when, and who writes just now.
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

/** `tus`: through the service. `direct`: from the browser to S3. `url`: fetched by the worker. */
export type UploadDoor = 'tus' | 'direct' | 'url';

const bytes: ValueTransformer = { from: (value: string | null) => Number(value ?? 0), to: (value: number) => value };
const bytesOrNull: ValueTransformer = { from: (v: string | null) => v && Number(v), to: (v: number | null) => v };

@Entity('uploads')
export class Upload {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  videoId!: string;

  @Column('integer')
  version!: number;

  /** The alternative track whose file it is; null for the video's own. */
  @Column('text', { nullable: true })
  trackId!: string | null;

  @Column('text')
  accountId!: string;

  /** 0 while nobody knows it: a file that is fetched from an address. */
  @Column('bigint', { transformer: bytes })
  sizeBytes!: number;

  @Column('text')
  door!: UploadDoor;

  @Column('text', { nullable: true })
  s3UploadId!: string | null;

  @Column('bigint', { transformer: bytesOrNull, nullable: true })
  partBytes!: number | null;

  /** By which the studio knows the same file again. */
  @Column('text', { nullable: true })
  fileMark!: string | null;

  /** What the other server calls this very content. */
  @Column('text', { nullable: true })
  sourceMark!: string | null;

  @Column('integer')
  tries!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;
}
