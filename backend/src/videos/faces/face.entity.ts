// A picture that a creator brought of themselves, from its arrival to the files made of it. The states are those of a poster.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PosterState } from '../posters/poster.status.js';

@Entity('creator_faces')
export class CreatorFace {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  creatorId!: string;

  @Column('text')
  state!: PosterState;

  @Column('timestamptz')
  broughtAt!: Date;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** When the bytes of the picture itself were removed from the store; null while some may lie there. */
  @Column('timestamptz', { nullable: true })
  removedAt!: Date | null;
}
