// Jobs that failed every try: administrators see them, send them back to their queue, or drop them.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../audit.js';
import type { AccountActor } from '../auth.js';
import { inTransaction } from '../database/transaction.js';
import { AppError } from '../errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../graphql/paging.js';
import { idIn, lastErrorLine } from './dead-letter.rules.js';
import { DEAD_LETTERS, JobsService } from './jobs.service.js';

export interface DeadLetterRow {
  id: string;
  name: string;
  failedAt: Date;
  lastError: string;
  payloadId: string | null;
  tries: number;
}

interface StoredRow {
  id: string;
  name: string | null;
  failedAt: Date;
  cursor: string;
  error: string | null;
  data: unknown;
  retries: number | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const FOUND = `FROM pgboss.job WHERE name = '${DEAD_LETTERS}' AND state < 'active'`;
const COLUMNS = `id, source_name AS name, created_on AS "failedAt", created_on::text AS cursor,
  coalesce(source_output ->> 'message', source_output::text) AS error, data, source_retry_count AS retries`;

@Injectable()
export class DeadLettersService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly jobs: JobsService,
  ) {}

  /** The newest first. Of a payload only the id of a record is shown: the rest may be personal. */
  async list(args: PageArgs): Promise<Page<DeadLetterRow>> {
    const size = pageSize(args);
    const after = decodeCursor(args, 2);
    if (after && (!UUID.test(after[1] ?? '') || Number.isNaN(Date.parse(after[0] ?? '')))) {
      throw new AppError('BAD_INPUT', { field: 'after', detail: 'This cursor is not one of ours.' });
    }
    const [rows, counted] = await Promise.all([
      this.db.query<StoredRow[]>(
        `SELECT ${COLUMNS} ${FOUND} AND ($1::timestamptz IS NULL OR (created_on, id) < ($1, $2::uuid))
          ORDER BY created_on DESC, id DESC LIMIT $3`,
        [after?.[0] ?? null, after?.[1] ?? null, size + 1],
      ),
      this.db.query<{ n: number }[]>(`SELECT count(*)::int AS n ${FOUND}`),
    ]);
    const page = toPage(rows, args, counted[0]?.n ?? 0, (row) => [row.cursor, row.id]);
    return { ...page, nodes: page.nodes.map(shown) };
  }

  /** Sends a job back to its queue with all its tries. NOT_FOUND; CONFLICT when one like it waits there already. */
  async redrive(actor: AccountActor, id: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const row = await this.lock(em, id);
      if (!(await this.jobs.redriveDeadLetter(em, id))) {
        throw new AppError('CONFLICT', { detail: 'Its queue is gone, or a job like this one waits there already.' });
      }
      await this.note(em, actor, 'jobs.redriven', row);
    });
  }

  /** Drops a job for good; what it was and why it failed stays in the audit log. */
  async discard(actor: AccountActor, id: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const row = await this.lock(em, id);
      await em.query(`DELETE FROM pgboss.job WHERE name = '${DEAD_LETTERS}' AND id = $1`, [id]);
      await this.note(em, actor, 'jobs.discarded', row);
    });
  }

  private async lock(em: EntityManager, id: string): Promise<DeadLetterRow> {
    if (!UUID.test(id)) throw new AppError('NOT_FOUND');
    const [row] = await em.query<StoredRow[]>(`SELECT ${COLUMNS} ${FOUND} AND id = $1 FOR UPDATE`, [id]);
    if (!row) throw new AppError('NOT_FOUND', { detail: 'Somebody has dealt with this job already.' });
    return shown(row);
  }

  private note(em: EntityManager, actor: AccountActor, action: string, row: DeadLetterRow): Promise<void> {
    const { name, payloadId, lastError, failedAt } = row;
    const subject = { subjectType: 'job', subjectId: row.id };
    return audit(em, { actor, action, ...subject, before: { name, payloadId, lastError, failedAt } });
  }
}

function shown({ id, name, failedAt, error, data, retries }: StoredRow): DeadLetterRow {
  const tries = (retries ?? 0) + 1;
  return { id, name: name ?? '?', failedAt, lastError: lastErrorLine(error), payloadId: idIn(data), tries };
}
