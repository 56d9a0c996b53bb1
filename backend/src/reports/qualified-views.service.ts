// Judges new views once with the evaluator's own rule and keeps those that qualify, so that reports only count rows.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { parseFact, qualifyView } from '../attribution/evaluator/evaluate.rules.js';
import { PROGRAM_DEFAULTS } from '../attribution/evaluator/input/config.rules.js';
import { inTransaction } from '../base/database/transaction.js';
import { Every } from '../base/jobs/handles.js';
import * as sql from './reports.queries.js';

const BATCH = 500;

interface ViewRow {
  heard_id: string;
  heard_at: Date;
  programme_id: string;
  external_id: string;
  version: string;
  occurred_at: Date;
  received_at: Date;
  content: Record<string, unknown> & { video_id: string; viewer_id: string };
  duration_ms: number | null;
}

@Injectable()
export class QualifiedViews {
  private readonly log = new Logger('reports');

  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Reads the views heard of since the last time, a transaction a batch. Reading some twice changes nothing. */
  @Every('reports.views', 5)
  async catchUp(): Promise<void> {
    for (let last: ViewRow | null = null; ;) {
      const rows = await inTransaction(this.db, (em) => this.nextBatch(em, last));
      last = rows.at(-1) ?? null;
      if (rows.length < BATCH) return;
    }
  }

  /** The views after one that was read, or after the mark less an overlap. */
  private async nextBatch(em: EntityManager, after: ViewRow | null): Promise<ViewRow[]> {
    await em.query(sql.LOCK_VIEWS);
    const marks: { read_until: Date }[] = await em.query(sql.VIEWS_MARK);
    const overlapped = new Date((marks[0]?.read_until.getTime() ?? 0) - sql.OVERLAP_MS);
    const values = [after?.heard_at ?? overlapped, after?.heard_id ?? '', BATCH];
    const rows: ViewRow[] = await em.query(sql.NEW_VIEWS, values);
    await this.judge(em, rows);
    const last = rows.at(-1);
    if (last) await em.query(sql.MOVE_VIEWS_MARK, [last.heard_at]);
    return rows;
  }

  private async judge(em: EntityManager, rows: readonly ViewRow[]): Promise<void> {
    const judged = rows.map((row) => ({ row, at: this.qualifiedAt(row) }));
    const good = judged.filter((j) => j.at !== null);
    const bad = judged.filter((j) => j.at === null);
    await em.query(sql.DROP_VIEWS, [bad.map((b) => b.row.programme_id), bad.map((b) => b.row.external_id)]);
    await em.query(sql.KEEP_VIEWS, [
      good.map((g) => g.row.programme_id),
      good.map((g) => g.row.external_id),
      good.map((g) => g.row.content.video_id),
      good.map((g) => g.row.content.viewer_id),
      good.map((g) => g.at),
    ]);
  }

  /** A view that the evaluator cannot read earns nothing, and must not keep every store's numbers waiting. */
  private qualifiedAt(row: ViewRow): Date | null {
    try {
      return qualifiedAt(row);
    } catch (error) {
      this.log.warn(`${row.programme_id} view ${row.external_id}: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }
}

/** When a view qualified by the default terms, or null. */
function qualifiedAt(row: ViewRow): Date | null {
  const view = parseFact({
    ...row.content,
    type: 'view',
    id: row.external_id,
    version: Number(row.version),
    occurred_at: row.occurred_at.toISOString(),
    received_at: row.received_at.toISOString(),
  });
  if (view.type !== 'view' || view.ivt || !view.consent || row.duration_ms === null) return null;
  const at = qualifyView(view, { durationMs: row.duration_ms }, PROGRAM_DEFAULTS.qualify).qualifiedAt;
  return at === null ? null : new Date(at);
}
