// Finds what addresses are to be told, and tells them: each thing once, tried for about a day, then kept as dead.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { newId } from '../base/ids.js';
import { formatDecimal } from '../base/money.js';
import { unseal } from '../base/sealing.js';
import type { Tags } from '../creators/links/tags.rules.js';
import { SECRET_PURPOSE } from './addresses.service.js';
import { PostbackCaller } from './caller.service.js';
import { bodyOf, fill, nextTry, type MacroValues } from './macros.rules.js';
import { PostbackAddress, PostbackDelivery, type Method } from './postback.entity.js';
import * as sql from './postbacks.queries.js';

/** A transaction that began before our last look may commit after it; none takes this long. */
const OVERLAP_MS = 15 * 60_000;
const BATCH = 500;
/** A call takes ten seconds at most; a delivery taken longer ago died with its process. */
const LEASE_MS = 60_000;
const AT_ONCE = 20;
const STOP_AFTER = 100;

interface Found {
  address_id: string;
  url: string;
  method: Method;
  at: Date;
  tags: Tags;
  store_id: string;
  product_id: string | null;
  click_id: string | null;
}

interface FoundChange extends Found {
  event: string;
  unit_id: string;
  seq: number;
  amount_minor: string;
  base_minor: string;
  state: string;
  currency: string;
  order_external_id: string;
}

interface FoundNews extends Found {
  event: string;
  news_id: string;
  kind: string;
  subject_id: string;
  currency: string | null;
  amount_minor: string | null;
}

interface Due {
  id: string;
  address_id: string;
  url: string;
  body: string | null;
  attempts: number;
  event_key: string;
}

interface Telling {
  addressId: string;
  key: string;
  event: string;
  url: string;
  body: string | null;
}

@Injectable()
export class DeliveriesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly caller: PostbackCaller,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Writes down what is new. Two workers at once find the same and write it once. */
  async find(): Promise<number> {
    const any: unknown[] = await this.db.query(sql.ANY_ADDRESS);
    if (any.length === 0) return 0;
    const changes = await this.look<FoundChange>('commissions', sql.CHANGES, changeTelling);
    const news = await this.look<FoundNews>('news', sql.NEWS, newsTelling);
    return changes + news + (await this.look<Found>('clicks', sql.CLICKS, clickTelling));
  }

  /** Sends what is due, a few at once. Returns how many were tried. */
  async deliver(): Promise<number> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const taken: unknown = await this.db.query(sql.TAKE_DUE, [now, until, AT_ONCE]);
    const due = (taken as [Due[], number])[0];
    await Promise.all(due.map((one) => this.send(one)));
    return due.length;
  }

  private async look<T extends Found>(what: string, query: string, tell: (row: T) => Telling): Promise<number> {
    return inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const [mark]: { seen_to: Date }[] = await em.query(sql.MARK_OF, [what]);
      // The first look goes back as far as any address may.
      const since = new Date((mark?.seen_to ?? now).getTime() - OVERLAP_MS);
      const rows: T[] = await em.query(query, [since, BATCH]);
      await this.add(em, rows.map(tell), now);
      const last = rows.length < BATCH ? now : (rows.at(-1)?.at ?? now);
      await em.query(sql.SET_MARK, [what, last]);
      return rows.length;
    });
  }

  private async add(em: EntityManager, tellings: readonly Telling[], now: Date): Promise<void> {
    if (tellings.length === 0) return;
    await em.query(sql.ADD_DELIVERIES, [
      tellings.map(() => newId('pbd')),
      tellings.map((one) => one.addressId),
      tellings.map((one) => one.key),
      tellings.map((one) => one.event),
      tellings.map((one) => one.url),
      tellings.map((one) => one.body),
      now,
    ]);
  }

  private async send(due: Due): Promise<void> {
    const address = await this.db.manager.findOneByOrFail(PostbackAddress, { id: due.address_id });
    const secret = unseal(this.config, SECRET_PURPOSE, address.id, address.secretSealed);
    const { url, body } = due;
    // The receiver tells a repeat by this id: what was sent just before a crash is sent again.
    const result = await this.caller.call({ url, body, method: address.method, secret, eventId: due.event_key });
    const now = this.clock.now();
    const next = result.ok || result.refused ? null : nextTry(due.attempts, now);
    const state = result.ok ? 'delivered' : next ? 'waiting' : 'dead';
    await inTransaction(this.db, async (em) => {
      const { status, answer, durationMs } = result;
      const change = { state, status, answer, durationMs, nextAt: next ?? now, doneAt: next ? null : now } as const;
      await em.update(PostbackDelivery, { id: due.id, state: 'waiting' }, change);
      await em.query(sql.NOTE_ADDRESS, [address.id, result.ok, STOP_AFTER, now]);
    });
  }
}

function changeTelling(row: FoundChange): Telling {
  const key = `com:${row.unit_id}:${row.seq}`;
  const money = (minor: string) => formatDecimal(BigInt(minor), row.currency);
  const own: MacroValues = {
    ...{ conversion_id: row.unit_id, order_id: row.order_external_id, currency: row.currency, status: row.state },
    ...{ amount: money(row.base_minor), commission: money(row.amount_minor) },
  };
  return telling(row, key, row.event, own);
}

function newsTelling(row: FoundNews): Telling {
  const { currency, amount_minor: minor } = row;
  const sum = currency === null ? null : formatDecimal(BigInt(minor ?? '0'), currency);
  const own: MacroValues = {
    ...{ conversion_id: row.subject_id, status: row.kind },
    ...(currency === null || sum === null ? {} : { currency, [row.event === 'payout' ? 'amount' : 'commission']: sum }),
    ...(row.event === 'video' ? { video_id: row.subject_id } : {}),
    ...(row.event === 'first_sale' ? { order_id: row.subject_id } : {}),
  };
  return telling(row, `news:${row.news_id}`, row.event, own);
}

const clickTelling = (row: Found): Telling => telling(row, `click:${row.click_id}`, 'click', {});

function telling(row: Found, key: string, event: string, own: MacroValues): Telling {
  const values: MacroValues = {
    ...row.tags,
    ...own,
    ...{ event, event_id: key, store_id: row.store_id, time: row.at.toISOString() },
    ...(row.click_id === null ? {} : { click_id: row.click_id }),
    ...(row.product_id === null ? {} : { product_id: row.product_id }),
  };
  const body = row.method === 'POST' ? bodyOf(values) : null;
  return { addressId: row.address_id, key, event, url: fill(row.url, values), body };
}
