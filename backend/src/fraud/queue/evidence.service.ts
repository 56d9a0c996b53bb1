// The evidence behind a group: alerts, decisions so far, and the sales side by side with letters in place of identifiers.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { toMoney } from '../../base/graphql/money.type.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { CreatorsService, type CreatorIdentity } from '../../creators/creators.service.js';
import type { StoredFact } from '../../facts/fact.rules.js';
import { FactsService } from '../../facts/facts.service.js';
import type { RiskFact } from '../alert.rules.js';
import * as sql from '../fraud.queries.js';
import type { GroupRow } from '../groups.service.js';
import type { RiskAlertType, RiskDecisionType, RiskSaleType } from './risk.types.js';
import { lettered, type Buyer, type OwnTraits } from './shown.rules.js';

interface SaleRow {
  id: string;
  order_id: string;
  line_id: string;
  ordered_at: Date;
  instrument: string | null;
  state: string;
  currency: string;
  amount: string;
  video_title: string | null;
  product_title: string | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The buyer of an order as its newest snapshot tells. */
export function buyerOf(order: StoredFact | undefined): Buyer {
  const buyer = (order?.['buyer'] ?? {}) as Record<string, unknown>;
  return {
    customer: textOrNull(buyer['customer_id']),
    email: textOrNull(buyer['email_hash']),
    phone: textOrNull(buyer['phone_hash']),
    device: textOrNull(order?.['viewer_id']),
  };
}

@Injectable()
export class EvidenceService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly facts: FactsService,
    private readonly creators: CreatorsService,
  ) {}

  async alerts(group: GroupRow, args: PageArgs): Promise<Page<RiskAlertType>> {
    const after = decodeCursor(args, 2) ?? [null, null];
    const query = [group.id, ...after, pageSize(args) + 1];
    const rows: { id: string; order_id: string | null; facts: RiskFact[]; at: Date }[] = await this.db.query(
      sql.ALERTS_OF_GROUP,
      query,
    );
    const page = toPage(rows, args, group.alert_count, (row) => [row.at.toISOString(), row.id]);
    const nodes = page.nodes.map(({ id, order_id: orderId, facts, at }) => ({
      ...{ id, orderId, at },
      facts: facts.map(({ code, params }) => ({
        code,
        params: Object.entries(params).map(([name, value]) => ({ name, value })),
      })),
    }));
    return { ...page, nodes };
  }

  async decisions(groupId: string): Promise<RiskDecisionType[]> {
    const rows: (Omit<RiskDecisionType, 'reasonCode'> & { name: string | null; reason_code: string })[] =
      await this.db.query(sql.DECISIONS_OF_GROUP, [groupId]);
    return rows.map(({ seq, action, actor, name, reason_code: reasonCode, note, at }) => ({
      ...{ seq, action, actor: name ?? actor, reasonCode, note, at },
    }));
  }

  /** The same letter in two rows of a page is the same buyer, phone or device. */
  async sales(group: GroupRow, args: PageArgs): Promise<Page<RiskSaleType>> {
    const after = decodeCursor(args, 2) ?? [null, null];
    const rows: SaleRow[] = await this.db.query(sql.SALES_OF_GROUP, [group.id, ...after, pageSize(args) + 1]);
    const page = toPage(rows, args, group.unit_count, (row) => [row.ordered_at.toISOString(), row.id]);
    const orders = await this.newestOrders(
      group.programme_id,
      page.nodes.map((row) => row.order_id),
    );
    const identity = group.creator_id && (await this.creators.identityHashes(group.creator_id, group.store_id));
    const own = ownOf(identity || null);
    const letters = lettered(page.nodes.map((row) => ({ ...buyerOf(orders.get(row.order_id)), ownTraits: own })));
    const nodes = page.nodes.map((row, at) => ({
      ...{ id: row.id, orderId: row.order_id, lineId: row.line_id, orderedAt: row.ordered_at },
      ...{ productTitle: row.product_title, videoTitle: row.video_title, instrument: row.instrument, state: row.state },
      amount: toMoney(BigInt(row.amount), row.currency),
      ...(letters[at]?.letters ?? { customer: null, email: null, phone: null, device: null }),
      own: letters[at]?.own ?? [],
    }));
    return { ...page, nodes };
  }

  private async newestOrders(programme: string, ids: readonly string[]): Promise<Map<string, StoredFact>> {
    const found = await this.facts.ofOrders(this.db.manager, programme, [...new Set(ids)]);
    const newest = new Map<string, StoredFact>();
    for (const fact of found) {
      if (fact.type !== 'order') continue;
      const known = newest.get(fact.id);
      if (!known || known.version < fact.version) newest.set(fact.id, fact);
    }
    return newest;
  }
}

/** Everything that is or was the creator's: for a person who looks, the time at which it became known matters less. */
export function ownOf(identity: CreatorIdentity | null): OwnTraits {
  return {
    customer: new Set(identity?.customerIds),
    email: new Set(identity?.emailHashes),
    phone: new Set(identity?.phones.flatMap((phone) => phone.hashes)),
    device: new Set(identity?.devices.map((device) => device.viewerId)),
  };
}
