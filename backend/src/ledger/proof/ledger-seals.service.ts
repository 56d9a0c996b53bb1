// Seals each finished day of the book by a Merkle root, and finds a day that no longer fits its seal.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock, dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { FactsService } from '../../facts/facts.service.js';
import { GENESIS } from '../posting.rules.js';
import { leafOf, rootOf, sealOfDay, type DaySeal } from './merkle.rules.js';
import * as sql from './proof.queries.js';

export interface SealRow {
  day: string;
  from_seq: string;
  through_seq: string;
  root: Buffer;
  head_hash: Buffer;
  prev_hash: Buffer;
  hash: Buffer;
}

/** A day whose seal does not follow from the book any more. */
export interface BrokenSeal {
  day: string;
  expected: string;
  found: string;
}

@Injectable()
export class LedgerSeals {
  private readonly log = new Logger('ledger');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
  ) {}

  /** Seals every finished day of every programme. Doing it twice seals nothing twice. */
  async sealAll(): Promise<void> {
    const today = `${dayOf(this.clock.now(), 'UTC')}T00:00:00Z`;
    const rows: { programme_id: string }[] = await this.db.query(sql.UNSEALED_PROGRAMMES, [today]);
    const ids = rows.map((row) => row.programme_id);
    await eachApart(
      ids,
      (id) => id,
      (id) => this.seal(id),
      this.log,
    );
  }

  /** Seals the finished days of one programme; gives how many. */
  async seal(programme: string): Promise<number> {
    for (let sealed = 0; ; sealed++) {
      // A day a transaction: the lock that posting waits for is held shortly.
      const more = await inTransaction(this.db, (em) => this.sealNext(em, programme));
      if (!more) return sealed;
    }
  }

  private async sealNext(em: EntityManager, programme: string): Promise<boolean> {
    await this.facts.lock(em, programme, 'money');
    const [last]: { day: string; through_seq: string; hash: Buffer }[] = await em.query(sql.LAST_SEAL, [programme]);
    const covered = last?.through_seq ?? '0';
    const [first]: { day: string }[] = await em.query(sql.FIRST_UNSEALED, [programme, covered]);
    if (!first) return false;
    // A clock that went back a little must not bring a second seal of a day: its entries go into the next one.
    const day = last && first.day <= last.day ? dayAfter(last.day) : first.day;
    if (day >= dayOf(this.clock.now(), 'UTC')) return false;
    const rows: { seq: string; hash: Buffer }[] = await em.query(sql.HASHES_OF_DAY, [programme, covered, day]);
    const head = rows.at(-1);
    if (!head) return false;
    const seal: DaySeal = {
      programmeId: programme,
      day,
      fromSeq: BigInt(covered) + 1n,
      throughSeq: BigInt(head.seq),
      root: rootOf(rows.map((row) => leafOf(row.hash))),
      headHash: head.hash,
    };
    const previous = last?.hash ?? GENESIS;
    await em.query(sql.ADD_SEAL, [
      programme,
      day,
      seal.fromSeq.toString(),
      seal.throughSeq.toString(),
      seal.root,
      seal.headHash,
      previous,
      sealOfDay(previous, seal),
      this.clock.now(),
    ]);
    return true;
  }

  /** The first day that does not fit the book or the day before it; null when all do. */
  async broken(em: EntityManager, programme: string): Promise<BrokenSeal | null> {
    let previous: Buffer = GENESIS;
    let next = 1n;
    for await (const seal of this.seals(em, programme)) {
      const rows: { hash: Buffer }[] = await em.query(sql.HASHES_BETWEEN, [programme, seal.from_seq, seal.through_seq]);
      const expected = expectedHash(programme, seal, rows, previous);
      const found = seal.hash.toString('hex');
      const fits = BigInt(seal.from_seq) === next && seal.prev_hash.equals(previous) && expected === found;
      if (!fits) return { day: seal.day, expected, found };
      previous = seal.hash;
      next = BigInt(seal.through_seq) + 1n;
    }
    return null;
  }

  /** Every seal of a programme, the oldest first; `after` leaves out a day and those before it. */
  async *seals(em: EntityManager, programme: string, after = '0001-01-01'): AsyncGenerator<SealRow> {
    for (let day = after; ;) {
      const rows: SealRow[] = await em.query(sql.SEALS, [programme, day]);
      yield* rows;
      const last = rows.at(-1);
      if (!last) return;
      day = last.day;
    }
  }
}

function expectedHash(programme: string, seal: SealRow, rows: { hash: Buffer }[], previous: Buffer): string {
  const head = rows.at(-1);
  if (!head || BigInt(rows.length) !== BigInt(seal.through_seq) - BigInt(seal.from_seq) + 1n) return 'missing entries';
  const day: DaySeal = {
    programmeId: programme,
    day: seal.day,
    fromSeq: BigInt(seal.from_seq),
    throughSeq: BigInt(seal.through_seq),
    root: rootOf(rows.map((row) => leafOf(row.hash))),
    headHash: head.hash,
  };
  return sealOfDay(previous, day).toString('hex');
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
