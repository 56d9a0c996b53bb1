// Reads the audit log for staff, by page and as a whole; base writes it.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { auditLine, CSV_HEAD } from './audit-csv.rules.js';
import { PeopleService } from './people.service.js';

@ObjectType()
export class AuditEntry {
  @Field(() => ID)
  id!: string;

  @Field()
  at!: Date;

  @Field()
  actor!: string;

  /** The person's name when the actor is one. */
  @Field(() => String, { nullable: true })
  actorName!: string | null;

  @Field()
  action!: string;

  @Field()
  subjectType!: string;

  @Field()
  subjectId!: string;

  /** JSON of what was, and of what is. */
  @Field(() => String, { nullable: true })
  before!: string | null;

  @Field(() => String, { nullable: true })
  after!: string | null;

  @Field(() => String, { nullable: true })
  ip!: string | null;
}

export interface AuditFilter {
  subjectId?: string | null;
  actor?: string | null;
  action?: string | null;
}

export interface ExportFilter {
  from: Date | null;
  /** The first moment that is not part of it. */
  until: Date | null;
  actor: string | null;
  action: string | null;
}

export type AuditRow = Omit<AuditEntry, 'actorName'> & { storeId: string | null };

/** One statement stays far below its time limit, and one page far below the memory of a small machine. */
const EXPORT_PAGE = 1000;

const COLUMNS = `seq, id, at, actor, action, subject_type AS "subjectType", subject_id AS "subjectId",
  before::text AS before, after::text AS after, ip`;

@Injectable()
export class AuditLogService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly people: PeopleService,
  ) {}

  /** The newest first; `action` matches from the beginning, so `accounts.` gives all of accounts. */
  async list(filter: AuditFilter, args: PageArgs): Promise<Page<AuditEntry>> {
    const where = ['true'];
    const values: unknown[] = [];
    const add = (sql: (n: number) => string, value: unknown) => where.push(sql(values.push(value)));
    if (filter.subjectId) add((n) => `subject_id = $${n}`, filter.subjectId);
    if (filter.actor) add((n) => `actor = $${n}`, filter.actor);
    if (filter.action) add((n) => `starts_with(action, $${n})`, filter.action);
    const count: { n: number }[] = await this.db.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE ${where.join(' AND ')}`,
      values,
    );
    const after = decodeCursor(args, 1);
    if (after) add((n) => `seq < $${n}::bigint`, after[0]);
    const rows: (AuditEntry & { seq: string })[] = await this.db.query(
      `SELECT ${COLUMNS} FROM audit_log WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT ${pageSize(args) + 1}`,
      values,
    );
    const names = await this.people.namesOf(rows.map((row) => row.actor));
    const named = rows.map((row) => ({ ...row, actorName: names.get(row.actor) ?? null }));
    return toPage(named, args, count[0]?.n ?? 0, (row) => [row.seq]);
  }
  /**
   * The rows as CSV text, oldest first, read page by page while the reader takes them. The export is audited before its
   * first row leaves.
   */
  async export(actor: AccountActor, filter: ExportFilter): Promise<AsyncIterable<string>> {
    const subject = { subjectType: 'audit_log', subjectId: 'audit_log' };
    await audit(this.db.manager, { actor, action: 'accounts.audit_exported', ...subject, after: filter });
    return this.lines(filter);
  }

  private async *lines(filter: ExportFilter): AsyncIterable<string> {
    yield CSV_HEAD;
    let last: { cursor: string; seq: string } | undefined;
    do {
      const rows: (AuditRow & { cursor: string; seq: string })[] = await this.db.query(
        `SELECT ${COLUMNS}, store_id AS "storeId", at::text AS cursor FROM audit_log
          WHERE ($1::timestamptz IS NULL OR at >= $1) AND ($2::timestamptz IS NULL OR at < $2)
            AND ($3::text IS NULL OR actor = $3) AND ($4::text IS NULL OR starts_with(action, $4))
            AND ($5::timestamptz IS NULL OR (at, seq) > ($5, $6::bigint))
          ORDER BY at, seq LIMIT ${EXPORT_PAGE}`,
        [filter.from, filter.until, filter.actor, filter.action, last?.cursor ?? null, last?.seq ?? null],
      );
      const names = await this.people.namesOf(rows.map((row) => row.actor));
      yield rows.map((row) => auditLine({ ...row, actorName: names.get(row.actor) ?? null })).join('');
      last = rows.length === EXPORT_PAGE ? rows.at(-1) : undefined;
    } while (last);
  }
}
