// Tells a creator which tier holds this month in each store and what is missing to the next one (money.md P3).
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Calendar } from '../../attribution/evaluator/input/months.rules.js';
import { Clock } from '../../base/clock.js';
import { toMoney } from '../../base/graphql/money.type.js';
import { PlanBook } from '../../stores/plans/plan-book.service.js';
import { limitsNow } from '../effects/effects.rules.js';
import { bonusBpsOf, stepsOf, type MonthSales } from './tier-progress.rules.js';
import type { TierProgressType } from './tier.types.js';
import { nameOf } from '../rehearsal/rehearsal.rules.js';

/** Facts of a month count so long after its end; then the tier is frozen. */
const CLOSE_MS = 5 * 86_400_000;

/** Stores with tiers where this creator has sold this month or the one before, or promotes now. */
const STORES = `
  SELECT s.id, s.name, s.currency, s.timezone FROM stores s
  WHERE EXISTS (SELECT 1 FROM plan_limits l WHERE l.store_id = s.id AND l.withdrawn_at IS NULL)
    AND (EXISTS (SELECT 1 FROM commission_units u WHERE u.creator_id = $1 AND u.store_id = s.id AND u.mode = 'live' AND u.ordered_at >= $2)
      OR EXISTS (SELECT 1 FROM videos v WHERE v.creator_id = $1 AND v.store_id = s.id AND v.status = 'published')
      OR EXISTS (SELECT 1 FROM promo_codes p WHERE p.creator_id = $1 AND p.store_id = s.id))
  ORDER BY s.name, s.id LIMIT 50`;

/**
 * Sales of a month as they were known at a moment: units carry what was attributed, changes what was left of it then.
 * Rejected ones do not count. $3 $4: month; $5: known by.
 */
const SALES = `
  SELECT coalesce(sum(u.gross_base_minor), 0)::text AS gross, coalesce(sum(c.base_minor), 0)::text AS net
  FROM commission_units u CROSS JOIN LATERAL (
    SELECT c.base_minor, c.state FROM commission_changes c WHERE c.unit_id = u.id AND c.at <= $5 ORDER BY c.seq DESC LIMIT 1
  ) c
  WHERE u.creator_id = $1 AND u.store_id = $2 AND u.mode = 'live' AND u.kind = 'sale' AND c.state <> 'rejected'
    AND u.ordered_at >= $3 AND u.ordered_at < $4`;

@Injectable()
export class TiersService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly book: PlanBook,
  ) {}

  async ofCreator(creatorId: string): Promise<TierProgressType[]> {
    const now = this.clock.now();
    const recent = new Date(now.getTime() - 62 * 86_400_000);
    const stores: { id: string; name: string; currency: string; timezone: string }[] = await this.db.query(STORES, [
      ...[creatorId, recent],
    ]);
    const all: TierProgressType[] = [];
    for (const store of stores) {
      const limits = await this.book.limitsOf(this.db.manager, store.id);
      const month = new Calendar(store.timezone).monthOf(now.getTime());
      const before = new Calendar(store.timezone).month(month.number - 1);
      const tiers = limitsNow(limits, new Date(month.start)).tiers;
      const next = limitsNow(limits, new Date(month.end)).tiers;
      if (tiers.length === 0 && next.length === 0) continue;
      const known = new Date(Math.min(now.getTime(), month.start + CLOSE_MS));
      const last = await this.sales(creatorId, store.id, before, known);
      const sales = await this.sales(creatorId, store.id, month, now);
      all.push({
        ...{ storeId: store.id, storeName: store.name, month: nameOf(month.number) },
        bonusBps: bonusBpsOf(tiers, last),
        nextMonthBonusBps: bonusBpsOf(next, sales),
        sales: toMoney(sales.netMinor, store.currency),
        returnBps:
          sales.grossMinor === 0n ? 0 : Number(((sales.grossMinor - sales.netMinor) * 10_000n) / sales.grossMinor),
        tiers: stepsOf(next, sales).map((step) => ({
          ...{ maxReturnBps: step.maxReturnBps, bonusBps: step.bonusBps, reached: step.reached },
          tooManyReturns: step.tooManyReturns,
          minGmv: toMoney(step.minGmvMinor, store.currency),
          missing: toMoney(step.missingMinor, store.currency),
        })),
      });
    }
    return all;
  }

  private async sales(
    creatorId: string,
    storeId: string,
    month: { start: number; end: number },
    known: Date,
  ): Promise<MonthSales> {
    const span = [new Date(month.start), new Date(month.end), known];
    const [row]: { gross: string; net: string }[] = await this.db.query(SALES, [creatorId, storeId, ...span]);
    return { grossMinor: BigInt(row?.gross ?? '0'), netMinor: BigInt(row?.net ?? '0') };
  }
}
