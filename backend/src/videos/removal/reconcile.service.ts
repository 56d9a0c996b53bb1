// Every night: lists what is stored, compares it with the rows, and removes a day later what belongs to nobody.
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { Storage } from '../../base/storage/storage.js';
import { knownMedia, knownOriginals } from './removal.queries.js';
import { CHECK_EVERY_MS, folderOfKey, ORPHAN_AGE_MS, type Layout } from './reconcile.rules.js';

const RECONCILER: Actor = { kind: 'system', name: 'reconciliation' };
/** Folders that are asked about at once; memory and query stay small however large the store is. */
const AT_ONCE = 500;
/** More than this in one night is no accident of ours: a person should look before more is removed. */
const MOST_REMOVED = 1000;

interface Folder {
  folder: string;
  layout: Layout;
  files: number;
  bytes: number;
}

export interface ReconcileReport {
  folders: number;
  files: number;
  bytes: number;
  /** Folders of nobody, whether removed by this run or only noted. */
  orphans: number;
  removed: number;
}

@Injectable()
export class ReconcileService {
  private readonly log = new Logger('reconciliation');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly storage: Storage,
  ) {}

  /** Compares once a night, by whichever worker comes first; null when it was done lately. */
  async nightly(): Promise<ReconcileReport | null> {
    const now = this.clock.now();
    const mine = await this.db.query<unknown[]>(
      `INSERT INTO storage_checks AS c (id, started_at) VALUES ('nightly', $1)
       ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL WHERE c.started_at <= $2
       RETURNING id`,
      [now, new Date(now.getTime() - CHECK_EVERY_MS)],
    );
    return mine.length > 0 ? this.run(now) : null;
  }

  /** One whole comparison. Safe to kill and to repeat. */
  async run(now: Date): Promise<ReconcileReport> {
    const report: ReconcileReport = { folders: 0, files: 0, bytes: 0, orphans: 0, removed: 0 };
    let batch: Folder[] = [];
    for (const top of ['media', 'originals']) {
      for await (const folder of this.folders(top)) {
        batch.push(folder);
        if (batch.length < AT_ONCE) continue;
        await this.judge(batch, now, report);
        batch = [];
      }
    }
    await this.judge(batch, now, report);
    // What was an orphan and was not seen again has gone by another way.
    await this.db.query('DELETE FROM storage_orphans WHERE last_seen < $1', [now]);
    await this.db.query(
      `UPDATE storage_checks SET finished_at = $1, folders = $2, files = $3, bytes = $4, orphans = $5, removed = $6`,
      [this.clock.now(), report.folders, report.files, report.bytes, report.orphans, report.removed],
    );
    const said = `${report.folders} folders, ${report.files} files, ${report.orphans} of nobody, ${report.removed} removed`;
    if (report.orphans > 0) this.log.warn(said);
    else this.log.log(said);
    return report;
  }

  /** Keys come in order, so a folder is whole when the next one begins. */
  private async *folders(top: string): AsyncIterable<Folder> {
    let open: Folder | null = null;
    for await (const { key, sizeBytes } of this.storage.list(top)) {
      const { folder, layout } = folderOfKey(key);
      if (open && open.folder !== folder) {
        yield open;
        open = null;
      }
      open ??= { folder, layout, files: 0, bytes: 0 };
      open.files++;
      open.bytes += sizeBytes;
    }
    if (open) yield open;
  }

  private async judge(batch: readonly Folder[], now: Date, report: ReconcileReport): Promise<void> {
    const named = (layout: Layout) => batch.filter((one) => one.layout === layout).map((one) => one.folder);
    const known = new Set([
      ...(await knownMedia(this.db.manager, named('media'))),
      ...(await knownOriginals(this.db.manager, named('original'))),
    ]);
    for (const one of batch) {
      report.folders++;
      report.files += one.files;
      report.bytes += one.bytes;
      if (known.has(one.folder)) continue;
      report.orphans++;
      const since = await this.note(one, now);
      const due = one.layout !== 'unknown' && now.getTime() - since.getTime() >= ORPHAN_AGE_MS;
      if (!due || report.removed >= MOST_REMOVED) continue;
      await this.remove(one, since);
      report.removed++;
    }
  }

  private async note(one: Folder, now: Date): Promise<Date> {
    const rows = await this.db.query<{ first_seen: Date }[]>(
      `INSERT INTO storage_orphans AS o (folder, first_seen, last_seen, files, bytes) VALUES ($1, $2, $2, $3, $4)
       ON CONFLICT (folder) DO UPDATE SET last_seen = excluded.last_seen, files = excluded.files, bytes = excluded.bytes
       RETURNING first_seen`,
      [one.folder, now, one.files, one.bytes],
    );
    return rows[0]?.first_seen ?? now;
  }

  private async remove(one: Folder, since: Date): Promise<void> {
    await this.storage.deletePrefix(one.folder);
    await inTransaction(this.db, async (em) => {
      await em.query('DELETE FROM storage_orphans WHERE folder = $1', [one.folder]);
      const after = { folder: one.folder, files: one.files, bytes: one.bytes, seenSince: since.toISOString() };
      const subject = { subjectType: 'storage', subjectId: one.folder };
      await audit(em, { actor: RECONCILER, action: 'videos.orphan_removed', ...subject, after });
    });
  }
}
