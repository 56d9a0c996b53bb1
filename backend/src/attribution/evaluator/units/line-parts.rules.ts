// Who has which part of a line, on what terms, and the full commission F of each part (T9, P1, P2, P5).
import type { Rule } from '../input/config.rules.js';
import type { OrderFact, OrderLine } from '../input/facts.rules.js';
import { momentOf, termsOf } from '../input/moment.rules.js';
import type { ExclusionReason, VoidReason } from '../evaluator.reasons.js';
import type { WeightedTouch } from '../touches/touch.rules.js';
import type { World } from '../world.rules.js';
import { fullCommission, spreadOrderAmount } from '../terms/commission.rules.js';
import type { LineCredit, Part } from './draft.rules.js';
import { chooseRule, paysCycle } from '../terms/plan.rules.js';

/** A line with its bases in the settlement currency and the parts of its creators. */
export interface PricedLine {
  readonly line: OrderLine;
  readonly position: number;
  readonly touches: readonly WeightedTouch[];
  readonly parts: readonly Part[];
  readonly isPaid: boolean;
  readonly grossBaseMinor: bigint;
  readonly netBaseMinor: bigint;
  readonly quantity: bigint;
  readonly netQuantity: bigint;
}

/** Parts of a line, earliest touch first, and the reason when none of them has terms. */
export function partsOf(
  world: World,
  order: OrderFact,
  line: OrderLine,
  touches: readonly WeightedTouch[],
  voidOf: (creatorId: string) => VoidReason | null,
): { parts: Part[]; reason: ExclusionReason | null } {
  const cycle = line.subscription?.cycle ?? 1;
  const moments = { at: order.occurredAt, known: momentOf(world, order) };
  let isLimited = false;
  const parts: Part[] = [];
  for (const { touch, match, weight } of touches) {
    for (const { creatorId, shareBps } of touch.creators) {
      if (shareBps === 0n) continue;
      const reason = voidOf(creatorId);
      const question = { creatorId, productId: line.productId, instrument: touch.instrument, ...moments };
      const chosen = reason === null ? chooseRule(world.programme, question) : null;
      const rule = chosen && paysCycle(chosen, cycle) ? chosen : null;
      isLimited ||= chosen !== null && rule === null;
      parts.push({ touch, match, creatorId, weight: weight * shareBps, rule, void: reason });
    }
  }
  if (parts.some((part) => part.rule)) return { parts, reason: null };
  return { parts, reason: voidOnly(parts) ?? (isLimited ? 'CYCLE_LIMIT' : 'NO_RULE') };
}

/** When every creator is void by now, which a copied cycle can bring: the reason, self-purchase first. */
function voidOnly(parts: readonly Part[]): VoidReason | null {
  const reasons = new Set(parts.map((part) => part.void));
  if (reasons.has(null) || reasons.size === 0) return null;
  return reasons.has('SELF_PURCHASE') ? 'SELF_PURCHASE' : 'CREATOR_BANNED';
}

/** F of every part, before refunds and after. A fixed amount per order is spread over the lines that use its rule. */
export function fullCommissions(
  world: World,
  order: OrderFact,
  priced: readonly PricedLine[],
  bonusOf: (creatorId: string) => bigint,
): LineCredit[] {
  const spreads = orderSpreads(priced);
  const { matchBps } = termsOf(world, order);
  return priced.map((line, index) => {
    const full = (side: 'gross' | 'net'): bigint[] =>
      line.parts.map((part) => {
        if (!part.rule || !line.isPaid) return 0n;
        return fullCommission(part.rule, {
          baseMinor: side === 'gross' ? line.grossBaseMinor : line.netBaseMinor,
          quantity: side === 'gross' ? line.quantity : line.netQuantity,
          matchBps: matchBps[part.match],
          bonusBps: part.rule.tiered ? bonusOf(part.creatorId) : 0n,
          orderPartMinor: spreads.get(part.rule.id)?.[side][index] ?? 0n,
        });
      });
    return {
      lineId: line.line.lineId,
      grossBaseMinor: line.grossBaseMinor,
      netBaseMinor: line.netBaseMinor,
      touches: line.touches,
      parts: line.parts,
      fullGrossMinor: full('gross'),
      fullNetMinor: full('net'),
    };
  });
}

function orderSpreads(priced: readonly PricedLine[]): Map<string, { gross: bigint[]; net: bigint[] }> {
  const rules = new Map<string, Rule>();
  for (const { parts } of priced) {
    for (const { rule } of parts) if (rule?.kind === 'fixed_per_order') rules.set(rule.id, rule);
  }
  const spreads = new Map<string, { gross: bigint[]; net: bigint[] }>();
  for (const rule of rules.values()) {
    const uses = (line: PricedLine): boolean => line.parts.some((part) => part.rule === rule);
    const gross = priced.map((line) => (uses(line) ? line.grossBaseMinor : 0n));
    const net = priced.map((line) => (uses(line) ? line.netBaseMinor : 0n));
    spreads.set(rule.id, { gross: spreadOrderAmount(rule, gross), net: spreadOrderAmount(rule, net) });
  }
  return spreads;
}
