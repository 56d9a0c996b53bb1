// Reports of a store, of the whole marketplace and of a creator: the same sums by video, creator, product, day or store.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, holds, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type PageArgs } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { boundedDays } from '../period.js';
import { todayOf } from '../today.js';
import { paretoCut } from './metrics.rules.js';
import { CSV_COLUMNS, csvRow } from './report-csv.rules.js';
import { shownRow, type FoundRow } from './row.rules.js';
import type { ReportConnection, ReportPartners } from './row.types.js';
import { pageOfRows, PARTNERS, TOTALS, type Dimension, type Sort } from './rows.queries.js';

export interface ReportInput {
  storeId: string | null;
  creatorId: string | null;
  by: Dimension;
  from?: string | null;
  to?: string | null;
  /** Only what is in this currency; without it rows of each. */
  currency?: string | null;
  sort?: Sort | null;
  descending?: boolean | null;
}

/** Whose numbers, and of which days: checked, and with its bounds. */
interface Scope extends ReportInput {
  from: string;
  to: string;
}

type PageRow = FoundRow & { total_count: number; cursor_rank: string };

const DAYS_SHOWN = 30;
/** A larger file is refused: shorter periods give it in parts. */
const MOST_CSV_ROWS = 20_000;
const LINES_AT_ONCE = 500;

@Injectable()
export class ReportRowsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
  ) {}

  /** A store for those who own it; any, or with null the whole marketplace, for finance and administrators. */
  async ofStore(who: AccountActor, input: ReportInput): Promise<Scope> {
    if (input.storeId !== null) assertStore(who, input.storeId, 'finance', 'administrator');
    else if (!holds(who, 'finance') && !holds(who, 'administrator')) throw new AppError('FORBIDDEN');
    return this.scope(input);
  }

  /** A creator's own numbers at one store or at all. */
  async ofCreator(who: AccountActor, input: Omit<ReportInput, 'creatorId'>): Promise<Scope> {
    const creator = await this.creators.ofAccount(who.accountId);
    return this.scope({ ...input, creatorId: creator.id });
  }

  async report(scope: Scope, args: PageArgs): Promise<ReportConnection> {
    const after = decodeCursor(args, 3);
    const rows = await this.rows(scope, after, pageSize(args) + 1);
    const totals: FoundRow[] = await this.db.query(TOTALS, valuesOf(scope));
    const total = rows[0]?.total_count ?? 0;
    const found = rows.filter((row) => row.key !== null);
    const page = toPage(found, args, total, (row) => [row.cursor_rank, row.currency, row.key]);
    const { from, to } = scope;
    return {
      ...page,
      from,
      to,
      nodes: page.nodes.map(shownRow),
      totals: totals.map(shownRow),
      partners: await this.partners(scope),
    };
  }

  /** All rows as CSV text, a few hundred lines at a time. Who took them away is written down before the first leaves. */
  async csv(who: AccountActor, scope: Scope): Promise<Iterable<string>> {
    const rows = (await this.rows(scope, null, MOST_CSV_ROWS + 1)).filter((row) => row.key !== null);
    if (rows.length > MOST_CSV_ROWS) {
      throw new AppError('TOO_LARGE', { detail: `Choose a shorter period: a file has at most ${MOST_CSV_ROWS} rows.` });
    }
    const { storeId, creatorId, by, from, to } = scope;
    await audit(this.db.manager, {
      ...{
        actor: who,
        action: 'reports.exported',
        subjectType: 'report',
        subjectId: storeId ?? creatorId ?? 'all',
        storeId,
      },
      after: { by, from, to, rows: rows.length },
    });
    return linesOf(rows);
  }

  private rows(scope: Scope, after: readonly string[] | null, count: number): Promise<PageRow[]> {
    const sort = scope.sort ?? (scope.by === 'DAY' || scope.by === 'MONTH' ? 'KEY' : 'NET');
    const cursor = after ?? [null, null, null];
    if (after && !/^-?\d{1,30}$/.test(after[0] ?? '')) throw new AppError('BAD_INPUT', { field: 'after' });
    return this.db.query(pageOfRows(scope.by, sort, scope.descending ?? true), [...valuesOf(scope), ...cursor, count]);
  }

  /** A creator is told nothing of other creators. */
  private async partners(scope: Scope): Promise<ReportPartners[]> {
    if (scope.creatorId !== null) return [];
    const [sql, values] = [PARTNERS, valuesOf(scope)];
    const rows: { currency: string; nets: string[] | null; inactive: number }[] = await this.db.query(sql, values);
    return rows.map(({ currency, nets, inactive }) => {
      const sums = (nets ?? []).map(BigInt);
      return { currency, active: sums.length, inactive, bringMost: paretoCut(sums) };
    });
  }

  /** Bounds in days of the store; without them the last thirty. Throws BAD_INPUT with the field. */
  private async scope(input: ReportInput): Promise<Scope> {
    const today = await todayOf(this.db, this.stores, input.storeId, this.clock.now());
    return { ...input, ...boundedDays(input, today, DAYS_SHOWN) };
  }
}

const valuesOf = ({ storeId, creatorId, from, to, currency = null }: Scope) => [storeId, creatorId, from, to, currency];

function* linesOf(rows: readonly PageRow[]): Iterable<string> {
  yield CSV_COLUMNS;
  for (let at = 0; at < rows.length; at += LINES_AT_ONCE) {
    yield rows
      .slice(at, at + LINES_AT_ONCE)
      .map(csvRow)
      .join('');
  }
}
