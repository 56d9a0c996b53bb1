// Pictures that a creator brings with a dispute: bounded, judged by their first bytes, seen by the two sides and staff alone.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { Storage } from '../../base/storage/storage.js';
import { CreatorsService } from '../../creators/creators.service.js';
import {
  MAX_PICTURE_PIXELS,
  MAX_PICTURE_SIDE,
  readPicture,
  type PictureKind,
} from '../../videos/posters/picture.rules.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { OPEN } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';

export interface EvidenceShown {
  id: string;
  sizeBytes: number;
  at: Date;
}

/** A screenshot of a phone is a tenth of it. */
export const MAX_EVIDENCE_BYTES = 5 * 1024 ** 2;
const MOST = 5;
const LEFT_MS = 3_600_000;
const ENDINGS: Readonly<Record<PictureKind, string>> = { jpeg: 'jpg', png: 'png', webp: 'webp' };

const keyOf = (id: string, contentType: string): string =>
  `evidence/${id}.${ENDINGS[contentType.slice('image/'.length) as PictureKind]}`;

@Injectable()
export class EvidenceService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly storage: Storage,
    private readonly creators: CreatorsService,
    private readonly rows: DisputeRows,
  ) {}

  /** Asked before a byte is read. NOT_FOUND for another creator's, DISPUTE_OVER. */
  async assertMay(who: AccountActor, disputeId: string, em: EntityManager = this.db.manager): Promise<DisputeRow> {
    const creator = await this.creators.ofAccount(who.accountId, em);
    const row = await this.rows.require(disputeId, em);
    if (row.creator_id !== creator.id) throw new AppError('NOT_FOUND');
    if (!OPEN.includes(row.state)) throw new AppError('DISPUTE_OVER');
    return row;
  }

  /** The same picture again is the same evidence. NOT_A_PICTURE, PICTURE_OUT_OF_BOUNDS, TOO_LARGE; at most five. */
  async bring(who: AccountActor, disputeId: string, bytes: Buffer): Promise<string> {
    if (bytes.length > MAX_EVIDENCE_BYTES) throw new AppError('TOO_LARGE', { boundBytes: MAX_EVIDENCE_BYTES });
    const picture = readPicture(bytes);
    if (!picture || picture.width < 1 || picture.height < 1) throw new AppError('NOT_A_PICTURE');
    const { width, height, kind } = picture;
    if (width * height > MAX_PICTURE_PIXELS || Math.max(width, height) > MAX_PICTURE_SIDE)
      throw new AppError('PICTURE_OUT_OF_BOUNDS');
    const [sha, contentType] = [createHash('sha256').update(bytes).digest(), `image/${kind}`];
    const id = await inTransaction(this.db, async (em) => {
      await em.query(sql.LOCK_DISPUTE, [disputeId]);
      await this.assertMay(who, disputeId, em);
      const [same]: { id: string }[] = await em.query(sql.SAME_EVIDENCE, [disputeId, sha]);
      if (same) return same.id;
      const [all]: { count: number }[] = await em.query(
        'SELECT count(*)::int AS count FROM dispute_evidence WHERE dispute_id = $1',
        [disputeId],
      );
      if ((all?.count ?? 0) >= MOST) throw new AppError('CONFLICT', { detail: `At most ${MOST} pictures.` });
      const made = newId('evd');
      await em.query(sql.ADD_EVIDENCE, [
        made,
        disputeId,
        contentType,
        bytes.length,
        width,
        height,
        sha,
        this.clock.now(),
      ]);
      return made;
    });
    // Noted first, stored then: what a killed process leaves is found by the sweep.
    await this.storage.put(keyOf(id, contentType), bytes);
    await inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, disputeId);
      const done: unknown = await em.query('UPDATE dispute_evidence SET stored = true WHERE id = $1 AND NOT stored', [
        id,
      ]);
      if ((done as [unknown[], number])[1] > 0)
        await this.rows.step(em, who, row, { move: 'evidence_added', more: { evidenceId: id } });
    });
    return id;
  }

  async of(disputeId: string): Promise<EvidenceShown[]> {
    const rows: { id: string; size_bytes: number; at: Date }[] = await this.db.query(sql.EVIDENCE_OF, [disputeId]);
    return rows.map(({ id, size_bytes: sizeBytes, at }) => ({ id, sizeBytes, at }));
  }

  /** For its creator, its store and staff of finance; NOT_FOUND for everybody else. */
  async open(who: AccountActor, id: string): Promise<{ contentType: string; sizeBytes: number; stream: Readable }> {
    const [found]: { dispute_id: string; content_type: string; stored: boolean }[] = await this.db.query(
      sql.EVIDENCE_BY_ID,
      [id],
    );
    if (!found?.stored) throw new AppError('NOT_FOUND');
    const row = await this.rows.require(found.dispute_id);
    if (row.creator_account !== who.accountId) assertStore(who, row.store_id, 'finance', 'administrator');
    const file = await this.storage.get(keyOf(id, found.content_type));
    return { contentType: found.content_type, sizeBytes: file.sizeBytes, stream: file.stream };
  }

  /** Rows whose bytes never came to rest, with what may lie there. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - LEFT_MS);
    const left: { id: string; content_type: string }[] = await this.db.query(sql.LEFT_EVIDENCE, [before]);
    for (const { id, content_type: contentType } of left) {
      await this.storage.delete(keyOf(id, contentType));
      await this.db.query('DELETE FROM dispute_evidence WHERE id = $1 AND NOT stored', [id]);
    }
    return left.length;
  }
}
