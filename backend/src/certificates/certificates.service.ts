// The verbs that other modules use: issue a certificate once for a key, cancel it, say how far it is. All in the caller's transaction.
import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { Actor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import type { CertificateStatus, HeldReason } from './certificate.status.js';
import * as sql from './certificates.queries.js';
import { CertificateCodes } from './codes/codes.service.js';
import { CertificateCounting } from './limits/counting.service.js';
import { CertificatePool } from './pools/pool.entity.js';
import { CertificatePauses } from './pools/pauses.service.js';
import { CertificateServing, SYSTEM, type LockedPool } from './serving.service.js';

const LONGEST = 200;
const MOST_KEYS = 1000;

export interface IssueInput {
  storeId: string;
  poolId: string;
  /** One key of a store has one certificate for ever, whatever else is said the second time. */
  key: string;
  /** An opaque reference of a person, for limits only; kept as a keyed digest, and not for long. */
  holder: string;
}

/** One certificate as its holder may see it. */
export interface HeldCertificate {
  id: string;
  poolId: string;
  status: CertificateStatus;
  /** Whole, and only while it is issued. */
  code: string | null;
  /** Its last day by the store's clock, of the code or of its pool, whichever is sooner; null before it is issued, or without one. */
  validUntil: string | null;
  /** The limit that held it; stays when a person released it. */
  heldReason: HeldReason | null;
  askedAt: Date;
  issuedAt: Date | null;
  cancelledAt: Date | null;
}

interface IssueRow {
  id: string;
  poolId: string;
  key: string;
  status: CertificateStatus;
  heldWhy: HeldReason | null;
  counted: boolean;
  day: string;
  hour: number;
  askedAt: Date;
  issuedAt: Date | null;
  cancelledAt: Date | null;
  certificateId: string | null;
  sealed: Buffer | null;
  expiresOn: string | null;
}

@Injectable()
export class CertificatesService {
  constructor(
    private readonly codes: CertificateCodes,
    private readonly counting: CertificateCounting,
    private readonly serving: CertificateServing,
    private readonly pauses: CertificatePauses,
  ) {}

  /**
   * Gives a code at once when one is free and nobody waits; otherwise it waits in order, or is held by a limit until a
   * person of the store decides. Holds the pool's lock until the caller's transaction ends. NOT_FOUND for a pool of another store.
   */
  async issue(em: EntityManager, { storeId, poolId, key, holder }: IssueInput): Promise<HeldCertificate> {
    for (const [field, text] of Object.entries({ key, holder })) {
      if (text.length < 1 || text.length > LONGEST || !text.isWellFormed() || text.includes('\0')) {
        throw new AppError('BAD_INPUT', { field, detail: `At most ${LONGEST} characters, and not none.` });
      }
    }
    const known = await this.one(em, storeId, key);
    if (known) return known;
    const locked = await this.serving.lock(em, poolId, storeId);
    // Whoever had the lock before may have asked with the same key.
    const meanwhile = await this.one(em, storeId, key);
    if (meanwhile) return meanwhile;
    await this.add(em, locked, key, this.codes.holder(storeId, holder));
    const made = await this.one(em, storeId, key);
    if (!made) throw new AppError('INTERNAL');
    return made;
  }

  /**
   * Waiting or held: it never gets a code. Issued: the code is written off and given to nobody else, because it may have
   * been seen. A second time changes nothing. Null when nothing was issued under this key.
   */
  async cancel(
    em: EntityManager,
    { storeId, key, reason, actor = SYSTEM }: { storeId: string; key: string; reason: string; actor?: Actor },
  ): Promise<HeldCertificate | null> {
    const known = await this.one(em, storeId, key);
    if (!known || known.status === 'cancelled') return known;
    await this.cancelOne(em, await this.serving.lock(em, known.poolId, storeId), known.id, reason, actor);
    return this.one(em, storeId, key);
  }

  /** Those of these keys that exist, at most a thousand at once. Whom the code may be shown to is the caller's to know. */
  async status(
    em: EntityManager,
    { storeId, keys }: { storeId: string; keys: readonly string[] },
  ): Promise<ReadonlyMap<string, HeldCertificate>> {
    if (keys.length > MOST_KEYS) throw new AppError('BAD_INPUT', { field: 'keys', detail: `At most ${MOST_KEYS}.` });
    const rows: IssueRow[] = await em.query(sql.BY_KEYS, [storeId, keys]);
    const pools = await this.pools(em, storeId, [...new Set(rows.map(({ poolId }) => poolId))]);
    return new Map(rows.map((row) => [row.key, this.shown(row, pools.get(row.poolId))]));
  }

  /** Pools of a store by id; those of another store are left out. */
  async pools(em: EntityManager, storeId: string, poolIds: readonly string[]): Promise<Map<string, CertificatePool>> {
    const pools = await em.findBy(CertificatePool, { storeId, id: In([...poolIds]) });
    return new Map(pools.map((pool) => [pool.id, pool]));
  }

  /** Under the pool's lock. Cancelling what is cancelled changes nothing. */
  async cancelOne(em: EntityManager, locked: LockedPool, id: string, reason: string, actor: Actor): Promise<void> {
    const { pool, at } = locked;
    const [row]: IssueRow[] = await em.query(sql.BY_ID, [id]);
    if (!row || row.poolId !== pool.id) throw new AppError('NOT_FOUND');
    if (row.status === 'cancelled') return;
    const cause = reason.trim().slice(0, LONGEST);
    await em.query(sql.CANCEL, [id, actor.kind === 'account' ? actor.accountId : null, at.now, cause]);
    if (row.counted && row.certificateId === null) await this.counting.count(em, pool, -1, row);
    const subject = { subjectType: 'certificate', subjectId: id, storeId: pool.storeId };
    const after = { reason: cause, writtenOff: row.certificateId };
    await audit(em, { actor, action: 'certificates.cancelled', ...subject, before: { status: row.status }, after });
  }

  private async add(em: EntityManager, locked: LockedPool, key: string, holder: Buffer): Promise<void> {
    const { pool, at } = locked;
    const { heldWhy, counts } = await this.counting.judge(em, pool, holder, at);
    const isHeld = heldWhy !== null;
    const id = newId('cis');
    const added: unknown[] = await em.query(sql.ADD_ISSUE, [
      ...[id, pool.storeId, pool.id, key, holder, isHeld ? 'held' : 'waiting', heldWhy, !isHeld],
      ...[at.day, at.hour, at.now],
    ]);
    // The same key came over another pool at this very moment: that one stands.
    if (added.length === 0) return;
    const subject = { subjectType: 'certificate', subjectId: id, storeId: pool.storeId };
    const after = { poolId: pool.id, ...(isHeld ? { heldWhy } : {}) };
    await audit(em, { actor: SYSTEM, action: isHeld ? 'certificates.held' : 'certificates.asked', ...subject, after });
    if (heldWhy === 'surge' && !pool.pausedAt) await this.pauses.surge(em, locked, counts);
    if (isHeld) return;
    await this.counting.count(em, pool, 1, at);
    if (pool.pausedAt) return;
    const [queue]: { id: string }[] = await em.query(sql.OLDEST_WAITING, [pool.id, 1]);
    // Nobody overtakes: who came before and still waits is served first, by the job.
    if (queue?.id === id) await this.serving.give(em, locked, [id], SYSTEM);
  }

  private async one(em: EntityManager, storeId: string, key: string): Promise<HeldCertificate | null> {
    return (await this.status(em, { storeId, keys: [key] })).get(key) ?? null;
  }

  private shown(row: IssueRow, pool: CertificatePool | undefined): HeldCertificate {
    const isOut = row.status === 'issued' && row.certificateId !== null && row.sealed !== null;
    const code = isOut ? this.codes.open(row.certificateId ?? '', row.sealed ?? Buffer.alloc(0)) : null;
    const days = [row.expiresOn, pool?.validUntil ?? null].filter((day) => day !== null).sort();
    return {
      ...{ id: row.id, poolId: row.poolId, status: row.status, code, heldReason: row.heldWhy },
      validUntil: isOut ? (days[0] ?? null) : null,
      ...{ askedAt: row.askedAt, issuedAt: row.issuedAt, cancelledAt: row.cancelledAt },
    };
  }
}
