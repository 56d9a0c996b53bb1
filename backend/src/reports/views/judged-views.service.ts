// Judges new views once with the evaluator's own rule, and notes new clicks, so that reports only count rows.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../../base/database/transaction.js';
import { Every } from '../../base/jobs/handles.js';
import { judgeView, LATE_HOURS, type JudgedView, type KeptView } from './judge.rules.js';
import * as sql from './views.queries.js';

const BATCH = 500;

interface Heard {
  heard_id: string;
  heard_at: Date;
}

type ViewRow = Heard & KeptView & { programme_id: string };

@Injectable()
export class JudgedViews {
  private readonly log = new Logger('reports');

  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Reads what was heard of since the last time, a transaction a batch. Reading some twice changes nothing. */
  @Every('reports.views', 5)
  async catchUp(): Promise<void> {
    await this.follow('views', async (em, values) => {
      const rows: ViewRow[] = await em.query(sql.NEW_VIEWS, values);
      await this.judge(em, rows);
      return rows;
    });
    await this.follow('actions', (em, values) => em.query(sql.KEEP_ACTIONS, [...values, LATE_HOURS]));
  }

  /** Batch after batch from the mark, less an overlap; the mark moves with each, so a broken run goes on where it stopped. */
  private async follow(
    name: 'views' | 'actions',
    read: (em: EntityManager, values: unknown[]) => Promise<Heard[]>,
  ): Promise<void> {
    for (let last: Heard | null = null; ;) {
      const from: Heard | null = last;
      const rows: Heard[] = await inTransaction(this.db, async (em) => {
        await em.query(sql.LOCK_VIEWS);
        const marks: { read_until: Date }[] = await em.query(sql.READ_MARK, [name]);
        const overlapped = new Date((marks[0]?.read_until.getTime() ?? 0) - sql.OVERLAP_MS);
        const found = await read(em, [from?.heard_at ?? overlapped, from?.heard_id ?? '', BATCH]);
        const newest = found.at(-1);
        if (newest) await em.query(sql.MOVE_MARK, [name, newest.heard_at]);
        return found;
      });
      last = rows.at(-1) ?? null;
      if (rows.length < BATCH) return;
    }
  }

  private async judge(em: EntityManager, rows: readonly ViewRow[]): Promise<void> {
    const good: { row: ViewRow; view: JudgedView }[] = [];
    const bad: ViewRow[] = [];
    for (const row of rows) {
      const view = this.judged(row);
      if (view) good.push({ row, view });
      else bad.push(row);
    }
    await em.query(sql.DROP_VIEWS, [bad.map((row) => row.programme_id), bad.map((row) => row.external_id)]);
    const each = <T>(pick: (view: JudgedView) => T) => good.map(({ view }) => pick(view));
    await em.query(sql.KEEP_VIEWS, [
      good.map(({ row }) => row.programme_id),
      good.map(({ row }) => row.external_id),
      each((view) => view.videoId),
      each((view) => view.viewerId),
      each((view) => view.sessionId),
      each((view) => view.at),
      each((view) => view.viewable),
      each((view) => view.qualifiedAt),
      each((view) => view.watchedMs),
      each((view) => view.completed),
      each((view) => view.late),
    ]);
  }

  /** A view that the evaluator cannot read earns nothing, and must not keep every store's numbers waiting. */
  private judged(row: ViewRow): JudgedView | null {
    try {
      return judgeView(row);
    } catch (error) {
      this.log.warn(`${row.programme_id} view ${row.external_id}: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }
}
