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

/** The bonus for a month's sales: the first tier from the highest `min_gmv` down whose limits hold, or 0. */
export function bonusFor(tiers: readonly Tier[], sales: Sales): bigint {
  const { grossMinor, netMinor } = sales;
  const returnBps = grossMinor === 0n ? 0n : ((grossMinor - netMinor) * 10_000n) / grossMinor;
  const falling = [...tiers].sort((a, b) =>
    a.minGmvMinor === b.minGmvMinor ? 0 : a.minGmvMinor > b.minGmvMinor ? -1 : 1,
  );
  const tier = falling.find(
    (item) => netMinor >= item.minGmvMinor && (item.maxReturnBps === null || returnBps <= item.maxReturnBps),
  );
  return tier?.bonusBps ?? 0n;
}

/**
 * Sales per creator and month as facts arrive. A month's sums stop changing `tier_close_days` after the month's end:
 * `advance` must be called with rising moments before sales of that moment are recorded.
 */
export class TierBook {
  private readonly sales = new Map<string, Sales>();
  private readonly open = new Map<number, number>();
  private readonly closed = new Set<number>();
  private readonly touched = new Set<string>();
  private readonly used = new Map<string, { bonusBps: bigint; orders: Set<string> }>();

  constructor(private readonly programme: Programme) {}

  get isUsed(): boolean {
    return hasTiers(this.programme.program);
  }

  /** Closes the months whose sums may no longer change at `moment`: facts received by the close itself still count. */
  advance(moment: number): void {
    for (const [month, closesAt] of this.open) {
      if (closesAt >= moment) continue;
      this.open.delete(month);
      this.closed.add(month);
    }
  }

  /** Adds (sign 1) or takes away (sign -1) what an order contributes at `moment`. */
  record(credit: OrderCredit, sign: 1n | -1n, moment: number): void {
    const { number } = credit.month;
    if (!this.isUsed || this.isClosed(number, moment)) return;
    for (const { creatorId, grossMinor, netMinor } of credit.attributed) {
      const key = keyOf(creatorId, number);
      const before = this.sales.get(key) ?? { grossMinor: 0n, netMinor: 0n };
      this.sales.set(key, {
        grossMinor: before.grossMinor + sign * grossMinor,
        netMinor: before.netMinor + sign * netMinor,
      });
      this.touched.add(keyOf(creatorId, number + 1));
    }
  }

  private isClosed(number: number, moment: number): boolean {
    if (this.closed.has(number)) return true;
    if (this.open.has(number)) return false;
    const closesAt = this.programme.calendar.month(number).end + this.programme.program.tierCloseDays * DAY_MS;
    if (closesAt < moment) this.closed.add(number);
    else this.open.set(number, closesAt);
    return closesAt < moment;
  }

  /** The bonus for a creator's orders of a month, from the month before, as it stands now. */
  bonusOf(creatorId: string, month: Month): bigint {
    return this.isUsed ? this.bonus(creatorId, month.number) : 0n;
  }

  private bonus(creatorId: string, number: number): bigint {
    const sales = this.sales.get(keyOf(creatorId, number - 1)) ?? { grossMinor: 0n, netMinor: 0n };
    const { start } = this.programme.calendar.month(number);
    return bonusFor(limitsAt(this.programme.program, start).tiers, sales);
  }

  /** Remembers that an order used the bonuses of its creators, so that it is credited anew when one changes. */
  remember(credit: OrderCredit): void {
    for (const creatorId of credit.tieredCreators) {
      const key = keyOf(creatorId, credit.month.number);
      const bonusBps = this.bonus(creatorId, credit.month.number);
      const entry = this.used.get(key) ?? { bonusBps, orders: new Set<string>() };
      entry.orders.add(credit.order.id);
      this.used.set(key, entry);
    }
  }

  /** Orders whose bonus changed since the last call. */
  takeStale(): string[] {
    const stale: string[] = [];
    for (const key of this.touched) {
      const entry = this.used.get(key);
      if (!entry) continue;
      const [month, creatorId] = splitKey(key);
      const bonusBps = this.bonus(creatorId, month);
      if (bonusBps === entry.bonusBps) continue;
      entry.bonusBps = bonusBps;
      stale.push(...entry.orders);
    }
    this.touched.clear();
    return stale;
  }
}

function keyOf(creatorId: string, month: number): string {
  return `${month}|${creatorId}`;
}

function splitKey(key: string): [number, string] {
  const bar = key.indexOf('|');
  return [Number(key.slice(0, bar)), key.slice(bar + 1)];
}
