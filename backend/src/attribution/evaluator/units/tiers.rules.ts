// Tier bonuses from last month's sales, frozen when the month closes (P3).
import type { Tier } from '../input/config.rules.js';
import type { Month } from '../input/months.rules.js';
import { hasTiers, limitsAt } from '../terms/limits.rules.js';
import { DAY_MS, type Programme } from '../input/programme.rules.js';
import type { OrderCredit } from './draft.rules.js';

export interface Sales {
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
}

/** The bonus for a month's sales: that of the highest `min_gmv` whose limits hold, or 0. */
export function bonusFor(tiers: readonly Tier[], sales: Sales): bigint {
  const { grossMinor, netMinor } = sales;
  const returnBps = grossMinor === 0n ? 0n : ((grossMinor - netMinor) * 10_000n) / grossMinor;
  let best: Tier | null = null;
  for (const tier of tiers) {
    if (netMinor < tier.minGmvMinor || (tier.maxReturnBps !== null && returnBps > tier.maxReturnBps)) continue;
    if (!best || tier.minGmvMinor > best.minGmvMinor) best = tier;
  }
  return best ? best.bonusBps : 0n;
}

/** A creator's bonus for the orders of a month, as it was when they were credited. */
interface Used {
  readonly creatorId: string;
  readonly month: number;
  readonly orders: Set<string>;
  bonusBps: bigint;
}

/**
 * Sales per creator and month as facts arrive. A month's sums stop changing `tier_close_days` after the month's end; facts
 * received by the close itself still count.
 */
export class TierBook {
  private readonly sales = new Map<string, Sales>();
  private readonly used = new Map<string, Used>();
  private touched = new Set<string>();

  constructor(private readonly programme: Programme) {}

  /** Adds (sign 1) or takes away (sign -1) what an order contributes at `moment`. */
  record(credit: OrderCredit, sign: 1n | -1n, moment: number): void {
    const { number } = credit.month;
    const { program, calendar } = this.programme;
    if (!hasTiers(program) || moment > calendar.month(number).end + program.tierCloseDays * DAY_MS) return;
    for (const { creatorId, grossMinor, netMinor } of credit.attributed) {
      const key = keyOf(creatorId, number);
      const before = this.sales.get(key) ?? NONE;
      this.sales.set(key, {
        grossMinor: before.grossMinor + sign * grossMinor,
        netMinor: before.netMinor + sign * netMinor,
      });
      this.touched.add(keyOf(creatorId, number + 1));
    }
  }

  /** The bonus for a creator's orders of a month, from the month before, as it stands now. */
  bonusOf(creatorId: string, { number }: Pick<Month, 'number'>): bigint {
    const { start } = this.programme.calendar.month(number);
    return bonusFor(
      limitsAt(this.programme.program, start).tiers,
      this.sales.get(keyOf(creatorId, number - 1)) ?? NONE,
    );
  }

  /** Remembers that an order used the bonuses of its creators, so that it is credited anew when one changes. */
  remember({ order, month, tieredCreators }: OrderCredit): void {
    for (const creatorId of tieredCreators) {
      const key = keyOf(creatorId, month.number);
      const bonusBps = this.bonusOf(creatorId, month);
      const entry = this.used.get(key) ?? { creatorId, month: month.number, orders: new Set<string>(), bonusBps };
      entry.orders.add(order.id);
      this.used.set(key, entry);
    }
  }

  /** Orders whose bonus changed since the last call. */
  takeStale(): string[] {
    const stale: string[] = [];
    const { touched } = this;
    this.touched = new Set();
    for (const key of touched) {
      const entry = this.used.get(key);
      if (!entry) continue;
      const bonusBps = this.bonusOf(entry.creatorId, { number: entry.month });
      if (bonusBps === entry.bonusBps) continue;
      entry.bonusBps = bonusBps;
      stale.push(...entry.orders);
    }
    return stale;
  }
}

const NONE: Sales = { grossMinor: 0n, netMinor: 0n };

function keyOf(creatorId: string, month: number): string {
  return `${month}|${creatorId}`;
}
