// Chains new audit rows by hash, so that a row changed or removed behind the service's back is found.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from './database/transaction.js';
import { Every } from './jobs/handles.js';

const LOCK = 7_301_001;

@Injectable()
export class AuditSeal {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Seals up to 1,000 rows in the order they became visible; each seal covers the row and the seal before. */
  @Every('audit.seal', 15)
  async seal(): Promise<number> {
    return inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const rows: unknown[] = await em.query(
        `WITH fresh AS (
           SELECT a.id, row_number() OVER (ORDER BY a.seq) AS n, ${ROW_DIGEST} AS digest
           FROM audit_log a LEFT JOIN audit_seals s ON s.audit_id = a.id
           WHERE s.audit_id IS NULL ORDER BY a.seq LIMIT 1000
         ), chain AS (
           SELECT * FROM seal_chain((SELECT array_agg(id ORDER BY n) FROM fresh), (SELECT array_agg(digest ORDER BY n) FROM fresh))
         )
         INSERT INTO audit_seals (audit_id, digest, hash) SELECT audit_id, digest, hash FROM chain ORDER BY n
         RETURNING seal_no`,
      );
      return rows.length;
    });
  }

  /** The first sealed row that no longer fits its seal, or null when the log is whole. */
  async firstBroken(em: EntityManager): Promise<string | null> {
    const rows: { audit_id: string }[] = await em.query(
      `SELECT s.audit_id FROM (
         SELECT seal_no, audit_id, digest, hash, lag(hash, 1, '') OVER (ORDER BY seal_no) AS prev FROM audit_seals
       ) s LEFT JOIN audit_log a ON a.id = s.audit_id
       WHERE a.id IS NULL OR s.digest <> ${ROW_DIGEST}
          OR s.hash <> encode(sha256(convert_to(s.prev || s.digest, 'UTF8')), 'hex')
       ORDER BY s.seal_no LIMIT 1`,
    );
    return rows[0]?.audit_id ?? null;
  }
}

/** The bytes of a row that its seal covers. */
const ROW_DIGEST = `encode(sha256(convert_to(concat_ws('|', a.id, a.at::text, a.actor, a.action, a.subject_type,
  a.subject_id, a.store_id, a.before::text, a.after::text, a.ip), 'UTF8')), 'hex')`;
