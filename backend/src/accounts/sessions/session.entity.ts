// A signed-in browser.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sessions')
export class Session {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  accountId!: string;

  /** SHA-256 of the cookie's token. */
  @Column('bytea')
  tokenHash!: Buffer;

  @Column('timestamptz')
  createdAt!: Date;

  /** Kept to the minute: a write on every request would cost more than the request. */
  @Column('timestamptz')
  lastSeenAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz')
  secondFactorAt!: Date | null;

  @Column('text')
  userAgent!: string | null;

  @Column('text')
  ip!: string | null;
}
