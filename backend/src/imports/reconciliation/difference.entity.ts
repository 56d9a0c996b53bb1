// One difference between a shop's export and our records, and what each side says about it.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mode } from '../../facts/fact.rules.js';
import type { DifferenceKind, DifferenceState, Telling, Word } from './difference.rules.js';

@Entity('order_differences')
export class OrderDifference {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  fileId!: string;

  @Column('text')
  storeId!: string;

  @Column('text')
  programmeId!: string;

  @Column('text')
  mode!: Mode;

  @Column('text')
  kind!: DifferenceKind;

  /** Of status, total and code, for a difference between two tellings. */
  @Column('text', { array: true })
  fields!: string[];

  @Column('text')
  externalId!: string;

  @Column('text', { nullable: true })
  ourExternalId!: string | null;

  /** How surely the two are one sale; null where the number says it. */
  @Column('integer', { nullable: true })
  score!: number | null;

  @Column('jsonb', { nullable: true })
  theirs!: Telling | null;

  @Column('jsonb', { nullable: true })
  ours!: Telling | null;

  @Column('text')
  digest!: string;

  @Column('text', { nullable: true })
  storeSays!: Word | null;

  @Column('text', { nullable: true })
  serviceSays!: Word | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text')
  state!: DifferenceState;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  settledAt!: Date | null;
}
