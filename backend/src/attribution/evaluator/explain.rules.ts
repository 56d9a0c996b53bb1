// The explanation of one line: every touch with the rule that dropped or kept it, weights, F, quotas, remainders (T12).
import { byCodePoint } from '../../facts/canonical.rules.js';
import type { Instrument, MatchKind } from './input/config.rules.js';
import type { ExclusionReason, VoidReason } from './evaluator.reasons.js';
import type { Replay } from './book/timeline.rules.js';
import type { TouchTrace } from './touches/touch.rules.js';
import { creditOrder } from './units/order-credit.rules.js';
import { splitLine } from './units/unit-drafts.rules.js';
import type { UnitState } from './unit.status.js';
import type { World } from './world.rules.js';

/** One touch's part of one creator: its weight and the full commission F it would bring on the whole line. */
export interface ExplainedPart {
  readonly touchId: string;
  readonly instrument: Instrument;
  readonly match: MatchKind;
  readonly creatorId: string;
  readonly weight: bigint;
  readonly ruleId: string | null;
  readonly void: VoidReason | null;
  readonly fullGrossMinor: bigint;
  readonly fullNetMinor: bigint;
}

/** One creator's quota before refunds: numerator / denominator, its whole part, remainder, and what the split gave. */
export interface ExplainedQuota {
  readonly creatorId: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly floorMinor: bigint;
  readonly remainder: bigint;
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
}

export interface ExplainedUnit {
  readonly kind: 'sale' | 'referral';
  readonly creatorId: string;
  readonly amountMinor: bigint;
  readonly capped: boolean;
  readonly state: UnitState;
  readonly score: number;
  readonly holdEndsAt: number;
}

export interface Explanation {
  readonly orderId: string;
  readonly lineId: string;
  readonly orderedAt: number;
  readonly firstReceivedAt: number;
  /** T1's D: engagement received later does not count for this order. */
  readonly deadline: number;
  readonly reason: ExclusionReason | null;
  readonly baseGrossMinor: bigint;
  readonly baseNetMinor: bigint;
  readonly touches: readonly TouchTrace[];
  readonly parts: readonly ExplainedPart[];
  readonly quotas: readonly ExplainedQuota[];
  readonly units: readonly ExplainedUnit[];
}

/** Explains a line as it stood at the end of a replay. */
export function explainLine(world: World, replay: Replay, orderId: string, lineId: string): Explanation | null {
  const touches: TouchTrace[] = [];
  const bonusOf = replay.tiers.bonusOf.bind(replay.tiers);
  const credit = creditOrder(world, orderId, world.index.asOf, bonusOf, (trace) => touches.push(trace));
  if (!credit?.order.lines.some((line) => line.lineId === lineId)) return null;
  const line = credit.lines.find((item) => item.lineId === lineId);
  const quotas = line && line.parts.length > 0 ? splitLine(world, credit.order, line, line) : [];
  return {
    orderId,
    lineId,
    orderedAt: credit.order.occurredAt,
    firstReceivedAt: credit.firstReceivedAt,
    deadline: credit.deadline,
    reason: credit.exclusions.find((item) => item.lineId === lineId)?.reason ?? null,
    baseGrossMinor: line?.grossBaseMinor ?? 0n,
    baseNetMinor: line?.netBaseMinor ?? 0n,
    touches: touches
      .filter((trace) => trace.lineId === null || trace.lineId === lineId)
      .sort((a, b) => byCodePoint(a.touchId, b.touchId)),
    parts: (line?.parts ?? []).map((part, index) => ({
      touchId: part.touch.id,
      instrument: part.touch.instrument,
      match: part.match,
      creatorId: part.creatorId,
      weight: part.weight,
      ruleId: part.rule?.id ?? null,
      void: part.void,
      fullGrossMinor: line?.fullGrossMinor[index] as bigint,
      fullNetMinor: line?.fullNetMinor[index] as bigint,
    })),
    quotas: quotas.map((share) => ({
      creatorId: share.creatorId,
      numerator: share.grossNumerator,
      denominator: share.denominator,
      floorMinor: share.grossNumerator / share.denominator,
      remainder: share.grossNumerator % share.denominator,
      grossMinor: share.grossMinor,
      netMinor: share.netMinor,
    })),
    units: replay.units
      .ofOrder(orderId)
      .flatMap(({ unit, state }) => (unit.lineId === lineId ? [{ ...unit, state }] : [])),
  };
}
