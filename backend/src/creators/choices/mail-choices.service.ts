// Keeps which mails a creator does not want; whoever writes one asks here first.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { CreatorsService } from '../creators.service.js';
import { isOptional, type OptionalTopic } from './topics.rules.js';

@Injectable()
export class MailChoices {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
  ) {}

  /** Wanted unless turned off. */
  async wants(em: EntityManager, creatorId: string, topic: OptionalTopic): Promise<boolean> {
    const off: unknown[] = await em.query('SELECT 1 FROM creator_mails_off WHERE creator_id = $1 AND topic = $2', [
      creatorId,
      topic,
    ]);
    return off.length === 0;
  }

  async offOf(who: AccountActor): Promise<ReadonlySet<string>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const rows: { topic: string }[] = await this.db.query('SELECT topic FROM creator_mails_off WHERE creator_id = $1', [
      creator.id,
    ]);
    return new Set(rows.map((row) => row.topic));
  }

  /** BAD_INPUT for a mail that is owed, or that there is not. The same choice again changes nothing. */
  async choose(who: AccountActor, topic: string, wanted: boolean): Promise<void> {
    if (!isOptional(topic))
      throw new AppError('BAD_INPUT', { field: 'topic', detail: 'This mail cannot be turned off.' });
    await inTransaction(this.db, async (em) => {
      const creator = await this.creators.ofAccount(who.accountId, em);
      if (wanted) {
        await em.query('DELETE FROM creator_mails_off WHERE creator_id = $1 AND topic = $2', [creator.id, topic]);
      } else {
        await em.query(
          'INSERT INTO creator_mails_off (creator_id, topic, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
          [creator.id, topic, this.clock.now()],
        );
      }
      const subject = { subjectType: 'creator', subjectId: creator.id };
      await audit(em, { actor: who, action: 'creators.mail_chosen', ...subject, after: { topic, wanted } });
    });
  }
}
