// Certificates for the people of their store, by status and by pages.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { StoresService } from '../../stores/stores.service.js';
import { CertificatePools } from '../pools/pools.service.js';
import type { CertificateType } from './certificate.types.js';
import type { CertificateList } from './list.status.js';
import * as sql from './lists.queries.js';

type CodeRow = Pick<CertificateType, 'id' | 'poolId' | 'tail' | 'line' | 'fileName' | 'expiresOn' | 'askedAt'> & {
  cursor: string;
  number: string;
};
type IssueRow = Omit<CertificateType, 'toBlock'> & { cursor: string; out: boolean };

/** Whose: all of a store, for its two queues, or of one pool. */
export interface Listed {
  storeId: string;
  poolId: string | null;
  list: CertificateList;
}

@Injectable()
export class CertificateLists {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly pools: CertificatePools,
  ) {}

  async page(who: AccountActor, { storeId, poolId, list }: Listed, args: PageArgs): Promise<Page<CertificateType>> {
    assertStore(who, storeId, 'finance', 'administrator');
    if (poolId !== null && (await this.pools.get(who, poolId)).storeId !== storeId) throw new AppError('NOT_FOUND');
    if (list === 'free' || list === 'expired') return this.codes(storeId, requiredPool(poolId), list, args);
    const isQueue = list === 'held' || list === 'to_block';
    const scope = isQueue && poolId === null ? 'store' : 'pool';
    const { page, count } = sql.issues(list, scope);
    const of = scope === 'store' ? storeId : requiredPool(poolId);
    const after = numberOf(decodeCursor(args, 1));
    const rows: IssueRow[] = await this.db.query(page, [of, after, pageSize(args) + 1]);
    const [counted]: { n: number }[] = await this.db.query(count, [of]);
    const { nodes, ...rest } = toPage(rows, args, counted?.n ?? 0, (row) => [row.cursor]);
    return { nodes: nodes.map(issueShown), ...rest };
  }

  /** Those that were just decided about, in their order. */
  async byIds(ids: readonly string[]): Promise<CertificateType[]> {
    const rows: IssueRow[] = await this.db.query(sql.ISSUES_BY_ID, [ids]);
    return rows.map(issueShown);
  }

  private async codes(
    storeId: string,
    poolId: string,
    list: 'free' | 'expired',
    args: PageArgs,
  ): Promise<Page<CertificateType>> {
    const { timezone } = await this.stores.require(storeId);
    const pool = (await this.pools.byIds([poolId])).get(poolId);
    const today = dayOf(this.clock.now(), timezone);
    // A pool that is over has no free code, whatever stands on the codes.
    const isOver = (pool?.validUntil ?? today) < today;
    const day = isOver ? 'infinity' : today;
    if (isOver && list === 'free') return toPage<CertificateType>([], args, 0, () => []);
    const [text, count] = list === 'free' ? [sql.FREE, sql.COUNT_FREE] : [sql.EXPIRED, sql.COUNT_EXPIRED];
    const after = dayAndNumber(decodeCursor(args, 2));
    const rows: CodeRow[] = await this.db.query(text, [poolId, day, ...after, pageSize(args) + 1]);
    const [counted]: { n: number }[] = await this.db.query(count, [poolId, day]);
    const { nodes, ...rest } = toPage(rows, args, counted?.n ?? 0, (row) => [row.cursor, row.number]);
    return { nodes: nodes.map((row) => codeShown(row, list)), ...rest };
  }
}

const NOTHING = {
  ...{ key: null, holderSign: null, holderMonth: null, heldReason: null, issuedAt: null, releasedAt: null },
  ...{ cancelledAt: null, cancelReason: null, toBlock: false, blockedAt: null },
};

function codeShown({ cursor: _, number: __, ...row }: CodeRow, status: 'free' | 'expired'): CertificateType {
  return { ...NOTHING, ...row, status };
}

function issueShown({ cursor: _, out, ...row }: IssueRow): CertificateType {
  return { ...row, toBlock: row.status === 'cancelled' && out && row.blockedAt === null };
}

function requiredPool(poolId: string | null): string {
  if (poolId === null) throw new AppError('BAD_INPUT', { field: 'poolId', detail: 'Say of which pool.' });
  return poolId;
}

const wrongCursor = () => new AppError('BAD_INPUT', { field: 'after', detail: 'This cursor is not one of ours.' });

function numberOf(after: string[] | null): string | null {
  const text = after?.[0];
  if (text === undefined) return null;
  if (!/^\d{1,18}$/.test(text)) throw wrongCursor();
  return text;
}

function dayAndNumber(after: string[] | null): [string | null, string | null] {
  if (!after) return [null, null];
  const [day = '', number = ''] = after;
  if (!/^(\d{4}-\d{2}-\d{2}|infinity)$/.test(day) || !/^\d{1,18}$/.test(number)) throw wrongCursor();
  return [day, number];
}
