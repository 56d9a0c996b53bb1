// What one order earns whom at one moment: the path from touches and bases to units before caps (sections 5 to 7).
import { snapshotAt } from '../input/fact-index.rules.js';
import type { OrderFact, OrderLine } from '../input/facts.rules.js';
import type { Month } from '../input/months.rules.js';
import { firstReceivedAt, termsOf } from '../input/moment.rules.js';
import { DAY_MS } from '../input/programme.rules.js';
import type { ExclusionReason, VoidReason } from '../evaluator.reasons.js';
import { collectTouches } from '../touches/collect.rules.js';
import { touchesOfLine } from '../touches/line-touches.rules.js';
import type { Touch, Trail } from '../touches/touch.rules.js';
import { voidReason } from '../touches/void.rules.js';
import type { World } from '../world.rules.js';
import { lineBases } from '../terms/bases.rules.js';
import type { Alert, OrderCredit } from './draft.rules.js';
import { fullCommissions, partsOf, type PricedLine } from './line-parts.rules.js';
import { deadlineOf, orderReason, originTouches, refundsAt, type Credit } from './origin.rules.js';
import { draftUnits } from './unit-drafts.rules.js';

/** The tier bonus of a creator for orders of a month, basis points. */
export type BonusOf = (creatorId: string, month: Month) => bigint;

/** Credits one order as it stands at `moment`; null when no version of it is visible yet. */
export function creditOrder(
  world: World,
  orderId: string,
  moment: number,
  bonusOf: BonusOf,
  trail: Trail = null,
): OrderCredit | null {
  const order = snapshotAt(world.index.orders.get(orderId) ?? [], moment);
  if (!order) return null;
  const month = world.programme.calendar.monthOf(order.occurredAt);
  const frame = {
    order,
    month,
    firstReceivedAt: firstReceivedAt(world, orderId),
    deadline: deadlineOf(world, orderId),
    holdEndsAt: holdEndOf(world, order),
  };
  const refunds = refundsAt(world, orderId, moment);
  const { lines: bases, alerts } = lineBases(order, refunds);
  const inOrder = alerts.map((alert) => orderAlert(orderId, alert.code, alert.lineId));
  const { currency } = world.programme.program;
  const converter = world.rates.converterAt(order.currency, currency, order.occurredAt, moment);
  const reason = orderReason(world, order) ?? (converter ? null : 'NO_FX_RATE');
  if (reason || !converter) {
    const exclusions = order.lines.map(
      (line) => ({ orderId, lineId: line.lineId, reason: reason ?? 'NO_FX_RATE' }) as const,
    );
    return { ...frame, units: [], exclusions, attributed: [], alerts: inOrder, tieredCreators: new Set(), lines: [] };
  }
  const voidOf = remember((creatorId) => voidReason(world, order, creatorId, moment));
  const touches = collectTouches(world, order, frame.deadline, moment, trail);
  const reasons = new Map<string, ExclusionReason>();
  const priced: PricedLine[] = [];
  order.lines.forEach((line, position) => {
    const base = bases[position];
    if (!base) return;
    const credit = creditLine(world, order, line, touches, voidOf, moment, trail);
    const gross = converter(base.grossMinor);
    const parts = partsOf(world, order, line, credit.touches, voidOf);
    const why = credit.reason ?? (gross === 0n && !isVoid(parts.reason) ? 'ZERO_BASE' : parts.reason);
    if (why) reasons.set(line.lineId, why);
    priced.push({
      line,
      position,
      touches: credit.touches,
      parts: parts.parts,
      isPaid: why === null,
      grossBaseMinor: credit.reason ? 0n : gross,
      netBaseMinor: credit.reason ? 0n : converter(base.netMinor),
      quantity: base.quantity,
      netQuantity: base.netQuantity,
    });
  });
  const bonuses = new Set<string>();
  const full = fullCommissions(world, order, priced, (creatorId) => {
    bonuses.add(creatorId);
    return bonusOf(creatorId, month);
  });
  const drafted = draftUnits(world, order, priced, full, moment);
  return {
    ...frame,
    units: drafted.units,
    exclusions: [...reasons].map(([lineId, why]) => ({ orderId, lineId, reason: why })),
    attributed: drafted.attributed,
    alerts: inOrder,
    tieredCreators: bonuses,
    lines: full,
  };
}

/** T11: who may not earn is asked before what the line is worth. */
function isVoid(reason: ExclusionReason | null): boolean {
  return reason === 'SELF_PURCHASE' || reason === 'CREATOR_BANNED';
}

/** S4: nothing becomes payable before this, UTC ms. */
function holdEndOf(world: World, order: OrderFact): number {
  const terms = termsOf(world, order);
  const start =
    terms.holdBasis === 'order'
      ? order.occurredAt
      : (order.deliveredAt ?? order.occurredAt + terms.deliveryWaitDays * DAY_MS);
  return Math.max(start + terms.holdDays * DAY_MS, deadlineOf(world, order.id));
}

function creditLine(
  world: World,
  order: OrderFact,
  line: OrderLine,
  touches: readonly Touch[],
  voidOf: (creatorId: string) => VoidReason | null,
  moment: number,
  trail: Trail,
): Credit {
  if (line.giftCard) return { touches: [], reason: 'GIFT_CARD' };
  if (line.subscription && line.subscription.cycle > 1)
    return originTouches(world, line.subscription.contractId, moment);
  return touchesOfLine(world, order, line, touches, voidOf, trail);
}

function orderAlert(orderId: string, code: Alert['code'], lineId: string | null): Alert {
  return { code, subject: lineId === null ? { order_id: orderId } : { order_id: orderId, line_id: lineId } };
}

function remember<T>(read: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, read(key));
    return known.get(key) as T;
  };
}
