// Judges new views once with the evaluator's own rule and keeps those that qualify, so that reports only count rows.
import { Injectable } from '@nestjs/common';
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
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Reads the views heard of since the last time. Reading some twice changes nothing. */
  @Every('reports.views', 5)
  async catchUp(): Promise<void> {
    await inTransaction(this.db, async (em) => {
      await em.query(sql.LOCK_VIEWS);
      const marks: { read_until: Date }[] = await em.query(sql.VIEWS_MARK);
      let at = new Date((marks[0]?.read_until.getTime() ?? 0) - sql.OVERLAP_MS);
      let id = '';
      for (;;) {
        const rows: ViewRow[] = await em.query(sql.NEW_VIEWS, [at, id, BATCH]);
        await this.judge(em, rows);
        const last = rows.at(-1);
        if (last) await em.query(sql.MOVE_VIEWS_MARK, [last.heard_at]);
        if (!last || rows.length < BATCH) return;
        [at, id] = [last.heard_at, last.heard_id];
      }
    });
  }

  private async judge(em: EntityManager, rows: readonly ViewRow[]): Promise<void> {
    const judged = rows.map((row) => ({ row, at: qualifiedAt(row) }));
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
