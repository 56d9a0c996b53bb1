// Caps and budgets: each unit's gross is cut to what is left in every bucket it belongs to (P4).
import { limitsAt } from '../terms/limits.rules.js';
import type { World } from '../world.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';
import type { OrderCredit, UnitDraft } from './draft.rules.js';

/** One order's capped gross amounts, in the order of its units, and what it left in the shared buckets it drew from. */
interface Capped {
  credit: OrderCredit;
  amounts: readonly bigint[];
  left: ReadonlyMap<string, bigint>;
}

interface Bucket {
  readonly key: string;
  readonly limitMinor: bigint;
}

/** One calendar day of a creator's cap or of a campaign's budget. */
export interface DayBucket {
  readonly kind: 'creator' | 'campaign';
  readonly id: string;
  readonly day: string;
}

/** Keeps orders in cap order (time, then order id) and the capped amounts of each, as orders come and change. */
export class CapBook {
  private readonly line: Capped[] = [];
  private readonly byOrder = new Map<string, Capped>();
  /** Orders that drew from a shared bucket, in cap order: the last one knows what is left. */
  private readonly drawers = new Map<string, Capped[]>();

  /** Buckets of single days that orders were ever cut by. */
  private readonly days = new Map<string, Bucket & DayBucket>();

  constructor(private readonly world: World) {}

  /** Capped gross amounts of an order's units, in their order. */
  amountsOf(orderId: string): readonly bigint[] {
    return this.byOrder.get(orderId)?.amounts ?? [];
  }

  /** What is left of a campaign's budget after all orders. */
  leftOfBudget(campaignId: string): bigint | null {
    const bucket = this.campaignBucket(campaignId);
    return bucket && this.leftBefore(bucket, null);
  }

  /** What calendar days of creators and campaigns have nothing left after all orders. */
  spentDays(): DayBucket[] {
    const spent = [...this.days.values()].filter((bucket) => this.leftBefore(bucket, null) === 0n);
    // A bucket that no order draws from any more has its whole limit again, which is above zero.
    return spent.map(({ kind, id, day }) => ({ kind, id, day }));
  }

  /** Takes in changed orders and returns the ids of all orders whose capped amounts may have changed. */
  replace(changes: ReadonlyMap<string, OrderCredit>): string[] {
    if (!this.world.programme.hasSharedCaps) return this.replaceAlone(changes);
    let from = this.line.length;
    const affected = new Set<string>(changes.keys());
    const added: Capped[] = [];
    for (const [orderId, credit] of changes) {
      const before = this.byOrder.get(orderId);
      if (before && drawsTheSame(before.credit, credit)) {
        before.credit = credit;
        continue;
      }
      if (before) from = Math.min(from, this.remove(before));
      added.push({ credit, amounts: [], left: new Map() });
    }
    for (const capped of added) from = Math.min(from, this.insert(capped));
    this.draw(from, affected);
    return [...affected];
  }

  private replaceAlone(changes: ReadonlyMap<string, OrderCredit>): string[] {
    for (const [orderId, credit] of changes) {
      this.byOrder.set(orderId, { credit, ...this.cut(credit, (bucket) => bucket.limitMinor) });
    }
    return [...changes.keys()];
  }

  private remove(capped: Capped): number {
    const position = this.positionOf(capped.credit);
    this.line.splice(position, 1);
    this.note(capped, new Map());
    return position;
  }

  private insert(capped: Capped): number {
    const position = this.positionOf(capped.credit);
    this.line.splice(position, 0, capped);
    this.byOrder.set(capped.credit.order.id, capped);
    return position;
  }

  private positionOf(credit: OrderCredit): number {
    return placeOf(this.line, credit);
  }

  /** Draws anew for every order from a position on: what earlier orders took stays. */
  private draw(from: number, affected: Set<string>): void {
    const left = new Map<string, bigint>();
    const drawing = this.line.slice(from);
    const first = drawing[0] ?? null;
    for (const capped of drawing) {
      const result = this.cut(capped.credit, (bucket) => left.get(bucket.key) ?? this.leftBefore(bucket, first));
      for (const [key, value] of result.left) left.set(key, value);
      const isNew = result.amounts.some((amount, index) => amount !== capped.amounts[index]);
      if (isNew) affected.add(capped.credit.order.id);
      capped.amounts = result.amounts;
      this.note(capped, result.left);
    }
  }

  /** What is left in a bucket before an order draws, or after all orders. */
  private leftBefore(bucket: Bucket, capped: Capped | null): bigint {
    const drawers = this.drawers.get(bucket.key) ?? [];
    const place = capped ? placeOf(drawers, capped.credit) : drawers.length;
    return drawers[place - 1]?.left.get(bucket.key) ?? bucket.limitMinor;
  }

  /** Notes what an order left in the buckets it drew from, and forgets it in those it no longer draws from. */
  private note(capped: Capped, left: ReadonlyMap<string, bigint>): void {
    for (const key of capped.left.keys()) {
      if (left.has(key)) continue;
      const drawers = this.drawers.get(key) ?? [];
      drawers.splice(placeOf(drawers, capped.credit), 1);
    }
    for (const key of left.keys()) {
      if (capped.left.has(key)) continue;
      const drawers = this.drawers.get(key) ?? [];
      drawers.splice(placeOf(drawers, capped.credit), 0, capped);
      this.drawers.set(key, drawers);
    }
    capped.left = left;
  }

  private cut(
    credit: OrderCredit,
    leftOf: (bucket: Bucket) => bigint,
  ): { amounts: bigint[]; left: Map<string, bigint> } {
    const { orderCapMinor } = limitsAt(this.world.programme.program, credit.month.start);
    const left = new Map<string, bigint>();
    let orderLeft = orderCapMinor;
    const amounts = credit.units.map((unit) => {
      if (!takes(credit, unit)) return unit.grossMinor;
      let granted = orderLeft === null ? unit.grossMinor : smaller(unit.grossMinor, orderLeft);
      const buckets = this.bucketsOf(credit, unit);
      for (const bucket of buckets) granted = smaller(granted, left.get(bucket.key) ?? leftOf(bucket));
      for (const bucket of buckets) left.set(bucket.key, (left.get(bucket.key) ?? leftOf(bucket)) - granted);
      if (orderLeft !== null) orderLeft -= granted;
      return granted;
    });
    return { amounts, left };
  }

  private bucketsOf(credit: OrderCredit, unit: UnitDraft): Bucket[] {
    const buckets: Bucket[] = [];
    const limits = limitsAt(this.world.programme.program, credit.month.start);
    if (limits.creatorMonthlyCapMinor !== null) {
      const { number } = credit.month;
      buckets.push({ key: `month:${number}:${unit.creatorId}`, limitMinor: limits.creatorMonthlyCapMinor });
    }
    buckets.push(...this.dayBucket('creator', unit.creatorId, limits.creatorDailyCapMinor, credit));
    const { campaignId } = unit.rule;
    if (campaignId === null) return buckets;
    const daily = this.world.programme.campaigns.get(campaignId)?.dailyBudgetMinor ?? null;
    buckets.push(...this.dayBucket('campaign', campaignId, daily, credit));
    const campaign = this.campaignBucket(campaignId);
    return campaign ? [...buckets, campaign] : buckets;
  }

  /** The day is that of the order's time, in the zone of that time: a late fact finds the same bucket. */
  private dayBucket(kind: DayBucket['kind'], id: string, limitMinor: bigint | null, { order }: OrderCredit): Bucket[] {
    if (limitMinor === null) return [];
    const day = this.world.programme.calendar.dayOf(order.occurredAt);
    const key = `day:${day}:${kind}:${id}`;
    const bucket = this.days.get(key) ?? { key, limitMinor, kind, id, day };
    this.days.set(key, bucket);
    return [bucket];
  }

  private campaignBucket(campaignId: string): Bucket | null {
    const campaign = this.world.programme.campaigns.get(campaignId);
    if (!campaign || campaign.budgetMinor === null) return null;
    return { key: `campaign:${campaignId}`, limitMinor: campaign.budgetMinor };
  }
}

/** Where an order stands, or would stand, in a list in cap order. */
function placeOf(list: readonly Capped[], { order }: OrderCredit): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle]?.credit.order;
    if (other && (other.occurredAt - order.occurredAt || byCodePoint(other.id, order.id)) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rejected units and cancelled orders take nothing from any bucket. */
function takes(credit: OrderCredit, unit: UnitDraft): boolean {
  return unit.verdict !== 'rejected' && credit.order.status !== 'cancelled';
}

/** Whether two states of an order stand at the same place and draw the same: then nobody else is affected. */
function drawsTheSame(a: OrderCredit, b: OrderCredit): boolean {
  if (a.order.occurredAt !== b.order.occurredAt || a.units.length !== b.units.length) return false;
  return a.units.every((unit, index) => {
    const other = b.units[index] as UnitDraft;
    return (
      unit.creatorId === other.creatorId &&
      unit.grossMinor === other.grossMinor &&
      unit.rule.campaignId === other.rule.campaignId &&
      takes(a, unit) === takes(b, other)
    );
  });
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
