// A creator's list of news: a page, how many are unread, and that they were read.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { CreatorsService } from '../creators/creators.service.js';
import * as sql from './news.queries.js';

export interface NewsRow {
  id: string;
  kind: string;
  store_id: string;
  store_name: string;
  subject_id: string;
  title: string | null;
  cause: string | null;
  currency: string | null;
  amount: string | null;
  at: Date;
  read_at: Date | null;
}

@Injectable()
export class NewsLists {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
  ) {}

  /** The newest first. */
  async mine(who: AccountActor, args: PageArgs): Promise<Page<NewsRow>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const after = decodeCursor(args, 2) ?? [null, null];
    const rows: NewsRow[] = await this.db.query(sql.OF_CREATOR, [creator.id, ...after, pageSize(args) + 1]);
    const [count]: { all: number }[] = await this.db.query(sql.COUNT, [creator.id]);
    return toPage(rows, args, count?.all ?? 0, (row) => [row.at.toISOString(), row.id]);
  }

  async unread(who: AccountActor): Promise<number> {
    const creator = await this.creators.ofAccount(who.accountId);
    const [count]: { unread: number }[] = await this.db.query(sql.COUNT_UNREAD, [creator.id]);
    return count?.unread ?? 0;
  }

  /** Up to one that was on the page: what came in meanwhile stays unread. An id of somebody else's reads nothing. */
  async read(who: AccountActor, upTo: string): Promise<number> {
    const creator = await this.creators.ofAccount(who.accountId);
    await inTransaction(this.db, async (em) => {
      const done: unknown = await em.query(sql.READ, [creator.id, upTo, this.clock.now()]);
      const [, count] = done as [unknown[], number];
      if (count === 0) return;
      const subject = { subjectType: 'creator', subjectId: creator.id };
      await audit(em, { actor: who, action: 'news.read', ...subject, after: { upTo, count } });
    });
    return this.unread(who);
  }
}
