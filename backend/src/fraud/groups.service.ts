// Reads groups of alerts: one, or a page of those that wait, are appealed, or are over.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import * as sql from './fraud.queries.js';
import type { RiskRule } from './risk.reasons.js';
import type { RiskStatus } from './risk.status.js';

export interface GroupRow {
  id: string;
  programme_id: string;
  store_id: string;
  store_name: string;
  store_currency: string;
  rule: RiskRule;
  severity: number;
  creator_id: string | null;
  creator_name: string | null;
  creator_account: string | null;
  status: RiskStatus;
  alert_count: number;
  unit_count: number;
  opened_at: Date;
  last_alert_at: Date;
  expires_at: Date;
  decided_by: string | null;
  decided_name: string | null;
  decided_at: Date | null;
  reason_code: string | null;
  /** Minor units by currency. */
  money: Record<string, string> | null;
  appealed_at: Date | null;
  appeal_text: string | null;
  appeal_outcome: 'accepted' | 'dismissed' | null;
  appeal_answer: string | null;
  appeal_answered_at: Date | null;
  appeal_answered_name: string | null;
  appeal_waits: boolean;
}

export interface GroupFilter {
  list: 'waiting' | 'appealed' | 'over';
  storeId: string | null;
  rule: string | null;
  severity: number | null;
  creatorId: string | null;
}

const known = (row: Omit<GroupRow, 'appeal_waits'>): GroupRow => ({
  ...row,
  appeal_waits: row.appealed_at !== null && row.appeal_outcome === null,
});

const iso = (moment: Date | null): string => moment?.toISOString() ?? '';

/** How each list is read, counted and turned into a cursor. */
const LISTS = {
  waiting: {
    rows: sql.WAITING_GROUPS,
    count: sql.COUNT_WAITING,
    key: (row: GroupRow) => [row.severity, iso(row.opened_at), row.id],
  },
  appealed: {
    rows: sql.APPEALED_GROUPS,
    count: sql.COUNT_APPEALED,
    key: (row: GroupRow) => [iso(row.appealed_at), row.id],
  },
  over: { rows: sql.GROUPS_OVER, count: sql.COUNT_OVER, key: (row: GroupRow) => [iso(row.last_alert_at), row.id] },
} as const;

@Injectable()
export class GroupRows {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Throws NOT_FOUND. */
  async require(groupId: string, em: EntityManager = this.db.manager): Promise<GroupRow> {
    const [row]: GroupRow[] = await em.query(sql.GROUP_BY_ID, [groupId]);
    if (!row) throw new AppError('NOT_FOUND');
    return known(row);
  }

  async page(filter: GroupFilter, args: PageArgs): Promise<Page<GroupRow>> {
    const { rows: query, count, key } = LISTS[filter.list];
    const chosen = [filter.storeId, filter.rule, filter.severity, filter.creatorId];
    const width = filter.list === 'waiting' ? 3 : 2;
    const after = decodeCursor(args, width) ?? Array.from({ length: width }, () => null);
    const rows: GroupRow[] = await this.db.query(query, [...chosen, ...after, pageSize(args) + 1]);
    const [counted]: { count: number }[] = await this.db.query(count, chosen);
    return toPage(rows.map(known), args, counted?.count ?? 0, key);
  }

  /** What a creator is told of: holds and rejections, the newest first. */
  async ofCreator(creatorId: string, args: PageArgs): Promise<Page<GroupRow>> {
    const after = decodeCursor(args, 2) ?? [null, null];
    const rows: GroupRow[] = await this.db.query(sql.GROUPS_OF_CREATOR, [creatorId, ...after, pageSize(args) + 1]);
    const [counted]: { count: number }[] = await this.db.query(sql.COUNT_OF_CREATOR, [creatorId]);
    return toPage(rows.map(known), args, counted?.count ?? 0, (row) => [iso(row.opened_at), row.id]);
  }
}
