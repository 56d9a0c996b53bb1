// Finds what creators are to be told, writes it down once each, and the mails that nobody else writes.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { MailsService } from '../accounts/mails/mails.service.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { newId } from '../base/ids.js';
import { MailChoices } from '../creators/choices/mail-choices.service.js';
import { isOptional } from '../creators/choices/topics.rules.js';
import { pickLanguage } from '../moderation/moderation.reasons.js';
import { newsLetter, type NewsKind, type ToldReversal } from './news-letters.rules.js';
import * as sql from './news.queries.js';

/** A transaction that began before our last look may commit after it; none takes this long. */
const OVERLAP_MS = 15 * 60_000;
const BATCH = 500;
/** Returns come in crowds: one mail a day tells of them. */
const DAY_MS = 86_400_000;

interface Found {
  creator_id: string;
  store_id: string;
  kind: NewsKind;
  key: string;
  subject_id: string;
  title: string | null;
  cause: string | null;
  currency: string | null;
  amount_minor: string | null;
  at: Date;
}

interface Recipient {
  name: string;
  email: string;
  locale: string;
  store_name: string;
  timezone: string;
}

type MailState = 'elsewhere' | 'off' | 'waiting' | 'sent';

const WRITTEN_HERE: readonly NewsKind[] = ['first_sale', 'payout_sent', 'payout_failed'];

@Injectable()
export class NewsFinder {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly mails: MailsService,
    private readonly choices: MailChoices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Looks through every source. Two workers at once find the same and tell it once. Returns how much was new. */
  async find(): Promise<number> {
    let added = 0;
    for (const [what, query] of Object.entries(sql.SOURCES)) added += await this.look(what, query);
    return added;
  }

  private async look(what: string, query: string): Promise<number> {
    return inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const [mark]: { seen_to: Date }[] = await em.query(sql.MARK_OF, [what]);
      const since = new Date((mark?.seen_to ?? now).getTime() - OVERLAP_MS);
      const rows: Found[] = await em.query(query, [since, BATCH]);
      let added = 0;
      for (const row of rows) added += (await this.tell(em, row, now)) ? 1 : 0;
      const last = rows.length < BATCH ? now : (rows.at(-1)?.at ?? now);
      await em.query(sql.SET_MARK, [what, last]);
      return added;
    });
  }

  /** The row and its mail are one transaction: a kill leaves both or neither. */
  private async tell(em: EntityManager, row: Found, now: Date): Promise<boolean> {
    const mail = await this.mailOf(em, row);
    const added: unknown[] = await em.query(sql.ADD, [
      ...[newId('nws'), row.creator_id, row.store_id, row.kind, row.key, row.subject_id, row.title, row.cause],
      ...[row.currency, row.amount_minor, row.at, now, mail, mail === 'sent' ? now : null],
    ]);
    if (added.length === 0) return false;
    if (mail === 'sent') await this.write(em, row, []);
    return true;
  }

  private async mailOf(em: EntityManager, { kind, cause, creator_id: creatorId }: Found): Promise<MailState> {
    // A rejection has its own letter, with its reasons (fraud).
    const isOurs = WRITTEN_HERE.includes(kind) || (kind === 'reversal' && cause !== 'rejected');
    if (!isOurs) return 'elsewhere';
    if (isOptional(kind) && !(await this.choices.wants(em, creatorId, kind))) return 'off';
    return kind === 'reversal' ? 'waiting' : 'sent';
  }

  /** One mail a creator, store and day about what came back. Returns how many were written. */
  async tellReversals(): Promise<number> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - DAY_MS);
    const due: { creator_id: string; store_id: string }[] = await this.db.query(sql.DUE_REVERSALS, [since]);
    let written = 0;
    for (const { creator_id: creatorId, store_id: storeId } of due) {
      written += await inTransaction(this.db, async (em) => {
        const taken: unknown = await em.query(sql.TAKE_REVERSALS, [creatorId, storeId, now]);
        const rows = (taken as [TakenReversal[], number])[0];
        const [first] = rows;
        if (!first) return 0;
        const about = { creator_id: creatorId, store_id: storeId, kind: 'reversal', ...first } as const;
        await this.write(em, { ...about, key: '', amount_minor: first.amount }, rows.map(toldReversal));
        return 1;
      });
    }
    return written;
  }

  private async write(em: EntityManager, row: Found, reversals: readonly ToldReversal[]): Promise<void> {
    const [to]: Recipient[] = await em.query(sql.TO_WRITE, [row.creator_id, row.store_id]);
    if (!to) return;
    const page = row.kind.startsWith('payout') ? 'payouts' : 'earnings';
    const letter = newsLetter({
      ...{ kind: row.kind, language: pickLanguage(to.locale), name: to.name, storeName: to.store_name },
      ...{ title: row.title, number: row.subject_id, reversals, link: `${this.config.studioUrl}/creator/${page}` },
      money: row.currency === null ? null : { minor: BigInt(row.amount_minor ?? '0'), currency: row.currency },
    });
    await this.mails.write(em, to.email, `news_${row.kind}`, letter);
  }
}

interface TakenReversal {
  subject_id: string;
  title: string | null;
  cause: string | null;
  currency: string;
  amount: string;
  at: Date;
}

const toldReversal = (row: TakenReversal): ToldReversal => ({
  ...{ number: row.subject_id, title: row.title, cause: row.cause ?? '', currency: row.currency },
  minor: BigInt(row.amount),
});
