// Moves an order to a provider on: asks it to take the order, once however often, and brings home what became of each payout.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { PayoutStops } from '../batches/stops.service.js';
import { ProfilesService, type OpenProfile } from '../profiles/profiles.service.js';
import { ResultsService } from '../results/results.service.js';
import { PaypalClient } from '../rails/paypal/paypal.client.js';
import { paypalAmount } from '../rails/paypal/currency.rules.js';
import { sendRequested } from '../rails/paypal-rail.service.js';
import { ProviderError, type OrderItem, type SendOrder, type SendOutcome } from './provider.js';
import { afterTry, mayAsk, type KnownItem } from './send.rules.js';
import type { SendError, SendState } from './send.status.js';
import * as sql from './sends.queries.js';

export interface SendRow {
  id: string;
  batchId: string;
  programmeId: string;
  sandbox: boolean;
  currency: string;
  state: SendState;
  mayBeTaken: boolean;
  tries: number;
  madeAt: Date;
  askedAt: Date | null;
  leasedUntil: Date | null;
  providerId: string | null;
  takenAt: Date | null;
  providerStatus: string | null;
  lookedAt: Date | null;
  nextAt: Date | null;
  finishedAt: Date | null;
  error: string | null;
  errorDetail: string | null;
  feeMinor: string | null;
  feeCurrency: string | null;
}

export interface SendItemRow extends KnownItem {
  creatorId: string;
  profileId: string | null;
  storeName: string;
}

export const PLACE_CHANGED = 'This order was made for the other one of sandbox and live.';
export const PROVIDER: Actor = { kind: 'system', name: 'paypal' };
export const subjectOf = (send: SendRow) => ({
  ...{ subjectType: 'payout_batch', subjectId: send.batchId, storeId: send.programmeId },
});

@Injectable()
export class SendsService {
  private readonly log = new Logger('payouts');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly profiles: ProfilesService,
    private readonly results: ResultsService,
    private readonly stops: PayoutStops,
    private readonly jobs: JobsService,
    private readonly provider: PaypalClient,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async require(id: string, em: EntityManager = this.db.manager): Promise<SendRow> {
    const [send]: SendRow[] = await em.query(sql.SEND_BY_ID, [id]);
    if (!send) throw new AppError('NOT_FOUND');
    return send;
  }

  /** Everything whose time has come goes to the queue. A lost or dead job is made good here. */
  async announceDue(): Promise<number> {
    return inTransaction(this.db, async (em) => {
      const taken: unknown = await em.query(sql.TAKE_DUE, [this.clock.now()]);
      const due = (taken as [{ id: string; batchId: string }[], number])[0];
      for (const { id, batchId } of due)
        await this.jobs.announce(em, sendRequested, { batchId, sendId: id }, { key: id });
      return due.length;
    });
  }

  /**
   * One try of an order that waits. The row says "may be taken" before the call leaves and says otherwise only after a
   * clear no: wherever this process dies, the next try repeats the same key and finds what the provider has. Throws to be
   * tried again.
   */
  async ask(id: string): Promise<void> {
    const begun = await this.begin(id);
    if (!begun) return;
    const outcome = await this.provider.create(begun.order);
    const error = await this.end(begun.send, outcome);
    if (error) throw error;
  }

  /** Committed before the call. Null when there is nothing to ask. */
  private async begin(id: string): Promise<{ send: SendRow; order: SendOrder } | null> {
    return inTransaction(this.db, async (em) => {
      const [send]: SendRow[] = await em.query(sql.LOCK_SEND, [id]);
      if (send?.state !== 'waiting') return null;
      const now = this.clock.now();
      if (send.leasedUntil && send.leasedUntil > now) throw new Error(`Another process asks for ${id}.`);
      if (!mayAsk(send, now)) {
        await this.lose(em, send, now);
        return null;
      }
      // Kept by the timer: a stop lasts hours, longer than the queue's patience.
      if (await this.stopped(em, send)) return null;
      const order = await this.orderOf(em, send);
      if (!order) return null;
      const until = new Date(now.getTime() + this.leaseMs());
      await em.query(sql.BEGIN_TRY, [id, now, until, until]);
      return { send, order };
    });
  }

  /** A token, the order, and both once more: each as long as a call may take. */
  private leaseMs(): number {
    return 4 * (this.config.paypal?.timeoutMs ?? 0) + 30_000;
  }

  /** Why nothing may leave now, written down for people. */
  private async stopped(em: EntityManager, send: SendRow): Promise<boolean> {
    const again = new Date(this.clock.now().getTime() + 600_000);
    const [check] = await this.stops.failing(em, send.programmeId);
    const note = (error: SendError, detail: string) => em.query(sql.NOTE_ERROR, [send.id, error, detail, again]);
    if (check) await note('PAYOUTS_STOPPED', `The ${check.scope} check failed.`);
    else if (!this.isSamePlace(send)) await note('OTHER_PLACE', PLACE_CHANGED);
    else return false;
    return true;
  }

  /** An order of the sandbox never reaches the live address, nor the other way. */
  isSamePlace(send: SendRow): boolean {
    return !this.config.paypal || this.config.paypal.isSandbox === send.sandbox;
  }

  private async lose(em: EntityManager, send: SendRow, now: Date): Promise<void> {
    const detail = 'The provider no longer knows the key of this order: look for it in the account there.';
    const kept = [send.askedAt, send.providerId, send.providerStatus, send.takenAt];
    await em.query(sql.END_TRY, [send.id, 'lost', true, ...kept, null, 'KEY_FORGOTTEN', detail, now]);
    await audit(em, { actor: PROVIDER, action: 'payouts.send_lost', ...subjectOf(send), after: { send: send.id } });
  }

  /** The same body for every try. Payouts that cannot be written in it fail here, before anything leaves. Null: none is left. */
  private async orderOf(em: EntityManager, send: SendRow): Promise<SendOrder | null> {
    const rows: SendItemRow[] = await em.query(sql.ITEMS, [send.id]);
    const waiting = rows.filter((row) => row.result === null);
    const open = await this.profiles.open(
      em,
      waiting.flatMap((row) => row.profileId ?? []),
    );
    const items: OrderItem[] = [];
    for (const row of waiting) {
      const item = itemOf(row, open.get(row.profileId ?? ''));
      if (typeof item === 'string') await this.failItem(em, send, row, item);
      else items.push(item);
    }
    if (items.length > 0) return { ref: send.id, currency: send.currency, items };
    const now = this.clock.now();
    await em.query(sql.END_TRY, [send.id, 'given_up', false, null, null, null, null, null, null, null, now]);
    return null;
  }

  private async failItem(em: EntityManager, send: SendRow, row: SendItemRow, error: string): Promise<void> {
    const now = this.clock.now();
    await em.query(sql.NOTE_ITEM, [row.payoutId, 'FAILED', null, null, null, null, error, null, now]);
    await em.query(sql.NOTE_RESULT, [row.payoutId, 'failed']);
    const line = { payoutId: row.payoutId, result: 'failed' as const, reference: null, reason: error };
    await this.results.record(em, PROVIDER, { id: send.batchId, programme_id: send.programmeId }, [line]);
  }

  /** Gives what the queue is to try again for, or null. */
  private async end(before: SendRow, outcome: SendOutcome): Promise<ProviderError | null> {
    const now = this.clock.now();
    const taken = outcome.kind === 'taken' ? outcome : null;
    const after = await inTransaction(this.db, async (em) => {
      const send = await this.locked(em, before.id);
      // Another try was faster after this one's lease ended: what it learned stands, and of one that still runs nothing is known.
      if (send.state !== 'waiting') return null;
      const isAlone = send.tries === before.tries + 1;
      const after = afterTry(isAlone ? before : send, outcome, now);
      const askedAt = after.mayBeTaken ? send.askedAt : null;
      await em.query(sql.END_TRY, [
        ...[send.id, after.state, after.mayBeTaken, askedAt, taken?.providerId ?? null, taken?.status ?? null],
        ...[taken ? now : null, after.nextAt, after.error, after.detail, null],
      ]);
      if (after.state === 'waiting') return after;
      const told = { send: send.id, error: after.error, order: taken?.providerId ?? null };
      await audit(em, { actor: PROVIDER, action: `payouts.send_${after.state}`, ...subjectOf(send), after: told });
      return after;
    });
    if (!after?.error) return null;
    this.log.warn(`order ${before.id}: ${after.error} ${after.detail ?? ''}`);
    return after.again ? new ProviderError(after.error, after.detail ?? '') : null;
  }

  async locked(em: EntityManager, id: string): Promise<SendRow> {
    const [send]: SendRow[] = await em.query(sql.LOCK_SEND, [id]);
    if (!send) throw new AppError('NOT_FOUND');
    return send;
  }
}

/** An item of the order, or why it cannot be one. */
function itemOf(row: SendItemRow, to: OpenProfile | undefined): OrderItem | string {
  if (to?.method !== 'paypal') return 'NO_RECEIVER';
  const amount = paypalAmount(BigInt(row.payMinor), row.payCurrency);
  if (amount === null) return 'AMOUNT_NOT_PAYABLE';
  return { ref: row.payoutId, receiver: to.account, amount, note: `${row.storeName}, ${row.payoutId}` };
}
