// Takes receipts that creators bring, looks for the order behind each, and does what the shop decides.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction, pgCode } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { formatDecimal, parseDecimal } from '../../base/money.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { isValidAt, normaliseCode } from '../../creators/promo-code.rules.js';
import { programmeId } from '../../facts/fact.rules.js';
import { OrderDrafts, type OrderDraft } from '../../orders/drafts.service.js';
import { OrderRecorder, spaceOf } from '../../orders/recording.service.js';
import type { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { readMoment, readSum } from '../files/reading/cells.rules.js';
import { WHOLE_ORDER } from '../files/reading/draft.rules.js';
import { matchPairs, type Told } from '../reconciliation/match.rules.js';
import { readReceiptQr, type ReceiptFacts } from './qr.rules.js';
import { ReceiptClaim } from './receipt.entity.js';

export interface ReceiptInput {
  storeId: string;
  code: string;
  /** What the QR code says; everything below is then not asked. */
  qr?: string | null;
  register?: string | null;
  number?: string | null;
  total?: string | null;
  /** 20.11.2026 14:30, by the clock of the shop. */
  boughtAt?: string | null;
}

/** Older receipts cannot be looked up at the shop any more, and commissions of their month may be paid. */
const OLDEST_MS = 45 * 86_400_000;
const NEAR_MS = 3 * 86_400_000;
/** So many receipts wait of one creator at once. */
const MOST_WAITING = 200;

@Injectable()
export class ReceiptsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly drafts: OrderDrafts,
    private readonly recorder: OrderRecorder,
  ) {}

  /** Brings one receipt for one's own code. BAD_INPUT with the field; CONFLICT when anyone brought it before. */
  async claim(who: AccountActor, input: ReceiptInput): Promise<ReceiptClaim> {
    const store = await this.stores.require(input.storeId);
    if (store.sandbox) throw new AppError('CONFLICT', { field: 'storeId', detail: 'A sandbox has no real sales.' });
    const read = receiptOf(input, store);
    const boughtAt = this.momentOf(read, store);
    try {
      return await inTransaction(this.db, async (em) => {
        const creator = await this.creators.ofAccount(who.accountId, em);
        const code = await this.ownCode(em, creator.id, store.id, input.code, boughtAt);
        await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creator.id]);
        const waiting = await em.countBy(ReceiptClaim, [
          { creatorId: creator.id, state: 'matched' },
          { creatorId: creator.id, state: 'unmatched' },
        ]);
        if (waiting >= MOST_WAITING)
          throw new AppError('RATE_LIMITED', { detail: `${MOST_WAITING} receipts wait already.` });
        const row = em.create(ReceiptClaim, {
          ...{
            id: newId('rcp'),
            storeId: store.id,
            creatorId: creator.id,
            register: read.register,
            number: read.number,
          },
          ...{
            source: input.qr ? 'qr' : 'typed',
            code,
            currency: store.currency,
            boughtAt,
            note: null,
            decidedAt: null,
          },
          ...{
            totalMinor: parseDecimal(read.total, store.currency),
            orderExternalId: null,
            createdAt: this.clock.now(),
          },
        });
        const match = await this.findOrder(em, row);
        Object.assign(row, { matchExternalId: match?.b ?? null, score: match?.score ?? null });
        row.state = match ? 'matched' : 'unmatched';
        await em.insert(ReceiptClaim, row);
        const after = { code, number: row.number, register: row.register, state: row.state };
        await audit(em, { actor: who, action: 'imports.receipt_brought', ...subjectOf(row), after });
        return row;
      });
    } catch (error) {
      if (pgCode(error) !== '23505') throw error;
      throw new AppError('CONFLICT', { field: 'number', detail: 'This receipt was brought before.' });
    }
  }

  /** Takes a receipt back that the shop has not decided about. A second time changes nothing. */
  async withdraw(who: AccountActor, id: string): Promise<ReceiptClaim> {
    return inTransaction(this.db, async (em) => {
      const creator = await this.creators.ofAccount(who.accountId, em);
      const row = await em.findOne(ReceiptClaim, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row || row.creatorId !== creator.id) throw new AppError('NOT_FOUND');
      if (row.state === 'withdrawn') return row;
      if (row.state === 'accepted') throw new AppError('CONFLICT', { detail: 'The shop has accepted it already.' });
      row.state = 'withdrawn';
      await em.save(row);
      await audit(em, { actor: who, action: 'imports.receipt_withdrawn', ...subjectOf(row) });
      return row;
    });
  }

  /**
   * The shop's decision. Accepted, the code comes to the order that was found, or the receipt becomes an order. Disputed, it
   * says why; that can be changed to acceptance, never back: money may have moved.
   */
  async decide(who: AccountActor, id: string, accept: boolean, note: string | null): Promise<ReceiptClaim> {
    const text = note?.trim() || null;
    if (text && (text.length > 500 || !text.isWellFormed())) throw new AppError('BAD_INPUT', { field: 'note' });
    if (!accept && !text) throw new AppError('BAD_INPUT', { field: 'note', detail: 'Say why: the creator reads it.' });
    return inTransaction(this.db, async (em) => {
      const row = await em.findOne(ReceiptClaim, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row) throw new AppError('NOT_FOUND');
      assertStore(who, row.storeId);
      if (row.state === 'accepted' && accept) return row;
      if (row.state === 'accepted' || row.state === 'withdrawn') {
        throw new AppError('CONFLICT', { detail: 'This receipt is accepted or withdrawn.' });
      }
      const before = { state: row.state };
      Object.assign(row, { state: accept ? 'accepted' : 'disputed', note: text, decidedAt: this.clock.now() });
      if (accept) row.orderExternalId = await this.record(em, row);
      await em.save(row);
      const after = { state: row.state, note: text, order: row.orderExternalId };
      await audit(em, { actor: who, action: 'imports.receipt_judged', ...subjectOf(row), before, after });
      return row;
    });
  }

  /** Receipts brought to a store. */
  async ofStore(who: AccountActor, storeId: string, args: PageArgs): Promise<Page<ReceiptClaim>> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    return this.page({ storeId }, args);
  }

  /** One's own receipts. */
  async mine(who: AccountActor, args: PageArgs): Promise<Page<ReceiptClaim>> {
    const creator = await this.creators.ofAccount(who.accountId);
    return this.page({ creatorId: creator.id }, args);
  }

  private async page(where: { storeId: string } | { creatorId: string }, args: PageArgs): Promise<Page<ReceiptClaim>> {
    const query = this.db.manager.createQueryBuilder(ReceiptClaim, 'r').where(where);
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(r.createdAt, r.id) < (:at::timestamptz, :id)', { at: after[0], id: after[1] });
    query.orderBy('r.createdAt', 'DESC').addOrderBy('r.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.createdAt.toISOString(), row.id]);
  }

  private momentOf(read: ReceiptFacts, store: Store): Date {
    const found = readMoment(read.boughtAt, { order: 'dmy', timezone: store.timezone });
    const now = this.clock.now().getTime();
    if (!found || found.day) {
      throw new AppError('BAD_INPUT', { field: 'boughtAt', detail: 'Write day and time: 20.11.2026 14:30.' });
    }
    if (found.at.getTime() > now + 5 * 60_000 || found.at.getTime() < now - OLDEST_MS) {
      throw new AppError('BAD_INPUT', { field: 'boughtAt', detail: 'A receipt of the last 45 days.' });
    }
    return found.at;
  }

  private async ownCode(em: EntityManager, creatorId: string, storeId: string, raw: string, at: Date): Promise<string> {
    const code = normaliseCode(raw);
    const codes = await this.creators.promoCodesOfStore(storeId, em);
    const own = codes.find((one) => one.code === code && one.creatorId === creatorId);
    if (!own) throw new AppError('BAD_INPUT', { field: 'code', detail: 'This is no code of yours in this store.' });
    if (!isValidAt(own, at)) {
      throw new AppError('BAD_INPUT', { field: 'code', detail: 'The code was not valid when this was bought.' });
    }
    return code;
  }

  /** The one order of the shop that looks like it, if there is one. */
  private async findOrder(em: EntityManager, row: ReceiptClaim) {
    const at = row.boughtAt.getTime();
    const rows: { external_id: string; total_minor: string; currency: string; placed_at: Date }[] = await em.query(
      `SELECT external_id, total_minor, currency, placed_at FROM orders
       WHERE programme_id = $1 AND total_minor = $2 AND placed_at BETWEEN $3 AND $4 ORDER BY external_id LIMIT 200`,
      [programmeId(row.storeId, 'live'), row.totalMinor.toString(), new Date(at - NEAR_MS), new Date(at + NEAR_MS)],
    );
    const told = { key: row.id, number: '', totalMinor: row.totalMinor, currency: row.currency, atMs: at, codes: [] };
    const orders = rows.map((order): Told => ({
      ...{ key: order.external_id, number: '', totalMinor: BigInt(order.total_minor), currency: order.currency },
      ...{ atMs: order.placed_at.getTime(), codes: [] },
    }));
    // A receipt's number is another than its order's: the sum and the minute speak, and a code nobody else can have.
    const [pair] = matchPairs(
      [{ ...told, codes: [row.code] }],
      orders.map((order) => ({ ...order, codes: [row.code] })),
    );
    return pair ?? null;
  }

  /** The facts of an accepted receipt. Returns the shop's number of the order. */
  private async record(em: EntityManager, row: ReceiptClaim): Promise<string> {
    const space = spaceOf({ storeId: row.storeId, mode: 'live' });
    const id = row.matchExternalId ?? `receipt:${row.register}:${row.number}`;
    await this.recorder.lock(em, space, id);
    const known = await this.recorder.newest(em, space, id);
    if (!known) {
      const { occurredAt, content } = this.asOrder(row, id);
      await this.recorder.add(em, space, { externalId: id, version: 1n, occurredAt, source: 'receipt', content });
      return id;
    }
    const codes = known.content['discount_codes'] as readonly string[];
    if (codes.some((code) => normaliseCode(code) === row.code)) return id;
    const content = { ...known.content, discount_codes: [...codes, row.code] };
    const version = known.version + 1n;
    await this.recorder.add(em, space, {
      externalId: id,
      version,
      occurredAt: known.occurredAt,
      source: 'receipt',
      content,
    });
    return id;
  }

  private asOrder(row: ReceiptClaim, id: string): OrderDraft {
    const unitPrice = formatDecimal(row.totalMinor, row.currency);
    return this.drafts.read(row.storeId, id, {
      ...{ version: 1, occurredAt: row.boughtAt.toISOString(), status: 'paid', currency: row.currency },
      ...{ discountCodes: [row.code], source: 'receipt' },
      lines: [{ lineId: '1', productId: WHOLE_ORDER, quantity: 1, unitPrice }],
    });
  }
}

const subjectOf = (row: ReceiptClaim) => ({ subjectType: 'receipt', subjectId: row.id, storeId: row.storeId });

/** What the QR code or the form says. Throws BAD_INPUT with the field. */
function receiptOf(input: ReceiptInput, store: Store): ReceiptFacts {
  if (input.qr?.trim()) {
    const read = readReceiptQr(input.qr);
    if (!read) throw new AppError('BAD_INPUT', { field: 'qr', detail: 'This is not the code of a fiscal receipt.' });
    if (read.currency !== store.currency) {
      throw new AppError('BAD_INPUT', { field: 'qr', detail: `This store counts in ${store.currency}.` });
    }
    return read;
  }
  const [register, number] = [input.register?.trim() ?? '', input.number?.trim() ?? ''];
  if (!/^\d{6,20}$/.test(register)) throw new AppError('BAD_INPUT', { field: 'register', detail: '6 to 20 digits.' });
  if (!/^\d{1,20}$/.test(number)) throw new AppError('BAD_INPUT', { field: 'number', detail: 'Digits only.' });
  const written = input.total ?? '';
  const total = readSum(written, written.includes(',') ? ',' : '.', store.currency);
  if (total === null || parseDecimal(total, store.currency) <= 0n) {
    throw new AppError('BAD_AMOUNT', { field: 'total', detail: 'Write the sum as on the receipt: 12990.00.' });
  }
  return { register, number, total, boughtAt: input.boughtAt ?? '', currency: store.currency };
}
