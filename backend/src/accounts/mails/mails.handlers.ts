// The background door of the outbox.
import { Injectable } from '@nestjs/common';
import { Handles } from '../../base/jobs/handles.js';
import { mailWritten, MailsService } from './mails.service.js';

@Injectable()
export class MailsHandlers {
  constructor(private readonly mails: MailsService) {}

  @Handles(mailWritten, { concurrency: 2 })
  async send({ mailId }: { mailId: string }): Promise<void> {
    await this.mails.send(mailId);
  }
}
