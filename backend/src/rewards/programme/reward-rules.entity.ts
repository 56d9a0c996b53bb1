// A published version of what a store promises its shoppers, and the draft of the next one.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Terms } from './terms.rules.js';

@Entity('reward_rules')
export class RewardRules {
  @PrimaryColumn('text')
  storeId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @Column('jsonb')
  terms!: Terms;

  @Column('timestamptz')
  validFrom!: Date;

  @Column('text')
  publishedBy!: string;

  @Column('timestamptz')
  publishedAt!: Date;
}

@Entity('reward_drafts')
export class RewardDraft {
  @PrimaryColumn('text')
  storeId!: string;

  @Column('jsonb')
  terms!: Terms;

  @Column('text')
  savedBy!: string;

  @Column('timestamptz')
  savedAt!: Date;
}
