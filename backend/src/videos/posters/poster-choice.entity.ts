// A creator's choice of a poster: one of the offered frames, or a picture of their own that waits to be made.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PosterState } from './poster.status.js';

@Entity('poster_choices')
export class PosterChoice {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  videoId!: string;

  @Column('integer')
  version!: number;

  /** The offered frame; null for an own picture. */
  @Column('text', { nullable: true })
  frame!: string | null;

  @Column('text')
  state!: PosterState;

  @Column('timestamptz')
  chosenAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** When the bytes of the own picture were removed from the store; null while some may lie there. */
  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;
}
