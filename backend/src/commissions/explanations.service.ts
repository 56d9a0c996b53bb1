// Explains one order line to the people who may ask: creators see their own part, the store and finance see all of it.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { CREDITED, type AttributedUnit, type LineDecision } from '../attribution/attribution.rules.js';
import { holds, ownsStore, type AccountActor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { toMoney } from '../base/graphql/money.type.js';
import { Creator } from '../creators/creator.entity.js';
import { OrderRow } from '../orders/order.entity.js';
import type { PlanRule } from '../stores/plan-rule.entity.js';
import { StoresService } from '../stores/stores.service.js';
import { CommissionChangeRow, CommissionUnit } from './commission.entity.js';
import type { CommissionChangeType, Explanation } from './commission.types.js';
import { sayChange, sayMoney, sayReason, saySteps, sayTouches, type Speech } from './explain.rules.js';
import { fill, wordsOf } from './words/words.rules.js';

@Injectable()
export class ExplanationsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly attribution: AttributionService,
    private readonly stores: StoresService,
  ) {}

  /** Why this line earned what it earned, in the reader's language. NOT_FOUND for those whom it does not concern. */
  async explain(who: AccountActor, orderId: string, lineId: string): Promise<Explanation> {
    const em = this.db.manager;
    const order = await em.findOneBy(OrderRow, { id: orderId });
    if (!order) throw new AppError('NOT_FOUND');
    const seesAll = ownsStore(who, order.storeId) || holds(who, 'finance') || holds(who, 'administrator');
    const creatorId = seesAll ? null : ((await em.findOneBy(Creator, { accountId: who.accountId }))?.id ?? '');
    const decisions = await this.attribution.newest(em, order.programmeId, [order.externalId]);
    const line = decisions.find((d) => d.lineId === lineId);
    const units = (await em.findBy(CommissionUnit, { orderId, lineId })).filter(
      (u) => creatorId === null || u.creatorId === creatorId,
    );
    // A creator whose video was seen but not credited may ask why, too.
    const touched = line?.trace.touches.some((t) => creatorId !== null && t.creatorIds.includes(creatorId)) ?? false;
    if (!line || (!seesAll && units.length === 0 && !touched)) throw new AppError('NOT_FOUND');
    const store = await this.stores.require(order.storeId);
    const speech: Speech = { words: wordsOf(who.locale), locale: who.locale, timezone: store.timezone };
    return this.say(speech, order, line, units, creatorId);
  }

  private async say(
    speech: Speech,
    order: OrderRow,
    line: LineDecision,
    units: readonly CommissionUnit[],
    creatorId: string | null,
  ): Promise<Explanation> {
    const own = line.units.filter((u) => creatorId === null || u.creatorId === creatorId);
    const rules = await this.stores.rulesOf(order.storeId);
    const rates = new Map(rules.map((rule) => [rule.id, sayRate(speech, rule, line.trace.currency)]));
    return {
      orderId: order.id,
      lineId: line.lineId,
      summary: summaryOf(speech, line, own),
      steps: saySteps(speech, { trace: line.trace, reason: line.reason, units: own, rates }),
      touches: sayTouches(speech, line.trace.touches, creatorId),
      history: await this.history(speech, units),
    };
  }

  private async history(speech: Speech, units: readonly CommissionUnit[]): Promise<CommissionChangeType[]> {
    const currency = new Map(units.map((u) => [u.id, u.currency]));
    const rows = await this.db.manager
      .createQueryBuilder(CommissionChangeRow, 'c')
      .where('c.unitId = ANY(:ids)', { ids: [...currency.keys()] })
      .orderBy('c.at', 'ASC')
      .addOrderBy('c.unitId', 'ASC')
      .addOrderBy('c.seq', 'ASC')
      .getMany();
    return rows.map((row) => {
      const unitCurrency = currency.get(row.unitId) ?? '';
      const amount = toMoney(row.amountMinor, unitCurrency);
      return { at: row.at, amount, state: row.state, text: sayChange(speech, row, unitCurrency) };
    });
  }
}

function summaryOf(speech: Speech, line: LineDecision, units: readonly AttributedUnit[]): string {
  const total = units.reduce((sum, unit) => sum + BigInt(unit.amountMinor), 0n);
  const { earned, nothing } = speech.words.summary;
  if (units.length > 0) return fill(earned, { amount: sayMoney(speech, total, line.trace.currency) });
  const reason = line.reason === CREDITED ? '' : sayReason(speech, line.reason);
  return fill(nothing, { reason }).trim();
}

/** `10 %`, exact to the basis point, or the fixed amount. */
function sayRate(speech: Speech, rule: PlanRule, currency: string): string {
  if (rule.rateBps === null) return sayMoney(speech, rule.amountMinor ?? 0n, currency);
  const percent = rule.rateBps / 100;
  return `${new Intl.NumberFormat(speech.locale, { maximumFractionDigits: 2 }).format(percent)} %`;
}
