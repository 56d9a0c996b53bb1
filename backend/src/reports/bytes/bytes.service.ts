// What a store's videos weigh, by day or by video: a measurement for its owners, of which nothing is ever paid.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { CSV_MARK, csvLine } from '../../base/csv/csv.rules.js';
import { AppError } from '../../base/errors.js';
import { toMoney } from '../../base/graphql/money.type.js';
import { decodeCursor, pageSize, toPage, type PageArgs } from '../../base/graphql/paging.js';
import { formatDecimal } from '../../base/money.js';
import { DeliveriesService } from '../../deliveries/deliveries.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { everyDay } from '../days.rules.js';
import { boundedDays } from '../period.js';
import { shownAverage, shownShare } from '../rows/row.rules.js';
import { BYTES_TOTAL, PAGES, type BytesBy } from './bytes.queries.js';
import { NO_BYTES, weigh, type FoundBytes } from './bytes.rules.js';
import type { BytesReport, BytesRow } from './bytes.types.js';

export interface BytesInput {
  storeId: string;
  by: BytesBy;
  from?: string | null;
  to?: string | null;
}

type Price = { minor: bigint; currency: string } | null;
type PageRow = FoundBytes & { weight: string; total: number };

const DAYS_SHOWN = 30;
const MOST_CSV_ROWS = 20_000;

@Injectable()
export class BytesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly deliveries: DeliveriesService,
  ) {}

  /** For the store's owners, finance and administrators. */
  async report(who: AccountActor, input: BytesInput, args: PageArgs): Promise<BytesReport> {
    const { from, to, price } = await this.scope(who, input);
    const after = decodeCursor(args, 2);
    if (after && !/^\d{1,30}$/.test(after[0] ?? '')) throw new AppError('BAD_INPUT', { field: 'after' });
    const values = [input.storeId, from, to];
    const [found, totals] = await Promise.all([
      this.db.query<PageRow[]>(PAGES[input.by], [...values, ...(after ?? [null, null]), pageSize(args) + 1]),
      this.db.query<FoundBytes[]>(BYTES_TOTAL, values),
    ]);
    const count = found[0]?.total ?? 0;
    const page = toPage(found, args, count, (row) => [row.weight, row.key]);
    const total = totals[0] ?? { ...NO_BYTES, key: '', name: null };
    return { ...page, from, to, nodes: page.nodes.map((row) => shown(row, price)), total: shown(total, price) };
  }

  /** All days of the period for a chart, also those in which nothing was sent. */
  async days(who: AccountActor, input: Omit<BytesInput, 'by'>): Promise<BytesRow[]> {
    const { from, to, price } = await this.scope(who, input);
    const values = [input.storeId, from, to, null, null, MOST_CSV_ROWS];
    const rows = await this.db.query<FoundBytes[]>(PAGES.DAY, values);
    const days = rows.map((row) => ({ ...row, day: row.key })).reverse();
    const all = everyDay(days, from, to, (day) => ({ ...NO_BYTES, day, key: day, name: day }));
    return all.map((row) => shown(row, price));
  }

  /** All rows as CSV; who took them away is written down before they leave. */
  async csv(who: AccountActor, input: BytesInput): Promise<Iterable<string>> {
    const { from, to, price } = await this.scope(who, input);
    const { storeId, by } = input;
    const rows = await this.db.query<FoundBytes[]>(PAGES[by], [storeId, from, to, null, null, MOST_CSV_ROWS + 1]);
    if (rows.length > MOST_CSV_ROWS) {
      throw new AppError('TOO_LARGE', { detail: `Choose a shorter period: a file has at most ${MOST_CSV_ROWS} rows.` });
    }
    const about = { actor: who, action: 'reports.exported', subjectType: 'report', subjectId: storeId, storeId };
    await audit(this.db.manager, { ...about, after: { of: 'bytes', by, from, to, rows: rows.length } });
    return linesOf(rows, price);
  }

  private async scope(who: AccountActor, { storeId, ...asked }: Omit<BytesInput, 'by'>) {
    const { timezone } = await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    const period = boundedDays(asked, dayOf(this.clock.now(), timezone), DAYS_SHOWN);
    return { ...period, price: await this.deliveries.priceOf(storeId) };
  }
}

function shown(row: FoundBytes, price: Price): BytesRow {
  const found = weigh(row, price?.minor ?? null);
  const money = (minor: bigint | null) => (minor === null || !price ? null : toMoney(minor, price.currency));
  return {
    ...{ key: row.key, name: row.name, views: row.views, bytes: row.bytes, orders: row.orders },
    ...{ perView: shownAverage(found.perView), perOrder: shownAverage(found.perOrder) },
    ...{ ahead: shownShare(found.ahead), av1: shownShare(found.av1), av1SavedBytes: row.saved },
    ...{ perSaverView: shownAverage(found.perSaverView), perOtherView: shownAverage(found.perOtherView) },
    ...{ cost: money(found.costMinor), costPerOrder: money(found.costPerOrderMinor) },
  };
}

const COLUMNS = [
  ...['key', 'name', 'views', 'bytes', 'bytesBeforeTap', 'bytesAv1', 'savedByAv1', 'viewsWithDataSaver'],
  ...['bytesWithDataSaver', 'orders', 'bytesPerView', 'bytesPerOrder', 'currency', 'cost', 'costPerOrder'],
];

function* linesOf(rows: readonly FoundBytes[], price: Price): Iterable<string> {
  yield CSV_MARK + csvLine(COLUMNS);
  for (const row of rows) {
    const { perView, perOrder, costMinor, costPerOrderMinor } = weigh(row, price?.minor ?? null);
    const money = (minor: bigint | null) => (minor === null || !price ? '' : formatDecimal(minor, price.currency));
    yield csvLine([
      ...[
        row.key,
        row.name,
        row.views,
        row.bytes,
        row.ahead,
        row.av1,
        row.saved ?? '',
        row.saver_views,
        row.saver_bytes,
      ],
      ...[row.orders, perView.value?.toString() ?? '', perOrder.value?.toString() ?? '', price?.currency ?? ''],
      ...[money(costMinor), money(costPerOrderMinor)],
    ]);
  }
}
