// Fills in what only this point of the road knows of an order: who is credited for each line, and what came back.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import type { LineDecision } from '../attribution/attribution.rules.js';
import { Who, type AccountActor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { OrderLineType, OrderType, type OrderLineFact, type OrderRow } from '../orders/order.entity.js';
import { UNITS_OF_ORDERS, type LineUnit } from './commissions.queries.js';
import { sayReason, type Speech } from './explain.rules.js';
import { wordsOf } from './words/words.rules.js';

@Resolver(() => OrderType)
export class OrderLinesResolver {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly attribution: AttributionService,
  ) {}

  private readonly decisionsOf = batched((keys) => this.load(keys));
  private readonly unitsOf = batched(async (orderIds) => {
    const units: LineUnit[] = await this.db.query(UNITS_OF_ORDERS, [orderIds]);
    return Map.groupBy(units, (unit) => unit.order_id);
  });

  @ResolveField(() => [OrderLineType])
  async lines(@Who() who: AccountActor, @Parent() { row }: OrderType): Promise<OrderLineType[]> {
    const [decisions = [], units = []] = await Promise.all([this.decisionsOf(keyOf(row)), this.unitsOf(row.id)]);
    const speech = { words: wordsOf(who.locale), locale: who.locale, timezone: 'UTC' };
    return row.lines.map((line) => {
      const decision = decisions.find((d) => d.lineId === line.line_id);
      const own = units.filter((u) => u.line_id === line.line_id);
      return shown(speech, line, decision, own, row.currency);
    });
  }

  /** What came back of the lines, as far as commissions count it: without tax and delivery. */
  @ResolveField(() => MoneyType)
  async refunded(@Parent() { row }: OrderType): Promise<MoneyType> {
    const decisions = (await this.decisionsOf(keyOf(row))) ?? [];
    const total = decisions.reduce(
      (sum, d) => sum + BigInt(d.trace.orderBaseMinor) - BigInt(d.trace.orderNetMinor),
      0n,
    );
    return toMoney(total, row.currency);
  }

  /** Orders of a page are of one programme, nearly always; a key carries both. */
  private async load(keys: readonly string[]): Promise<Map<string, LineDecision[]>> {
    const found = new Map<string, LineDecision[]>();
    const asked = keys.map((key) => JSON.parse(key) as [string, string]);
    for (const [programme, pairs] of Map.groupBy(asked, ([id]) => id)) {
      const ids = pairs.map(([, orderId]) => orderId);
      for (const decision of await this.attribution.newest(this.db.manager, programme, ids)) {
        const key = JSON.stringify([programme, decision.orderId]);
        found.set(key, [...(found.get(key) ?? []), decision]);
      }
    }
    return found;
  }
}

const keyOf = (row: OrderRow): string => JSON.stringify([row.programmeId, row.externalId]);

function shown(
  speech: Speech,
  line: OrderLineFact,
  decision: LineDecision | undefined,
  units: readonly LineUnit[],
  currency: string,
): OrderLineType {
  const total = units.reduce((sum, unit) => sum + BigInt(unit.amount_minor), 0n);
  const names = [...new Set(units.flatMap((unit) => unit.creator_name ?? []))];
  const reason = decision?.reason ?? 'WAITING';
  return {
    lineId: line.line_id,
    productId: line.product_id,
    title: line.title ?? null,
    quantity: line.quantity,
    base: toMoney(BigInt(decision?.trace.orderBaseMinor ?? '0'), currency),
    creatorName: names.length > 0 ? names.join(', ') : null,
    commission: units[0] ? toMoney(total, units[0].currency) : null,
    reason,
    reasonText: sayReason(speech, reason),
  };
}
