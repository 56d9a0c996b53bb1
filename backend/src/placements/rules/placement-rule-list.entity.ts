// The placement rules of a store, kept and changed as one list.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Outcome, PlacementRule } from './placing.rules.js';

@Entity('placement_rule_lists')
export class PlacementRuleList {
  @PrimaryColumn('text')
  storeId!: string;

  @Column('integer')
  version!: number;

  @Column('jsonb')
  rules!: PlacementRule[];

  @Column('jsonb')
  otherwise!: Outcome;

  @Column('timestamptz')
  updatedAt!: Date;
}
