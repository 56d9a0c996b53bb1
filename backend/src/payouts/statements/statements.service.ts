// A creator's statement of a month and the payslip of a payout, from the book itself, as PDF and CSV.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { csvCell } from '../../base/csv/csv.rules.js';
import type { AccountActor } from '../../base/auth.js';
import { dayOf } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { formatDecimal } from '../../base/money.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { monthBounds } from '../batches/moments.rules.js';
import { PayoutLists } from '../lists.service.js';
import { shownPayout } from '../shown.js';
import { payslipPdf, statementPdf } from './pdf.js';
import { statementOf, type EntryRow, type Statement } from './statement.rules.js';
import { wordsOf } from './words.rules.js';

const OPENING = `
  SELECT coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':pending'), 0)::text AS pending,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':payable'), 0)::text AS payable
  FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
  WHERE e.account IN ($1 || ':pending', $1 || ':payable') AND t.programme_id = $2 AND e.currency = $3 AND t.posted_at < $4`;

const ROWS = `
  SELECT t.id, t.kind, t.cause, t.posted_at, u.order_external_id, pr.title AS product_title, p.id AS payout_id,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':pending'), 0)::text AS pending,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':payable'), 0)::text AS payable,
    coalesce(-sum(e.amount_minor) FILTER (WHERE e.account = $1 || ':in_transit'), 0)::text AS in_transit
  FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
  LEFT JOIN commission_units u ON u.id = t.subject_id LEFT JOIN payouts p ON p.id = t.subject_id
  LEFT JOIN products pr ON pr.store_id = u.store_id AND pr.external_id = u.product_id
  WHERE e.account IN ($1 || ':pending', $1 || ':payable', $1 || ':in_transit') AND t.programme_id = $2 AND e.currency = $3
    AND t.posted_at >= $4 AND t.posted_at < $5
  GROUP BY t.id, u.order_external_id, pr.title, p.id ORDER BY t.seq`;

export interface StatementFile {
  storeName: string;
  creatorName: string;
  currency: string;
  timezone: string;
  month: string;
  statement: Statement;
}

@Injectable()
export class StatementsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly lists: PayoutLists,
  ) {}

  /** One's own month in a store; months are those of its time zone. */
  async month(who: AccountActor, storeId: string, month: string): Promise<StatementFile> {
    const store = await this.stores.require(storeId);
    const bounds = monthBounds(month, store.timezone);
    if (!bounds) throw new AppError('BAD_INPUT', { field: 'month', detail: 'Write a month as 2026-10.' });
    const creator = await this.creators.ofAccount(who.accountId);
    const own = [`creator:${creator.id}`, storeId, store.currency, bounds.from];
    const [opening]: { pending: string; payable: string }[] = await this.db.query(OPENING, own);
    const rows: EntryRow[] = await this.db.query(ROWS, [...own, bounds.to]);
    const sums = { pendingMinor: BigInt(opening?.pending ?? '0'), payableMinor: BigInt(opening?.payable ?? '0') };
    const { name: storeName, currency, timezone } = store;
    return {
      storeName,
      creatorName: creator.displayName,
      currency,
      timezone,
      month,
      statement: statementOf(sums, rows),
    };
  }

  async pdf(who: AccountActor, storeId: string, month: string): Promise<Buffer> {
    return statementPdf(await this.month(who, storeId, month), wordsOf(who.locale));
  }

  async csv(who: AccountActor, storeId: string, month: string): Promise<string> {
    const file = await this.month(who, storeId, month);
    const words = wordsOf(who.locale);
    const money = (minor: bigint) => formatDecimal(minor, file.currency);
    const { opening, closing, lines, total } = file.statement;
    const all = (sums: typeof opening) => money(sums.pendingMinor + sums.payableMinor);
    const rows = [
      [words.date, words.what, '', words.earned, words.withheld, words.paid, words.balance, file.currency],
      ['', words.opening, '', '', '', '', all(opening), ''],
      ...lines.map((one) => [
        ...[dayOf(one.at, file.timezone), words.kinds[one.kind], one.subject, money(one.earnedMinor)],
        ...[money(one.withheldMinor), money(one.paidMinor), money(one.balanceMinor), one.id],
      ]),
      ['', words.total, '', money(total.earnedMinor), money(total.withheldMinor), money(total.paidMinor), '', ''],
      ['', words.closing, '', '', '', '', all(closing), ''],
    ];
    return `\uFEFF${rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;
  }

  /** The payslip of a payout for its creator or for finance. */
  async payslip(who: AccountActor, payoutId: string): Promise<Buffer> {
    const row = await this.lists.one(who, payoutId);
    return payslipPdf({ payout: shownPayout(row), timezone: row.timezone }, wordsOf(who.locale));
  }
}

/** A number keeps its minus sign: it is no formula, and a spreadsheet should add it up. */
const cellOf = (text: string): string => (/^-?\d+(\.\d+)?$/.test(text) ? text : csvCell(text));
