// A single-use code for a lost phone.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('recovery_codes')
export class RecoveryCode {
  @PrimaryColumn('text')
  accountId!: string;

  @PrimaryColumn('bytea')
  codeHash!: Buffer;

  @Column('timestamptz')
  usedAt!: Date | null;
}
