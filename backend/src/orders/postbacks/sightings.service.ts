// Takes what the tag on a shop's thank-you page saw. It makes no order and no money: it only says whose browser it was.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { Every } from '../../base/jobs/handles.js';
import { decimalsOf, parseDecimal } from '../../base/money.js';
import { LinksService } from '../../creators/links/links.service.js';
import { clickIdOf } from '../../creators/links/tags.rules.js';
import { isStorableText } from '../../facts/fact.rules.js';
import { readViewerToken } from '../../playback/viewers.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { OrderJoins, type Sighting } from '../joins.service.js';
import { OrderRecorder, spaceOf } from '../recording.service.js';

type Query = Readonly<Record<string, unknown>>;

@Injectable()
export class SightingsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly links: LinksService,
    private readonly recorder: OrderRecorder,
    private readonly joins: OrderJoins,
  ) {}

  /**
   * Keeps one sighting. Whether the order came before or comes later, the same facts follow. False for anything that
   * cannot be used: no consent, no browser that can be proven, no such store. A page is never told why.
   */
  async see(query: Query): Promise<boolean> {
    const key = typeof query['store'] === 'string' ? query['store'] : '';
    const owner = query['consent'] === '1' ? await this.stores.byPublishableKey(key) : null;
    if (!owner) return false;
    const space = spaceOf({ storeId: owner.store.id, mode: owner.mode });
    const seen = await this.read(space.storeId, query);
    if (!seen) return false;
    return inTransaction(this.db, async (em) => {
      await this.recorder.lock(em, space, seen.orderId);
      if (!(await this.joins.see(em, space, seen))) return false;
      const order = await this.recorder.newest(em, space, seen.orderId);
      if (!order) return true;
      const added = await this.joins.join(em, space, seen.orderId, order.occurredAt, order.content);
      if (added > 0) await this.recorder.announce(em, space, seen.orderId);
      return true;
    });
  }

  @Every('orders.forget-sightings', 3600)
  async forget(): Promise<void> {
    await this.joins.forget(this.db.manager);
  }

  private async read(storeId: string, query: Query): Promise<Sighting | null> {
    const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '');
    const [orderId, amount, currency] = [text('order_id'), text('amount'), text('currency')];
    if (!orderId || orderId.length > 200 || !isStorableText(orderId)) return null;
    const totalMinor = minorOf(amount, currency);
    if (totalMinor === null) return null;
    const named = clickIdOf(query);
    const [click] = named ? await this.links.clicks(this.db.manager, storeId, [named]) : [];
    const viewerId = readViewerToken(this.config, text('vt')) ?? click?.viewerId ?? null;
    if (viewerId === null) return null;
    return { orderId, viewerId, clickId: click?.id ?? null, totalMinor, currency };
  }
}

function minorOf(amount: string, currency: string): bigint | null {
  if (!/^\d{1,13}(\.\d{1,4})?$/.test(amount)) return null;
  try {
    decimalsOf(currency);
    return parseDecimal(amount, currency);
  } catch {
    return null;
  }
}
