// Takes what shops tell by signed calls with a click id or a code: orders, refunds and changes of status, early, late or twice.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { RateLimitsService } from '../../accounts/rate-limits/rate-limits.service.js';
import { audit } from '../../base/audit.js';
import type { StoreKeyActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { canonicalJson } from '../../facts/canonical.rules.js';
import { ApiKeysService } from '../../stores/keys/api-keys.service.js';
import { BuyerSealer } from '../buyer-sealer.service.js';
import { OrderJoins } from '../joins.service.js';
import { orderContent, readExternalId, readOrder, type OrderContent } from '../order.shapes.js';
import { OrdersService } from '../orders.service.js';
import { HEAR } from '../orders.queries.js';
import { OrderRecorder, spaceOf, type KnownVersion, type Space } from '../recording.service.js';
import { isSigned, postbackSignature, type Params } from './postback.rules.js';
import { readPostback, type Postback } from './postback.shapes.js';

/** What became of a postback. `stale`: a later word about this order was heard before, so this one changed nothing. */
export interface PostbackAnswer {
  orderId: string;
  recorded: boolean;
  duplicate: boolean;
  stale: boolean;
}

/** The product of an order that names none: it has no card, so only codes and links can earn on it. */
export const WHOLE_ORDER = 'whole-order';

@Injectable()
export class PostbacksService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly keys: ApiKeysService,
    private readonly limits: RateLimitsService,
    private readonly sealer: BuyerSealer,
    private readonly orders: OrdersService,
    private readonly recorder: OrderRecorder,
    private readonly joins: OrderJoins,
  ) {}

  /** Who calls, by `key` and `sig`. UNKNOWN_KEY, BAD_SIGNATURE, SCOPE_MISSING, RATE_LIMITED. */
  async caller(params: Params, ip: string | null): Promise<StoreKeyActor> {
    const found = params['key'] ? await this.keys.find(params['key']) : null;
    if (!found) {
      postbackSignature('no such key', params); // as long as for a key that exists
      throw new AppError('UNKNOWN_KEY');
    }
    // No bound on age: the same call again changes nothing, and a shop's queue may be days behind.
    if (!isSigned(found.secret, params)) throw new AppError('BAD_SIGNATURE');
    const { id, storeId, mode, scopes } = found.key;
    if (!scopes.includes('orders:write')) throw new AppError('SCOPE_MISSING', { detail: 'It needs orders:write.' });
    await this.limits.count('storeKey', { account: id, address: null });
    await this.keys.touch(found.key);
    return { kind: 'store_key', storeId, keyId: id, mode, scopes, ip };
  }

  /** Does what a postback tells. */
  async take(key: StoreKeyActor, params: Params): Promise<PostbackAnswer> {
    const told = readPostback(params);
    const orderId = readExternalId(told.orderId);
    if (told.saidAt.getTime() - this.clock.now().getTime() > 5 * 60_000) {
      throw new AppError('BAD_INPUT', { field: 'ts', detail: 'This moment is in the future.' });
    }
    if (told.event === 'refund') return this.refund(key, orderId, told);
    const space = spaceOf(key);
    return inTransaction(this.db, async (em) => {
      await this.recorder.lock(em, space, orderId);
      const known = await this.recorder.newest(em, space, orderId);
      if (!known && told.event === 'status') throw new AppError('NOT_FOUND', { field: 'order_id' });
      const content = known ? changed(known, told) : this.fresh(space, orderId, told);
      const occurredAt = known?.occurredAt ?? told.orderedAt ?? told.saidAt;
      if (known && canonicalJson(known.content) === canonicalJson(content)) {
        return { orderId, recorded: false, duplicate: true, stale: false };
      }
      if (!(await this.isNews(em, space, orderId, told.saidAt))) {
        return { orderId, recorded: false, duplicate: false, stale: true };
      }
      const version = known ? known.version + 1n : BigInt(told.saidAt.getTime());
      await this.recorder.add(em, space, { externalId: orderId, version, occurredAt, source: 'postback', content });
      await this.joins.join(em, space, orderId, occurredAt, content);
      const after = { event: told.event, status: content['status'], clickId: told.clickId, codes: told.codes };
      const subject = { subjectType: 'order', subjectId: orderId, storeId: key.storeId };
      await audit(em, { actor: key, action: 'orders.postback_taken', ...subject, after });
      return { orderId, recorded: true, duplicate: false, stale: false };
    });
  }

  private async refund(key: StoreKeyActor, orderId: string, told: Postback): Promise<PostbackAnswer> {
    const body = { orderId, occurredAt: told.saidAt.toISOString(), currency: told.currency, adjustment: told.amount };
    const { recorded, duplicate } = await this.orders.recordRefund(key, told.refundId ?? '', body);
    return { orderId, recorded, duplicate, stale: false };
  }

  /** Notes the moment; false when a later word was heard already. */
  private async isNews(em: EntityManager, space: Space, orderId: string, saidAt: Date): Promise<boolean> {
    const rows: unknown[] = await em.query(HEAR, [space.programme, orderId, saidAt]);
    return rows.length > 0;
  }

  /** An order first told of by a postback: one line of the whole sum. */
  private fresh(space: Space, orderId: string, told: Postback): OrderContent {
    for (const [field, value] of [
      ['amount', told.amount],
      ['currency', told.currency],
    ] as const) {
      if (value === null) throw new AppError('BAD_INPUT', { field, detail: 'A new order needs it.' });
    }
    const body = readOrder(
      {
        ...{ version: 1, occurredAt: (told.orderedAt ?? told.saidAt).toISOString(), status: told.status ?? 'paid' },
        ...{ currency: told.currency, viewerToken: told.viewerToken, clickId: told.clickId, tags: told.tags },
        ...{ buyer: { customerId: told.customerId }, discountCodes: told.codes, source: 'postback' },
        lines: [{ lineId: '1', productId: told.productId ?? WHOLE_ORDER, quantity: 1, unitPrice: told.amount }],
      },
      this.clock.now(),
    );
    return orderContent(orderId, body, this.sealer.seal(space.storeId, body.buyer, told.viewerToken));
  }
}

/** The order with its new status, and with the click and codes that were not known; what the shop said in full stays. */
function changed(known: KnownVersion, told: Postback): OrderContent {
  const codes = known.content['discount_codes'] as readonly string[];
  const same = (a: string) => codes.some((b) => b.trim().toUpperCase() === a.toUpperCase());
  const added = told.codes.filter((code) => !same(code));
  return {
    ...known.content,
    status: told.status ?? known.content['status'],
    click_id: known.content['click_id'] ?? told.clickId ?? undefined,
    discount_codes: added.length > 0 ? [...codes, ...added] : codes,
  };
}
