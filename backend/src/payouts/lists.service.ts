// Reads batches and payouts for those who may see them: finance all, a creator the own ones.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { holds, type AccountActor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { StoresService } from '../stores/stores.service.js';
import type { BatchRow } from './batches/batches.service.js';
import type { KeptItem } from './payout.status.js';
import type { TaxRuleBody } from './tax/tax.rules.js';
import type { SentColumns } from './sends/send.types.js';
import { SENDS_OF_BATCH } from './sends/sends.queries.js';
import type { SendRow } from './sends/sends.service.js';
import * as sql from './payouts.queries.js';

export interface PayoutRow extends SentColumns {
  id: string;
  batch_id: string;
  batch_status: string;
  programme_id: string;
  store_name: string;
  timezone: string;
  creator_id: string;
  creator_name: string | null;
  account_id: string | null;
  profile_id: string | null;
  account_shown: string | null;
  at: Date;
  gross_minor: string;
  items: KeptItem[];
  net_minor: string;
  currency: string;
  pay_currency: string;
  pay_minor: string;
  status: 'processing' | 'settled' | 'failed';
  finished_at: Date | null;
  reference: string | null;
  bank_reason: string | null;
  receipt_number: string | null;
  receipt_annulled: boolean | null;
  tax_rule_id: string | null;
  rule_body: TaxRuleBody | null;
  rule_country: string | null;
  rule_status: string | null;
  rule_title: string | null;
  /** The articles of law an accountant named, as they stood at the payout. */
  articles: Record<string, string> | null;
}

export interface SkipRow {
  creator_id: string;
  name: string | null;
  reason: string;
  payable: string;
}

@Injectable()
export class PayoutLists {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
  ) {}

  async batches(storeId: string, args: PageArgs): Promise<Page<BatchRow>> {
    await this.stores.require(storeId);
    const after = decodeCursor(args, 2);
    const [counted]: { count: number }[] = await this.db.query(sql.COUNT_BATCHES, [storeId]);
    const where = [storeId, after?.[0] ?? null, after?.[1] ?? null, pageSize(args) + 1];
    const rows: BatchRow[] = await this.db.query(sql.BATCHES, where);
    return toPage(rows, args, counted?.count ?? 0, (row) => [row.at.toISOString(), row.id]);
  }

  async ofBatch(batchId: string): Promise<{ payouts: PayoutRow[]; skips: SkipRow[]; sends: SendRow[] }> {
    const payouts: PayoutRow[] = await this.db.query(sql.PAYOUTS_OF_BATCH, [batchId]);
    const skips: SkipRow[] = await this.db.query(sql.SKIPS_OF_BATCH, [batchId]);
    const sends: SendRow[] = await this.db.query(SENDS_OF_BATCH, [batchId]);
    return { payouts, skips, sends };
  }

  async ofCreator(creatorId: string, args: PageArgs): Promise<Page<PayoutRow>> {
    const after = decodeCursor(args, 2);
    const [counted]: { count: number }[] = await this.db.query(sql.COUNT_OF_CREATOR, [creatorId]);
    const where = [creatorId, after?.[0] ?? null, after?.[1] ?? null, pageSize(args) + 1];
    const rows: PayoutRow[] = await this.db.query(sql.PAYOUTS_OF_CREATOR, where);
    return toPage(rows, args, counted?.count ?? 0, (row) => [row.at.toISOString(), row.id]);
  }

  /** One payout for its creator or for finance. NOT_FOUND for everyone else, also another creator. */
  async one(who: AccountActor, payoutId: string): Promise<PayoutRow> {
    const [row]: PayoutRow[] = await this.db.query(sql.PAYOUT_BY_ID, [payoutId]);
    const may = row && (row.account_id === who.accountId || holds(who, 'finance') || holds(who, 'administrator'));
    if (!may) throw new AppError('NOT_FOUND');
    return row;
  }

  async between(storeId: string, from: Date, to: Date): Promise<PayoutRow[]> {
    return this.db.query(sql.PAYOUTS_BETWEEN, [storeId, from, to]);
  }
}
