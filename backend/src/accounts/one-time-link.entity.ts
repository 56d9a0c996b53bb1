// A link sent by mail that may be used once: confirm an e-mail, set a new password.
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type LinkPurpose = 'confirm_email' | 'reset_password';

@Entity('one_time_links')
export class OneTimeLink {
  /** SHA-256 of the token in the mail; the token itself is never stored. */
  @PrimaryColumn('bytea')
  tokenHash!: Buffer;

  @Column('text')
  accountId!: string;

  @Column('text')
  purpose!: LinkPurpose;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz')
  usedAt!: Date | null;

  /** Of a sign-up's confirmation: the password of that sign-up, which counts once its link is pressed. */
  @Column('text')
  passwordHash!: string | null;

  /** Of a sign-up's confirmation: whose invitation it came by; it counts once this link is pressed. */
  @Column('text')
  invitation!: string | null;
}
