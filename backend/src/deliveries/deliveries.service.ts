// Counts the bytes that views cost, and keeps what a store says of them: the price of a gigabyte, and a visitor's budget of a day.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { toMoney } from '../base/graphql/money.type.js';
import { Every } from '../base/jobs/handles.js';
import { MoneyError, parseDecimal } from '../base/money.js';
import { StoresService } from '../stores/stores.service.js';
import { ADD_DELIVERED, FORGET_DELIVERED } from './deliveries.queries.js';
import { DeliveryTermsRow, type DeliveryTerms } from './delivery-terms.entity.js';
import { MOST_GIGABYTE_MINOR, MOST_VISITOR_MEGABYTES, type ToldBytes } from './delivery.rules.js';

/** What one view told of itself. `day` is the store's own, of the view's beginning. */
export interface DeliveredView extends ToldBytes {
  storeId: string;
  mode: 'live' | 'test';
  viewId: string;
  version: bigint;
  videoId: string;
  day: string;
}

/** As a person writes it: the price of a gigabyte as a decimal such as 45.50. Null takes a term back. */
export interface DeliveryTermsChange {
  gigabytePrice: string | null;
  gigabyteCurrency: string | null;
  visitorMegabytes: number | null;
}

/** Longer than events are taken: older versions of a view cannot come again. */
const KEPT_MS = 3 * 86_400_000;

@Injectable()
export class DeliveriesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** Adds what is new of these views to the totals of their days, in the caller's transaction. Told again, it adds nothing. */
  async count(em: EntityManager, views: readonly DeliveredView[]): Promise<void> {
    if (views.length === 0) return;
    const each = <T>(pick: (view: DeliveredView) => T): T[] => views.map(pick);
    await em.query(ADD_DELIVERED, [
      each((view) => view.storeId),
      each((view) => view.viewId),
      each((view) => view.version.toString()),
      each((view) => view.total),
      each((view) => view.ahead),
      each((view) => view.av1),
      each((view) => view.saver),
      each((view) => view.day),
      each((view) => view.mode),
      each((view) => view.videoId),
      this.clock.now(),
    ]);
  }

  @Every('deliveries.forget', 3600)
  async forget(): Promise<void> {
    await this.db.query(FORGET_DELIVERED, [new Date(this.clock.now().getTime() - KEPT_MS)]);
  }

  /** So many megabytes a visitor gets a day; null without a bound. */
  async visitorMegabytes(storeId: string): Promise<number | null> {
    return (await this.rowOf(storeId))?.visitorMegabytes ?? null;
  }

  /** For the store's owners, finance and administrators. */
  async terms(who: Actor, storeId: string): Promise<DeliveryTerms> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    return this.termsOf(storeId);
  }

  /** What a gigabyte costs a store; null while it has not said it. Whoever asks has checked that they may. */
  async priceOf(storeId: string): Promise<{ minor: bigint; currency: string } | null> {
    const row = await this.rowOf(storeId);
    if (!row || row.gigabyteMinor === null || row.gigabyteCurrency === null) return null;
    return { minor: BigInt(row.gigabyteMinor), currency: row.gigabyteCurrency };
  }

  /** Changes what the store says; the same again changes nothing. BAD_INPUT with the field for what is no price or no budget. */
  async change(who: Actor, storeId: string, change: DeliveryTermsChange): Promise<DeliveryTerms> {
    await this.stores.requireOwn(who, storeId);
    const values = read(change);
    await inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1630))', [storeId]);
      const before = (await this.rowOf(storeId, em)) ?? null;
      if (before !== null && sameTerms(before, values)) return;
      await em.upsert(DeliveryTermsRow, { storeId, ...values, updatedAt: this.clock.now() }, ['storeId']);
      const about = { actor: who, action: 'deliveries.changed', subjectType: 'store', subjectId: storeId, storeId };
      await audit(em, { ...about, before: before ? pick(before) : null, after: values });
    });
    return this.termsOf(storeId);
  }

  private rowOf(storeId: string, em = this.db.manager): Promise<DeliveryTermsRow | null> {
    return em.findOneBy(DeliveryTermsRow, { storeId });
  }

  private async termsOf(storeId: string): Promise<DeliveryTerms> {
    const price = await this.priceOf(storeId);
    return {
      storeId,
      gigabyte: price && toMoney(price.minor, price.currency),
      visitorMegabytes: await this.visitorMegabytes(storeId),
    };
  }
}

type Terms = Pick<DeliveryTermsRow, 'gigabyteMinor' | 'gigabyteCurrency' | 'visitorMegabytes'>;

const pick = ({ gigabyteMinor, gigabyteCurrency, visitorMegabytes }: Terms): Terms => ({
  ...{ gigabyteMinor, gigabyteCurrency, visitorMegabytes },
});

const sameTerms = (one: Terms, other: Terms): boolean => JSON.stringify(pick(one)) === JSON.stringify(pick(other));

function read({ gigabytePrice, gigabyteCurrency, visitorMegabytes }: DeliveryTermsChange): Terms {
  if (visitorMegabytes !== null && (visitorMegabytes < 1 || visitorMegabytes > MOST_VISITOR_MEGABYTES)) {
    throw new AppError('BAD_INPUT', { field: 'visitorMegabytes', detail: `From 1 to ${MOST_VISITOR_MEGABYTES} MB.` });
  }
  if (gigabytePrice === null) return { gigabyteMinor: null, gigabyteCurrency: null, visitorMegabytes };
  try {
    const minor = parseDecimal(gigabytePrice, gigabyteCurrency ?? '');
    if (minor < 0n || minor > MOST_GIGABYTE_MINOR)
      throw new MoneyError('BAD_DECIMAL', 'This is no price of a gigabyte.');
    return { gigabyteMinor: minor.toString(), gigabyteCurrency, visitorMegabytes };
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    const field = error.code === 'UNKNOWN_CURRENCY' ? 'gigabyteCurrency' : 'gigabytePrice';
    throw new AppError('BAD_INPUT', { field, detail: error.message });
  }
}
