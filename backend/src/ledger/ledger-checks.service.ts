// Checks the book after every posting and once a day: sums, the creators' accounts against the units, the hash chain.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { FactsService } from '../facts/facts.service.js';
import { GENESIS, sealOf } from './posting.rules.js';
import { LedgerSeals } from './proof/ledger-seals.service.js';
import * as sql from './ledger.queries.js';

/** One breach: which invariant of money.md section 9, of whom, and the two numbers that should be equal. */
export interface Finding {
  invariant: number | 'chain' | 'seal' | 'replay' | 'anomaly';
  subject: string;
  expected: string;
  found: string;
}

/**
 * What a check looked at: sums after every posting, chain and seals each night, a whole replay (payouts), numbers of a day
 * that cannot be (fraud).
 */
export type CheckScope = 'sums' | 'nightly' | 'replay' | 'anomaly';

/** The newest check of a scope. */
export interface CheckState {
  id: string;
  scope: CheckScope;
  at: Date;
  sound: boolean;
  findings: Finding[];
}

interface ChainRow {
  id: string;
  seq: string;
  idempotency_key: string;
  kind: string;
  cause: string;
  subject_id: string;
  posted_at: Date;
  prev_hash: Buffer;
  hash: Buffer;
  entries: [string, string, string][] | null;
}

@Injectable()
export class LedgerChecks {
  private readonly log = new Logger('ledger');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly seals: LedgerSeals,
  ) {}

  /** Invariants 1 to 4 of one programme; what was found is kept. Staff see a breach, payouts stop on it. */
  async check(programme: string, withChain = false): Promise<Finding[]> {
    const findings = await inTransaction(this.db, async (em) => {
      await this.facts.lock(em, programme, 'money');
      const found: Finding[] = await em.query(sql.BREACHES, [programme]);
      if (withChain) found.push(...(await this.brokenLink(em, programme)), ...(await this.brokenSeal(em, programme)));
      await this.keep(em, programme, withChain ? 'nightly' : 'sums', found);
      return found;
    });
    return findings;
  }

  /** Keeps what a check found; payouts ask for the newest of each scope. */
  async keep(em: EntityManager, programme: string, scope: CheckScope, found: readonly Finding[]): Promise<void> {
    const findings = JSON.stringify(found.slice(0, 100));
    await em.query(sql.KEEP_CHECK, [programme, this.clock.now(), found.length === 0, findings, scope]);
    for (const f of found) {
      this.log.error(
        `${programme}: invariant ${f.invariant} of ${f.subject}: expected ${f.expected}, found ${f.found}`,
      );
    }
  }

  /** The newest check of every scope. */
  async newest(em: EntityManager, programme: string): Promise<CheckState[]> {
    const rows: CheckState[] = await em.query(sql.NEWEST_CHECKS, [programme]);
    return rows;
  }

  /** Every programme, with its whole chain. */
  async checkAll(): Promise<Finding[]> {
    const rows: { programme_id: string }[] = await this.db.query(sql.PROGRAMMES);
    const all: Finding[] = [];
    const check = async (id: string) => all.push(...(await this.check(id, true)));
    const ids = rows.map((row) => row.programme_id);
    await eachApart(ids, (id) => id, check, this.log);
    return all;
  }

  private async brokenSeal(em: EntityManager, programme: string): Promise<Finding[]> {
    const broken = await this.seals.broken(em, programme);
    if (!broken) return [];
    return [{ invariant: 'seal', subject: broken.day, expected: broken.expected, found: broken.found }];
  }

  /** The first transaction that does not fit its hash or its place; empty when the chain is whole. */
  private async brokenLink(em: EntityManager, programme: string): Promise<Finding[]> {
    let previous: Buffer = GENESIS;
    let seq = 0n;
    for (;;) {
      const rows: ChainRow[] = await em.query(sql.CHAIN, [programme, seq.toString()]);
      for (const row of rows) {
        seq += 1n;
        const expected = sealOf(previous, {
          programmeId: programme,
          seq,
          idempotencyKey: row.idempotency_key,
          kind: row.kind,
          cause: row.cause,
          subjectId: row.subject_id,
          postedAt: row.posted_at,
          entries: (row.entries ?? []).map(([account, currency, a]) => ({ account, currency, amountMinor: BigInt(a) })),
        });
        if (!row.prev_hash.equals(previous) || !row.hash.equals(expected)) {
          const link = { expected: expected.toString('hex'), found: row.hash.toString('hex') };
          return [{ invariant: 'chain', subject: row.id, ...link }];
        }
        previous = row.hash;
      }
      if (rows.length === 0) return [];
    }
  }
}
