// Gives a creator the proof that an own entry is in the book, and an auditor the whole book.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { ACCOUNTS } from '../posting.rules.js';
import { LedgerSeals, type SealRow } from './ledger-seals.service.js';
import { leafOf, pathOf } from './merkle.rules.js';
import { shownSeal, shownTransaction, type Proof, type ShownSeal, type TransactionRow } from './proof.rules.js';
import * as sql from './proof.queries.js';

/** One entry of a creator's own accounts: what a transaction added to each, credits positive. */
export interface OwnEntryRow {
  id: string;
  programme_id: string;
  store_name: string;
  kind: string;
  cause: string;
  subject_id: string;
  order_external_id: string | null;
  posted_at: Date;
  currency: string;
  pending: string;
  payable: string;
  in_transit: string;
  sealed_day: string | null;
}

@Injectable()
export class LedgerProofs {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly seals: LedgerSeals,
  ) {}

  /** The proof of a transaction that touches this creator's accounts. NOT_FOUND for anybody else's. */
  async proofOf(creatorId: string, transactionId: string): Promise<Proof> {
    const own = [ACCOUNTS.pending(creatorId), ACCOUNTS.payable(creatorId), ACCOUNTS.inTransit(creatorId)];
    const [row]: TransactionRow[] = await this.db.query(sql.TRANSACTION_OF, [transactionId, own]);
    if (!row) throw new AppError('NOT_FOUND');
    const em = this.db.manager;
    const [seal]: SealRow[] = await em.query(sql.SEAL_OF_SEQ, [row.programme_id, row.seq]);
    if (!seal) throw new AppError('NOT_SEALED_YET');
    const span = [row.programme_id, seal.from_seq, seal.through_seq];
    const hashes: { hash: Buffer }[] = await em.query(sql.HASHES_BETWEEN, span);
    const leaves = hashes.map(({ hash }) => leafOf(hash));
    const index = Number(BigInt(row.seq) - BigInt(seal.from_seq));
    const later = await this.shownSeals(row.programme_id, seal.day);
    return {
      format: 'vitrina-proof/1',
      programme_id: row.programme_id,
      transaction: shownTransaction(row),
      leaf_index: index,
      tree_size: leaves.length,
      path: pathOf(leaves, index).map((hash) => hash.toString('hex')),
      seals: [shownSeal(seal), ...later],
    };
  }

  /** A page of the entries of a creator's own accounts, the newest first. */
  async ownEntries(creatorId: string, storeId: string | null, args: PageArgs): Promise<Page<OwnEntryRow>> {
    const after = decodeCursor(args, 2);
    const who = [`creator:${creatorId}`, storeId];
    const [counted]: { count: number }[] = await this.db.query(sql.COUNT_OWN, who);
    const rows: OwnEntryRow[] = await this.db.query(sql.OWN_ENTRIES, [
      ...who,
      after?.[0] ?? null,
      after?.[1] ?? null,
      pageSize(args) + 1,
    ]);
    return toPage(rows, args, counted?.count ?? 0, (row) => [row.posted_at.toISOString(), row.id]);
  }

  /** The seals of a programme's days, newest first: anyone may note them, they say nothing about sums. */
  async published(storeId: string, before: string | null): Promise<{ day: string; hash: string }[]> {
    const rows: { day: string; hash: Buffer }[] = await this.db.query(sql.PUBLISHED, [storeId, before]);
    return rows.map((row) => ({ day: row.day, hash: row.hash.toString('hex') }));
  }

  /** The whole book of a store as lines of JSON: a head, every transaction, every seal. The export itself is audited. */
  async export(who: AccountActor, storeId: string): Promise<AsyncGenerator<string>> {
    assertStore(who, storeId, 'finance', 'administrator');
    const exportedAt = this.clock.now().toISOString();
    await inTransaction(this.db, (em) =>
      audit(em, { actor: who, action: 'ledger.book_exported', subjectType: 'store', subjectId: storeId, storeId }),
    );
    return this.lines(storeId, exportedAt);
  }

  private async shownSeals(programme: string, after?: string): Promise<ShownSeal[]> {
    const shown: ShownSeal[] = [];
    for await (const seal of this.seals.seals(this.db.manager, programme, after)) shown.push(shownSeal(seal));
    return shown;
  }

  private async *lines(programme: string, exportedAt: string): AsyncGenerator<string> {
    const head = { type: 'book', format: 'vitrina-book/1', programme_id: programme, exported_at: exportedAt };
    yield `${JSON.stringify(head)}\n`;
    // Seals are read first: a day sealed while the book is read would name transactions that are not in the file.
    const seals = await this.shownSeals(programme);
    for (let seq = '0'; ;) {
      const rows: TransactionRow[] = await this.db.query(sql.BOOK, [programme, seq]);
      for (const row of rows) yield `${JSON.stringify({ type: 'transaction', ...shownTransaction(row) })}\n`;
      const last = rows.at(-1);
      if (!last) break;
      seq = last.seq;
    }
    for (const seal of seals) yield `${JSON.stringify({ type: 'seal', ...seal })}\n`;
  }
}
