// Reads a started file to its end, in steps: each step's orders, faults and progress are one transaction, so a killed worker loses and doubles nothing.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { FaultsService } from './faults.service.js';
import { FileOrdersService } from './file-orders.service.js';
import { fileKey, OrderFile, type ChosenForm, type FileCounts } from './order-file.entity.js';
import { subjectOf } from './order-files.service.js';
import { csvRows, isEmptyRow, UnreadableCsv } from './reading/csv-rows.js';
import { cellOf, MOST_LINES, type FileRow } from './reading/draft.rules.js';

const READER: Actor = { kind: 'system', name: 'order-files' };
/** Orders a step: long enough to share its cost, short enough that progress moves and locks are brief. */
const STEP = 100;

/** The rows of whole orders, and which rows of the file they are. */
interface Step {
  from: number;
  to: number;
  orders: FileRow[][];
}

@Injectable()
export class OrderFileReader {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly storage: Storage,
    private readonly orders: FileOrdersService,
    private readonly faults: FaultsService,
  ) {}

  /** Reads what is left. Resolves with the file, or null when there is nothing to do. */
  async read(fileId: string, signal: AbortSignal): Promise<OrderFile | null> {
    const file = await this.db.manager.findOneBy(OrderFile, { id: fileId });
    if (file?.status !== 'reading' || !file.mapping) return file;
    try {
      for await (const step of this.steps(file, file.mapping)) {
        signal.throwIfAborted();
        if (!(await this.take(file.id, step))) return null;
      }
    } catch (error) {
      if (error instanceof UnreadableCsv) return this.end(file.id, error.message);
      if (error instanceof FileMissingError) return this.end(file.id, 'The file is gone.');
      throw error;
    }
    return this.end(file.id, null);
  }

  /** One step. False when the file was given up; a step that another worker took is passed over. */
  private async take(fileId: string, step: Step): Promise<boolean> {
    return inTransaction(this.db, async (em) => {
      const file = await em.findOneOrFail(OrderFile, { where: { id: fileId }, lock: { mode: 'pessimistic_write' } });
      if (file.status !== 'reading') return false;
      if (file.rowsDone >= step.to) return true;
      if (Math.max(1, file.rowsDone) !== step.from)
        throw new Error(`${fileId}: stands at ${file.rowsDone}, not at ${step.from}.`);
      const { counts, faults } = await this.orders.take(em, file, step.orders);
      await this.faults.keep(em, file, faults);
      file.counts = added(file.counts, counts);
      file.rowsDone = step.to;
      file.rowsTotal = Math.max(file.rowsTotal, step.to);
      await em.save(file);
      return true;
    });
  }

  private async *steps(file: OrderFile, form: ChosenForm): AsyncGenerator<Step> {
    const { stream } = await this.storage.get(fileKey(file));
    // Row 1 is the heading; what is done already is read over.
    let [row, from] = [0, Math.max(1, file.rowsDone)];
    let orders: FileRow[][] = [];
    let last: { id: string; rows: FileRow[] } | null = null;
    for await (const one of csvRows(stream, form)) {
      row += 1;
      if (row <= from) continue;
      if (isEmptyRow(one)) continue;
      const id = cellOf(one, form.mapping, 'orderId');
      if (last && id !== '' && last.id === id) {
        // One more than is allowed is enough to say so.
        if (last.rows.length <= MOST_LINES) last.rows.push(one);
        continue;
      }
      if (orders.length >= STEP) {
        yield { from, to: row - 1, orders };
        from = row - 1;
        orders = [];
      }
      last = { id, rows: [one] };
      orders.push(last.rows);
    }
    if (row > from) yield { from, to: row, orders };
  }

  private async end(fileId: string, failure: string | null): Promise<OrderFile> {
    return inTransaction(this.db, async (em) => {
      const file = await em.findOneOrFail(OrderFile, { where: { id: fileId }, lock: { mode: 'pessimistic_write' } });
      if (file.status !== 'reading') return file;
      const next = failure ? 'failed' : file.purpose === 'reconcile' ? 'comparing' : 'done';
      const finishedAt = next === 'comparing' ? null : this.clock.now();
      Object.assign(file, { status: next, failure, rowsTotal: Math.max(file.rowsDone, 1), finishedAt });
      await em.save(file);
      const after = { status: next, ...file.counts, failure };
      await audit(em, { actor: READER, action: 'imports.file_read', ...subjectOf(file), after });
      return file;
    });
  }

  /** The bytes are not needed once a file is read; people's addresses stand in them. */
  async forget(file: OrderFile): Promise<void> {
    await this.storage.delete(fileKey(file));
  }
}

function added(a: FileCounts, b: FileCounts): FileCounts {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof FileCounts>;
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
