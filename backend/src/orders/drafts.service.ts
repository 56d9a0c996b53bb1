// Reads an order in the form of the signed door and makes its fact's content of it, for doors that are not the shop's server.
import { Injectable } from '@nestjs/common';
import { Clock } from '../base/clock.js';
import { BuyerSealer } from './buyer-sealer.service.js';
import { orderContent, orderTotal, readOrder, type OrderContent, type RefundBody } from './order.shapes.js';

export type { OrderContent, RefundBody };

/** An order that was read and is not recorded yet. */
export interface OrderDraft {
  occurredAt: Date;
  content: OrderContent;
  totalMinor: bigint;
}

@Injectable()
export class OrderDrafts {
  constructor(
    private readonly clock: Clock,
    private readonly sealer: BuyerSealer,
  ) {}

  /** Refuses what the shop's own door would refuse, by the same fields. Buyers are hashed here; nothing else leaves. */
  read(storeId: string, externalId: string, raw: unknown): OrderDraft {
    const body = readOrder(raw, this.clock.now());
    const sealed = this.sealer.seal(storeId, body.buyer, body.viewerToken ?? null);
    const content = orderContent(externalId, body, sealed);
    return { occurredAt: new Date(body.occurredAt), content, totalMinor: orderTotal(body) };
  }
}
