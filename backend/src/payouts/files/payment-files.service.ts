// The files of a confirmed batch for the bank, and the registers of what was withheld for the tax office.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { csvCell } from '../../base/csv/csv.rules.js';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { formatDecimal } from '../../base/money.js';
import { StoresService } from '../../stores/stores.service.js';
import { BatchesService, type BatchRow } from '../batches/batches.service.js';
import { dayStart } from '../batches/moments.rules.js';
import { PayoutStops } from '../batches/stops.service.js';
import { PayoutLists, type PayoutRow } from '../lists.service.js';
import { ProfilesService } from '../profiles/profiles.service.js';
import { payslipOf } from '../shown.js';
import { pain001, type PaymentOrder, type Transfer } from './pain001.rules.js';
import { wordsOf } from '../statements/words.rules.js';

const line = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

@Injectable()
export class PaymentFiles {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly batches: BatchesService,
    private readonly lists: PayoutLists,
    private readonly profiles: ProfilesService,
    private readonly stops: PayoutStops,
  ) {}

  /** pain.001, or CSV for banks that read tables. Only what waits for the bank is in it; fetching it is audited. */
  async ofBatch(who: AccountActor, batchId: string, form: 'xml' | 'csv'): Promise<string> {
    const batch = await this.batches.require(batchId);
    const order = await this.order(batch, who.locale);
    await inTransaction(this.db, async (em) => {
      await this.stops.assertRunning(em, batch.programme_id);
      const subject = { subjectType: 'payout_batch', subjectId: batchId, storeId: batch.programme_id };
      await audit(em, { actor: who, action: 'payouts.file_fetched', ...subject, after: { form } });
    });
    return form === 'xml' ? pain001(order) : csvOf(order);
  }

  private async order(batch: BatchRow, locale: string): Promise<PaymentOrder> {
    const em = this.db.manager;
    if (batch.method !== 'bank')
      throw new AppError('CONFLICT', { detail: 'This batch goes through its provider, not through a bank.' });
    const payer = batch.payer_id && (await this.profiles.payer(em, batch.programme_id, batch.payer_id));
    if (batch.status !== 'approved' || !payer || !batch.decided_at)
      throw new AppError('CONFLICT', { detail: `This batch is ${batch.status}: there is nothing to send.` });
    const { payouts } = await this.lists.ofBatch(batch.id);
    const waiting = payouts.filter((row) => row.status === 'processing');
    const open = await this.profiles.open(
      em,
      waiting.flatMap((row) => row.profile_id ?? []),
    );
    const groups = Map.groupBy(waiting, (row) => row.pay_currency);
    const transferOf = (row: PayoutRow): Transfer => {
      const to = open.get(row.profile_id ?? '');
      if (!to?.bankCode) throw new AppError('CONFLICT', { detail: `Payout ${row.id} has no account.` });
      const purpose = `${wordsOf(locale).purpose} ${batch.store_name}, ${row.id}`;
      const amount = formatDecimal(BigInt(row.pay_minor), row.pay_currency);
      return { id: row.id, name: to.name, account: to.account, bankCode: to.bankCode, amount, purpose };
    };
    return {
      id: batch.id,
      createdAt: batch.decided_at,
      payer,
      groups: [...groups].sort().map(([currency, rows]) => ({
        currency,
        sum: formatDecimal(
          rows.reduce((sum, row) => sum + BigInt(row.pay_minor), 0n),
          currency,
        ),
        transfers: rows.map(transferOf),
      })),
    };
  }

  /** Each item of each payout that did not fail: who, from what, at which rate, by which article. Days are of the store's zone. */
  async register(who: AccountActor, storeId: string, from: string, to: string): Promise<string> {
    const store = await this.stores.require(storeId);
    const until = new Date(dayStart(to, store.timezone).getTime() + 26 * 3_600_000);
    const end = dayStart(dayOf(until, store.timezone), store.timezone);
    const rows = await this.lists.between(storeId, dayStart(from, store.timezone), end);
    const open = await this.profiles.open(
      this.db.manager,
      rows.flatMap((row) => row.profile_id ?? []),
    );
    await inTransaction(this.db, (em) => {
      const subject = { subjectType: 'store', subjectId: storeId, storeId };
      return audit(em, { actor: who, action: 'payouts.register_fetched', ...subject, after: { from, to } });
    });
    const head = [
      'day',
      'payout',
      'status',
      'name',
      'country',
      'tax_status',
      'tax_number',
      'currency',
      'gross',
      'item',
      'payer',
    ];
    const lines = rows.flatMap((row) => {
      const person = open.get(row.profile_id ?? '');
      const whose = [person?.name ?? '', person?.country ?? '', row.rule_status ?? 'none', person?.taxNumber ?? ''];
      const common = [
        dayOf(row.at, row.timezone),
        row.id,
        row.status,
        ...whose,
        row.currency,
        formatDecimal(BigInt(row.gross_minor), row.currency),
      ];
      return itemLines(row).map((cells) => line([...common, ...cells]));
    });
    return `\uFEFF${line([...head, 'base', 'deduction', 'rate', 'amount', 'law', 'net'])}${lines.join('')}`;
  }
}

/** A payout that withholds nothing has a line too: the tax office asks for the income. */
function itemLines(row: PayoutRow): string[][] {
  const net = formatDecimal(BigInt(row.net_minor), row.currency);
  const items = row.status === 'failed' ? [] : payslipOf(row);
  if (items.length === 0) return [['', '', '', '', '', '0', '', net]];
  return items.map((item) => [
    item.code,
    item.byCreator ? 'creator' : 'operator',
    formatDecimal(BigInt(item.base.amountMinor), row.currency),
    formatDecimal(BigInt(item.deduction.amountMinor), row.currency),
    item.rates.map((step) => `${step.rateBps / 100} %`).join(' / '),
    formatDecimal(BigInt(item.amount.amountMinor), row.currency),
    item.law ?? item.source ?? '',
    net,
  ]);
}

function csvOf(order: PaymentOrder): string {
  const head = line(['payout_id', 'name', 'account', 'bank_code', 'amount', 'currency', 'purpose', 'payer_account']);
  const lines = order.groups.flatMap((group) =>
    group.transfers.map((t) =>
      line([t.id, t.name, t.account, t.bankCode, t.amount, group.currency, t.purpose, order.payer.account]),
    ),
  );
  return `\uFEFF${head}${lines.join('')}`;
}
