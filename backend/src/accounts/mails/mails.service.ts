// Writes mails into the outbox and sends them.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createTransport, type Transporter } from 'nodemailer';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Mail } from './mail.entity.js';
import type { Letter } from './letters.rules.js';

/** A mail waits in the outbox. */
export const mailWritten = defineJob<{ mailId: string }>('accounts.mail_written', { expireS: 60 });

const SMTP_TIMEOUT_MS = 20_000;

@Injectable()
export class MailsService {
  private readonly log = new Logger('mails');
  private readonly transport: Transporter | null;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.transport = config.smtpUrl
      ? createTransport({
          url: config.smtpUrl,
          connectionTimeout: SMTP_TIMEOUT_MS,
          greetingTimeout: SMTP_TIMEOUT_MS,
          socketTimeout: SMTP_TIMEOUT_MS,
        })
      : null;
  }

  /** Puts a letter into the outbox, in the caller's transaction. */
  async write(em: EntityManager, recipient: string, kind: string, letter: Letter): Promise<void> {
    const mail = em.create(Mail, {
      id: newId('mai'),
      kind,
      recipient,
      subject: letter.subject,
      body: letter.body,
      createdAt: this.clock.now(),
      sentAt: null,
      attempts: 0,
      lastError: null,
    });
    await em.insert(Mail, mail);
    await this.jobs.announce(em, mailWritten, { mailId: mail.id });
  }

  /**
   * Sends one mail. Safe to repeat: a sent mail is not sent again, and a mail that left just before a crash
   * leaves again under the same Message-ID, which mail servers fold into one.
   */
  async send(mailId: string): Promise<void> {
    const mail = await this.db.manager.findOneBy(Mail, { id: mailId });
    if (!mail || mail.sentAt || mail.body === null) return;
    if (!this.transport) return this.sendToLog(mail, mail.body);
    try {
      await this.transport.sendMail({
        from: this.config.mailFrom,
        to: mail.recipient,
        ...(this.config.mailReplyTo ? { replyTo: this.config.mailReplyTo } : {}),
        subject: mail.subject,
        text: mail.body,
        messageId: `<${mail.id}@${new URL(this.config.publicUrl).hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await this.db.manager.update(Mail, mail.id, { attempts: mail.attempts + 1, lastError: reason.slice(0, 500) });
      throw error;
    }
    const kept = this.config.mode === 'production' ? { body: null } : {};
    await this.markSent(mail, kept);
    this.log.log(`${mail.id} (${mail.kind}) sent by SMTP`);
  }

  /** Without an SMTP server the log is the only way a link reaches a person, so it carries the whole text. */
  private async sendToLog(mail: Mail, body: string): Promise<void> {
    this.log.log(`${mail.id} (${mail.kind}) to ${mail.recipient}: ${mail.subject}\n${body}`);
    await this.markSent(mail, {});
  }

  private async markSent(mail: Mail, also: { body?: null }): Promise<void> {
    const sent = { sentAt: this.clock.now(), attempts: mail.attempts + 1, lastError: null };
    await this.db.manager.update(Mail, mail.id, { ...sent, ...also });
  }

  /** Forgets to whom mails of this kind went, and what they said, once they were sent so long ago. */
  async forgetSent(kind: string, before: Date): Promise<void> {
    await this.db.query(
      `UPDATE mails SET recipient = '', body = NULL WHERE kind = $1 AND sent_at < $2 AND recipient <> ''`,
      [...[kind, before]],
    );
  }

  /** The newest mails; only the demo shows them. */
  async newest(limit: number): Promise<Mail[]> {
    return this.db.manager.find(Mail, { order: { createdAt: 'DESC', id: 'DESC' }, take: limit });
  }
}
