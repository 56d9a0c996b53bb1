// A mail to send, written in the transaction of the change that causes it.
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('mails')
export class Mail {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  recipient!: string;

  @Column('text')
  subject!: string;

  /** Null once sent on a real shop: a link that signs someone in is not kept longer than needed. */
  @Column('text')
  body!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  sentAt!: Date | null;

  @Column('integer')
  attempts!: number;

  @Column('text')
  lastError!: string | null;
}
