// Replays a programme from its first fact to a moment: credits orders as facts appear, posts differences, runs payouts.
import type { AdjustmentFact, PayoutBatchFact, PayoutResultFact } from '../input/facts.rules.js';
import { byTimeThenId, push } from '../input/fact-index.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';
import { unlistedCreator } from '../input/programme.rules.js';
import { CapBook } from '../units/caps.rules.js';
import type { OrderCredit } from '../units/draft.rules.js';
import { creditOrder } from '../units/order-credit.rules.js';
import { TierBook } from '../units/tiers.rules.js';
import { settleUnits } from '../units/unit.rules.js';
import type { World } from '../world.rules.js';
import { Book, EXPENSE_BONUS, payableOf } from './ledger.rules.js';
import { effectiveAt, finishPayout, payCreator, type Payout, type Skip } from './payouts.rules.js';
import { wakesOf, WakeQueue } from './schedule.rules.js';
import { UnitLedger } from './unit-ledger.rules.js';

/** What a replay ends with. */
export interface Replay {
  readonly credits: ReadonlyMap<string, OrderCredit>;
  readonly caps: CapBook;
  readonly tiers: TierBook;
  readonly units: UnitLedger;
  readonly book: Book;
  readonly payouts: readonly Payout[];
  readonly skipped: readonly Skip[];
  readonly ignoredResults: readonly string[];
}

type MoneyEvent = AdjustmentFact | PayoutResultFact | PayoutBatchFact;
const EVENT_ORDER: readonly MoneyEvent['type'][] = ['adjustment', 'payout_result', 'payout_batch'];

/** When an event takes effect: an adjustment once visible, a batch when it happened, a result then but not before it is known. */
function timeOf(event: MoneyEvent): number {
  if (event.type === 'adjustment') return event.receivedAt;
  return event.type === 'payout_batch' ? event.occurredAt : effectiveAt(event);
}

/** Replays everything up to the index's moment. */
export function replay(world: World): Replay {
  const timeline = new Timeline(world);
  const { adjustments, results, batches, asOf } = world.index;
  const events: MoneyEvent[] = [...adjustments, ...results, ...batches].filter((event) => timeOf(event) <= asOf);
  events.sort(
    (a, b) => timeOf(a) - timeOf(b) || EVENT_ORDER.indexOf(a.type) - EVENT_ORDER.indexOf(b.type) || byTimeThenId(a, b),
  );
  for (const event of events) {
    timeline.advance(timeOf(event));
    timeline.take(event);
  }
  timeline.advance(asOf);
  return timeline.end();
}

function waitingKey(of: { readonly batchId: string; readonly creatorId: string }): string {
  return JSON.stringify([of.batchId, of.creatorId]);
}

class Timeline {
  private readonly credits = new Map<string, OrderCredit>();
  private readonly caps: CapBook;
  private readonly tiers: TierBook;
  private readonly units: UnitLedger;
  private readonly book = new Book();
  private readonly queue: WakeQueue;
  private readonly payouts: Payout[] = [];
  private readonly payoutsOf = new Map<string, Payout[]>();
  private readonly skipped: Skip[] = [];
  private readonly ignored: string[] = [];
  private readonly waiting = new Map<string, PayoutResultFact[]>();

  constructor(private readonly world: World) {
    this.caps = new CapBook(world);
    this.tiers = new TierBook(world.programme);
    this.units = new UnitLedger(this.book, world.programme.program.currency);
    const wakes = [...world.index.orders.keys()].flatMap((orderId) => wakesOf(world, orderId));
    this.queue = new WakeQueue(wakes);
  }

  end(): Replay {
    const { credits, caps, tiers, units, book, payouts, skipped, ignored } = this;
    const unused = [...this.waiting.values()].flat().map((result) => result.id);
    return { credits, caps, tiers, units, book, payouts, skipped, ignoredResults: [...ignored, ...unused] };
  }

  /** Takes in all facts received and all holds ended at or before `moment`, one moment after the other. */
  advance(moment: number): void {
    while (this.queue.nextAt <= moment) {
      const at = this.queue.nextAt;
      const causes = new Map<string, string>();
      while (this.queue.nextAt === at) {
        const wake = this.queue.pop();
        if (wake && causes.get(wake.orderId) === undefined) causes.set(wake.orderId, wake.cause);
      }
      this.creditAnew(at, causes);
    }
  }

  /** Credits orders at a moment, then those whose tier bonus changed by it, then posts every difference. */
  private creditAnew(at: number, causes: ReadonlyMap<string, string>): void {
    const affected = new Map<string, string>();
    let round: ReadonlyMap<string, string> = causes;
    while (round.size > 0) {
      const changes = new Map<string, OrderCredit>();
      for (const [orderId, cause] of round) {
        const credit = this.creditOne(at, orderId);
        // No order wakes before its first receipt, and once received it stays.
        if (credit) changes.set(orderId, credit);
        affected.set(orderId, affected.get(orderId) ?? cause);
      }
      for (const orderId of this.caps.replace(changes)) affected.set(orderId, affected.get(orderId) ?? 'cap');
      round = new Map(this.tiers.takeStale().map((orderId) => [orderId, 'tier']));
    }
    const inOrder = [...affected].sort(([a], [b]) => byCodePoint(a, b));
    for (const [orderId, cause] of inOrder) this.settle(at, orderId, cause);
  }

  private creditOne(at: number, orderId: string): OrderCredit | null {
    const before = this.credits.get(orderId);
    const bonusOf = this.tiers.bonusOf.bind(this.tiers);
    const detailed = creditOrder(this.world, orderId, at, bonusOf);
    if (!detailed) return null;
    // A replay keeps every order's credit: without the detail of its lines, which an explanation computes anew.
    const credit = { ...detailed, lines: [] };
    if (before) this.tiers.record(before, -1n, at);
    this.tiers.record(credit, 1n, at);
    this.tiers.remember(credit);
    this.credits.set(orderId, credit);
    const isNewEnd = credit.holdEndsAt !== before?.holdEndsAt;
    if (isNewEnd && credit.holdEndsAt > at && credit.holdEndsAt <= this.world.index.asOf) {
      this.queue.push({ at: credit.holdEndsAt, orderId, cause: 'hold_end' });
    }
    return credit;
  }

  private settle(at: number, orderId: string, cause: string): void {
    const credit = this.credits.get(orderId);
    const units = credit ? settleUnits(credit, this.caps.amountsOf(orderId)) : [];
    this.units.replace(orderId, units, at, cause);
  }

  take(event: MoneyEvent): void {
    if (event.type === 'adjustment') this.adjust(event);
    else if (event.type === 'payout_result') this.finish(event);
    else this.payBatch(event);
  }

  private adjust(fact: AdjustmentFact): void {
    const { currency } = this.world.programme.program;
    this.book.post(fact.receivedAt, 'adjustment', fact.id, `adjustment:${fact.id}`, [
      { account: EXPENSE_BONUS, currency, amountMinor: fact.amountMinor },
      { account: payableOf(fact.creatorId), currency, amountMinor: -fact.amountMinor },
    ]);
  }

  /** J5: only a payout in processing takes a result; one that comes before its batch waits for it (F3). */
  private finish(result: PayoutResultFact): void {
    const payout = this.payoutsOf.get(result.creatorId)?.find((item) => item.batchId === result.batchId);
    if (!payout) push(this.waiting, waitingKey(result), result);
    else if (payout.status === 'processing') this.apply(result, payout, effectiveAt(result));
    else this.ignored.push(result.id);
  }

  private apply(result: PayoutResultFact, payout: Payout, at: number): void {
    finishPayout(this.world, this.book, payout, result, at);
    this.units.mark(payout.unitKeys, result.result === 'settled' ? 'paid' : null, at, `payout_result:${result.id}`);
  }

  private payBatch(batch: PayoutBatchFact): void {
    const { creatorIds, creators } = this.world.programme;
    const bonusOnly = this.world.index.adjustments.map((fact) => fact.creatorId).filter((id) => !creators.has(id));
    const everyone =
      bonusOnly.length === 0 ? creatorIds : [...new Set([...creatorIds, ...bonusOnly])].sort(byCodePoint);
    for (const creatorId of everyone) {
      if (batch.creatorIds && !batch.creatorIds.includes(creatorId)) continue;
      const creator = creators.get(creatorId) ?? unlistedCreator(creatorId);
      const earlier = this.payoutsOf.get(creatorId) ?? [];
      const paid = payCreator(this.world, this.book, batch, creator, earlier, () => this.units.payableKeys(creatorId));
      if (!paid) continue;
      if ('reason' in paid) this.skipped.push(paid);
      else {
        this.payouts.push(paid);
        this.payoutsOf.set(creatorId, [...earlier, paid]);
        this.units.mark(paid.unitKeys, 'in_payout', batch.occurredAt, `payout_batch:${batch.id}`);
        const known = this.waiting.get(waitingKey(paid))?.shift();
        if (known) this.apply(known, paid, batch.occurredAt);
      }
    }
  }
}
