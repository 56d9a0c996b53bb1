// One resumable upload of one version of a video: who may continue it, until when, and who writes just now.
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

const bytes: ValueTransformer = { from: (value: string | null) => Number(value ?? 0), to: (value: number) => value };

@Entity('uploads')
export class Upload {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  videoId!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  accountId!: string;

  @Column('bigint', { transformer: bytes })
  sizeBytes!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;
}
