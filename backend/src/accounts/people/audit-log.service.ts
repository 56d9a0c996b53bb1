// Reads the audit log for staff; base writes it.
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
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
}
