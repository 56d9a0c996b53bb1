// Fills in what only this point of the road knows of an order: who is credited for each line, and what came back.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { type LineDecision } from '../attribution/attribution.rules.js';
import { Who, type AccountActor } from '../base/auth.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { OrderLineType, OrderType, type OrderLineFact } from '../orders/order.entity.js';
import { UNITS_OF_ORDERS, type LineUnit } from './commissions.queries.js';
import { sayReason, type Speech } from './explain.rules.js';
import { wordsOf } from './words/words.rules.js';

@Resolver(() => OrderType)
export class OrderLinesResolver {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly attribution: AttributionService,
  ) {}

  @ResolveField(() => [OrderLineType])
  async lines(@Who() who: AccountActor, @Parent() { row }: OrderType): Promise<OrderLineType[]> {
    const decisions = await this.attribution.newest(this.db.manager, row.programmeId, [row.externalId]);
    const units: LineUnit[] = await this.db.query(UNITS_OF_ORDERS, [[row.id]]);
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
    const decisions = await this.attribution.newest(this.db.manager, row.programmeId, [row.externalId]);
    const total = decisions.reduce(
      (sum, d) => sum + BigInt(d.trace.orderBaseMinor) - BigInt(d.trace.orderNetMinor),
      0n,
    );
    return toMoney(total, row.currency);
  }
}

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
