// Ties browsers to an order: the click its shop names, and what the tag on the thank-you page saw. Facts only, each once.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../base/clock.js';
import { LinksService, type KnownClick } from '../creators/links/links.service.js';
import type { FactInput } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import { ownCustomer, type OrderContent } from './order.shapes.js';
import type { Space } from './recording.service.js';
import { FORGET_SIGHTINGS, SEE, SIGHTINGS } from './orders.queries.js';
import { totalOf } from './total.rules.js';

/** What a tag saw of an order on the shop's page. */
export interface Sighting {
  orderId: string;
  viewerId: string;
  clickId: string | null;
  totalMinor: bigint;
  currency: string;
}

interface SightingRow {
  viewer_id: string;
  click_id: string;
  total_minor: string;
  currency: string;
}

/** An order that comes more than a month after its page was seen is not that order. */
const KEPT_DAYS = 30;
/** One page of one order has one browser; a flood of sightings of one number is noise or worse. */
const MOST_SIGHTINGS = 10;

@Injectable()
export class OrderJoins {
  constructor(
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly links: LinksService,
  ) {}

  /** Keeps what a tag saw. False when it is known already, or when too much was seen of this order. */
  async see(em: EntityManager, space: Space, seen: Sighting): Promise<boolean> {
    const key = [space.programme, seen.orderId, seen.viewerId, seen.clickId ?? ''];
    const values = [...key, seen.totalMinor.toString(), seen.currency, this.clock.now(), MOST_SIGHTINGS];
    const rows: unknown[] = await em.query(SEE, values);
    return rows.length > 0;
  }

  /**
   * Adds the facts that make the named click and the seen browsers the order's own (money.md I1). A sighting counts only
   * when it knew the sum: numbers of orders can be guessed, sums hardly. Returns how many facts are new.
   */
  async join(em: EntityManager, space: Space, externalId: string, placedAt: Date, content: OrderContent) {
    const rows: SightingRow[] = await em.query(SIGHTINGS, [space.programme, externalId]);
    const total = totalOf(content);
    const seen = rows.filter((row) => BigInt(row.total_minor) === total && row.currency === content['currency']);
    const named = content['click_id'];
    const ids = [...(typeof named === 'string' ? [named] : []), ...seen.map((row) => row.click_id).filter(Boolean)];
    const clicks = await this.links.clicks(em, space.storeId, [...new Set(ids)]);
    const buyer = content['buyer'] as { customer_id?: unknown } | undefined;
    const customer = typeof buyer?.customer_id === 'string' ? buyer.customer_id : ownCustomer(externalId);
    const viewers = new Set([...clicks.map((click) => click.viewerId), ...seen.map((row) => row.viewer_id)]);
    const facts = [
      ...clicks.map((click) => clickFact(space, click)),
      ...[...viewers].map((viewerId) => identityFact(space, externalId, placedAt, viewerId, customer)),
    ];
    const outcomes = await this.facts.record(em, facts);
    return outcomes.filter((outcome) => outcome === 'recorded').length;
  }

  /** Forgets sightings whose orders never came. */
  async forget(em: EntityManager): Promise<void> {
    await em.query(FORGET_SIGHTINGS, [new Date(this.clock.now().getTime() - KEPT_DAYS * 86_400_000)]);
  }
}

/** The same content whoever names the click and however often: the click's own time and its own viewer. */
function clickFact(space: Space, click: KnownClick): FactInput {
  return {
    ...{ storeId: space.storeId, mode: space.mode, type: 'link_click', id: click.id, occurredAt: click.at },
    source: 'link',
    content: {
      ...{ viewer_id: click.viewerId, link_id: click.linkId, consent: true },
      ivt: click.robot ? true : undefined,
    },
  };
}

function identityFact(space: Space, orderId: string, at: Date, viewerId: string, customerId: string): FactInput {
  return {
    ...{ storeId: space.storeId, mode: space.mode, type: 'identity', id: `order:${orderId}:${viewerId}` },
    ...{ occurredAt: at, source: 'order' },
    content: { viewer_id: viewerId, customer_id: customerId },
  };
}
