// Sums for each role, read from the book, the units and the views. Changes nothing.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { assertStore, type Actor } from '../base/auth.js';
import { Clock, dayOf } from '../base/clock.js';
import { toMoney } from '../base/graphql/money.type.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { LedgerService, type CreatorBalance } from '../ledger/ledger.service.js';
import { StoresService } from '../stores/stores.service.js';
import { daysBefore, everyDay } from './days.rules.js';
import { assertDays } from './period.js';
import { todayOf } from './today.js';
import type { Balance, CreatorEarning, Earnings, StoreReport } from './report.types.js';
import * as sql from './reports.queries.js';

/** Days in the store's time zone, both included; null is open. */
export interface Period {
  from: string | null;
  to: string | null;
}

/** A store's report without bounds shows the last 30 days. */
const STORE_DAYS_SHOWN = 30;

interface DayRow {
  currency: string;
  day: string;
  earned: string;
  reversed: string;
}

interface VideoRow {
  currency: string;
  video_id: string;
  title: string;
  earned: string;
  orders: number;
  views: number;
}

interface StoreDayRow {
  day: string;
  orders: number;
  credited: number;
  gmv: string;
  net: string;
  commission: string;
}

interface CreatorRow {
  creator_id: string;
  name: string | null;
  orders: number;
  gmv: string;
  commission: string;
}

/** Reads the bounds of a report. Throws BAD_INPUT with the field. */
export function readPeriod(from: string | null | undefined, to: string | null | undefined): Period {
  assertDays(from, to);
  return { from: from || null, to: to || null };
}

@Injectable()
export class ReportsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly ledger: LedgerService,
  ) {}

  /** A creator's money, one entry a currency. Without bounds the days sum to what the book says was earned. */
  async earnings(creatorId: string, storeId: string | null, period: Period): Promise<Earnings[]> {
    const who = [creatorId, storeId, period.from, period.to];
    const balances = await this.ledger.balancesOf(this.db.manager, creatorId, storeId);
    const reviews: { currency: string; review: string }[] = await this.db.query(sql.IN_REVIEW, [creatorId, storeId]);
    const days: DayRow[] = await this.db.query(sql.EARNINGS_DAYS, who);
    const videos: VideoRow[] = await this.db.query(sql.EARNINGS_VIDEOS, who);
    const today = await todayOf(this.db, this.stores, storeId, this.clock.now());
    const currencies = [...new Set([...balances, ...days, ...videos].map((row) => row.currency))].sort();
    return currencies.map((currency) => {
      const review = BigInt(reviews.find((r) => r.currency === currency)?.review ?? '0');
      const own = days.filter((row) => row.currency === currency);
      return {
        currency,
        balance: shownBalance(
          currency,
          balances.find((b) => b.currency === currency),
          review,
        ),
        days: daysOf(own, currency, period, today),
        videos: videos.filter((row) => row.currency === currency).map(shownVideo),
      };
    });
  }

  /** A store's sales and what of them is credited to creators, by the day of the order. */
  async store(who: Actor, storeId: string, period: Period): Promise<StoreReport> {
    assertStore(who, storeId, 'finance', 'administrator');
    const store = await this.stores.require(storeId);
    const to = period.to ?? dayOf(this.clock.now(), store.timezone);
    const from = period.from ?? daysBefore(to, STORE_DAYS_SHOWN - 1);
    const found: StoreDayRow[] = await this.db.query(sql.STORE_DAYS, [storeId, from, to]);
    const none = { orders: 0, credited: 0, gmv: '0', net: '0', commission: '0' };
    const rows = everyDay(found, from, to, (day) => ({ day, ...none }));
    const money = (minor: bigint) => toMoney(minor, store.currency);
    const total = (pick: (row: StoreDayRow) => string) => rows.reduce((sum, row) => sum + BigInt(pick(row)), 0n);
    return {
      currency: store.currency,
      orders: rows.reduce((sum, row) => sum + row.orders, 0),
      creditedOrders: rows.reduce((sum, row) => sum + row.credited, 0),
      gmv: money(total((row) => row.gmv)),
      netGmv: money(total((row) => row.net)),
      commission: money(total((row) => row.commission)),
      days: rows.map((row) => ({
        day: row.day,
        orders: row.orders,
        creditedOrders: row.credited,
        gmv: money(BigInt(row.gmv)),
        commission: money(BigInt(row.commission)),
      })),
    };
  }

  /** The creators of a store, those who earned most first. */
  async creators(who: Actor, storeId: string, args: PageArgs): Promise<Page<CreatorEarning>> {
    assertStore(who, storeId, 'finance', 'administrator');
    const { currency } = await this.stores.require(storeId);
    const after = decodeCursor(args, 2);
    const [counted]: { count: number }[] = await this.db.query(sql.COUNT_CREATORS, [storeId]);
    const rows: CreatorRow[] = await this.db.query(sql.STORE_CREATORS, [
      storeId,
      after?.[0] ?? null,
      after?.[1] ?? null,
      pageSize(args) + 1,
    ]);
    const page = toPage(rows, args, counted?.count ?? 0, (row) => [row.commission, row.creator_id]);
    const nodes = page.nodes.map((row) => ({
      creatorId: row.creator_id,
      name: row.name ?? '',
      orders: row.orders,
      gmv: toMoney(BigInt(row.gmv), currency),
      commission: toMoney(BigInt(row.commission), currency),
    }));
    return { ...page, nodes };
  }
}

/** The book holds money under review as pending; people see it apart. */
function shownBalance(currency: string, balance: CreatorBalance | undefined, review: bigint): Balance {
  const {
    pendingMinor = 0n,
    payableMinor = 0n,
    inTransitMinor = 0n,
    paidMinor = 0n,
    withheldMinor = 0n,
  } = balance ?? {};
  const money = (minor: bigint) => toMoney(minor, currency);
  return {
    currency,
    pending: money(pendingMinor - review),
    review: money(review),
    payable: money(payableMinor),
    inTransit: money(inTransitMinor),
    paid: money(paidMinor),
    withheld: money(withheldMinor),
    earned: money(pendingMinor + payableMinor + inTransitMinor + paidMinor + withheldMinor),
  };
}

function daysOf(rows: readonly DayRow[], currency: string, period: Period, today: string): Earnings['days'] {
  const from = period.from ?? rows[0]?.day ?? today;
  const last = rows.at(-1)?.day ?? today;
  const to = period.to ?? (last > today ? last : today);
  const filled = everyDay(rows, from, to, (day) => ({ currency, day, earned: '0', reversed: '0' }));
  return filled.map((row) => ({
    day: row.day,
    earned: toMoney(BigInt(row.earned), currency),
    reversed: toMoney(BigInt(row.reversed), currency),
  }));
}

function shownVideo(row: VideoRow): Earnings['videos'][number] {
  const { video_id: videoId, title, orders, views: qualifiedViews } = row;
  return { videoId, title, orders, qualifiedViews, earned: toMoney(BigInt(row.earned), row.currency) };
}
