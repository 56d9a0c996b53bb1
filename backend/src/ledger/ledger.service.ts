// Posts what commissions should stand at into the double-entry book, and reads balances from it.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { insertRecords } from '../base/database/insert-rows.js';
import { inTransaction } from '../base/database/transaction.js';
import { newId } from '../base/ids.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { CommissionsService, type UnitTarget } from '../commissions/commissions.service.js';
import { programmeParts } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import { difference, GENESIS, sealOf, targetOf, type Posting, type Standing } from './posting.rules.js';
import * as sql from './ledger.queries.js';

/** Something was added to the book of a programme; the check follows. */
export const ledgerPosted = defineJob<{ programmeId: string }>('ledger.posted', { oncePerKey: true, heartbeat: true });

/** What the table of transactions knows. Commissions are posted from their units, everything else by payouts. */
export type LedgerKind =
  'commission' | 'bonus' | 'payout' | 'payout_settled' | 'payout_failed' | 'tax_paid' | 'writeoff' | 'funding';

/** A transaction before it has its place in the chain. */
export interface LedgerDraft {
  idempotencyKey: string;
  kind: LedgerKind;
  cause: string;
  subjectId: string;
  entries: readonly Posting[];
}

/** A creator's money in one currency, credits as positive numbers. `payable` may be negative: then it is owed to us. */
export interface CreatorBalance {
  currency: string;
  pendingMinor: bigint;
  payableMinor: bigint;
  inTransitMinor: bigint;
  paidMinor: bigint;
  /** Taxes and contributions taken from payouts that did not fail. */
  withheldMinor: bigint;
}

export interface TrialBalanceLine {
  currency: string;
  account: string;
  balanceMinor: bigint;
}

@Injectable()
export class LedgerService {
  private readonly log = new Logger('ledger');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly commissions: CommissionsService,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Brings the book to where these units should stand: only differences are posted (money.md J1), so doing it
   * twice posts nothing. The test programme never gets here; the table would refuse it too. Returns how many were posted.
   */
  async post(programme: string, unitIds: readonly string[]): Promise<number> {
    if (programmeParts(programme).mode === 'test') return 0;
    return inTransaction(this.db, async (em) => {
      await this.facts.lock(em, programme, 'money');
      const targets = await this.commissions.targets(em, programme, unitIds);
      const marked: { unit_id: string; is_new: boolean }[] = await em.query(sql.MARK_POSTED, [
        ...[targets.map((t) => t.unitId), programme, targets.map((t) => t.changeSeq)],
      ]);
      const fresh = new Set(marked.filter((row) => row.is_new).map((row) => row.unit_id));
      const posted = await this.posted(
        em,
        targets.map((t) => t.unitId).filter((id) => !fresh.has(id)),
      );
      const drafts = targets.flatMap((unit) => draftOf(unit, posted.get(unit.unitId)));
      await this.append(em, programme, drafts);
      if (drafts.length > 0) await this.jobs.announce(em, ledgerPosted, { programmeId: programme }, { key: programme });
      return drafts.length;
    });
  }

  /**
   * Adds transactions that are not commissions, in the caller's transaction and under the programme's money lock. A key
   * that stands in the book adds nothing, so a batch that is worked on twice is posted once. Returns how many were added.
   */
  async record(em: EntityManager, programme: string, drafts: readonly LedgerDraft[]): Promise<number> {
    if (programmeParts(programme).mode === 'test' || drafts.length === 0) return 0;
    const rows: { key: string }[] = await em.query(sql.KNOWN_KEYS, [drafts.map((draft) => draft.idempotencyKey)]);
    const known = new Set(rows.map((row) => row.key));
    const fresh = drafts.filter((draft) => !known.has(draft.idempotencyKey));
    await this.append(em, programme, fresh);
    if (fresh.length > 0) await this.jobs.announce(em, ledgerPosted, { programmeId: programme }, { key: programme });
    return fresh.length;
  }

  /** A creator's balances, a currency each; of one store or of all. */
  async balancesOf(em: EntityManager, creatorId: string, storeId: string | null): Promise<CreatorBalance[]> {
    const rows: Record<'currency' | 'pending' | 'payable' | 'in_transit' | 'paid' | 'sent_gross', string>[] =
      await em.query(sql.CREATOR_BALANCES, [`creator:${creatorId}`, storeId]);
    return rows.map((row) => ({
      currency: row.currency,
      pendingMinor: BigInt(row.pending),
      payableMinor: BigInt(row.payable),
      inTransitMinor: BigInt(row.in_transit),
      paidMinor: BigInt(row.paid),
      withheldMinor: BigInt(row.sent_gross) - BigInt(row.in_transit) - BigInt(row.paid),
    }));
  }

  /** Every account with its balance: debit positive. Balanced when each currency sums to zero. */
  async trialBalance(): Promise<{ balanced: boolean; rows: TrialBalanceLine[] }> {
    const found: { currency: string; account: string; balance: string }[] = await this.db.query(sql.TRIAL_BALANCE);
    const sums = new Map<string, bigint>();
    const rows = found.map((row) => {
      const balanceMinor = BigInt(row.balance);
      sums.set(row.currency, (sums.get(row.currency) ?? 0n) + balanceMinor);
      return { currency: row.currency, account: row.account, balanceMinor };
    });
    return { balanced: [...sums.values()].every((sum) => sum === 0n), rows };
  }

  /** Units whose newest change has not reached the book for a minute: their job was lost or failed for good. */
  async postLagging(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - 60_000);
    const rows: { programme_id: string; id: string }[] = await this.db.query(sql.LAGGING, [before]);
    const byProgramme = Map.groupBy(rows, (row) => row.programme_id);
    let posted = 0;
    const post = async ([programme, units]: [string, { id: string }[]]) => {
      const ids = units.map((unit) => unit.id);
      posted += await this.post(programme, ids);
    };
    await eachApart(byProgramme, ([programme]) => programme, post, this.log);
    return posted;
  }

  private async posted(em: EntityManager, unitIds: readonly string[]): Promise<Map<string, Standing>> {
    if (unitIds.length === 0) return new Map();
    const rows: { unit_id: string; pending: string; payable: string }[] = await em.query(sql.POSTED_OF_UNITS, [
      unitIds,
    ]);
    return new Map(rows.map((r) => [r.unit_id, { pendingMinor: BigInt(r.pending), payableMinor: BigInt(r.payable) }]));
  }

  /** Adds transactions at the end of the programme's chain, in two statements for any number. Needs the lock. */
  private async append(em: EntityManager, programme: string, drafts: readonly LedgerDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const head: { seq: string; hash: Buffer }[] = await em.query(sql.CHAIN_HEAD, [programme]);
    const postedAt = this.clock.now();
    let seq = BigInt(head[0]?.seq ?? '0');
    let previous: Buffer = head[0]?.hash ?? GENESIS;
    const sealed = drafts.map((draft) => {
      seq += 1n;
      const hash = sealOf(previous, { ...draft, programmeId: programme, seq, postedAt });
      const row = { ...draft, id: newId('ltx'), seq, hash, prevHash: previous };
      previous = hash;
      return row;
    });
    const rows = sealed.map((t) => ({
      ...{ id: t.id, programme_id: programme, seq: t.seq.toString(), idempotency_key: t.idempotencyKey },
      ...{ kind: t.kind, cause: t.cause, subject_id: t.subjectId, posted_at: postedAt },
      ...{ prev_hash: asBytea(t.prevHash), hash: asBytea(t.hash) },
    }));
    await insertRecords(em, 'ledger_transactions', rows);
    const entries = sealed.flatMap((t) =>
      t.entries.map(({ account, currency, amountMinor }, position) => ({
        ...{ id: newId('len'), transaction_id: t.id, position, account, currency },
        amount_minor: amountMinor.toString(),
      })),
    );
    await insertRecords(em, 'ledger_entries', entries);
  }
}

const asBytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

/** Nothing when the book already stands there. The key names the change, so the same change is posted once for ever. */
function draftOf(unit: UnitTarget, posted: Standing | undefined): LedgerDraft[] {
  const target = targetOf(unit.state, unit.amountMinor);
  const entries = difference(unit.creatorId, unit.currency, posted ?? { pendingMinor: 0n, payableMinor: 0n }, target);
  if (entries.length === 0) return [];
  const idempotencyKey = `commission:${unit.unitId}:${unit.changeSeq}`;
  return [{ idempotencyKey, kind: 'commission', cause: unit.cause, subjectId: unit.unitId, entries }];
}
