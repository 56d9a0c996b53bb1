// Alerts, postings and explanations in snake_case JSON, for the command line's --explain.
import type { Explanation } from './explain.rules.js';
import type { Json, JsonObject } from '../../facts/canonical.rules.js';
import type { EvaluationResult } from './result.rules.js';

/** Everything beyond `expected`: alerts, every posting, and the explanation of every line with a unit or a reason. */
export function toExplained(result: EvaluationResult): JsonObject {
  const lines = new Map<string, readonly [string, string]>();
  for (const { orderId, lineId } of [...result.exclusions, ...result.commissions]) {
    lines.set(JSON.stringify([orderId, lineId]), [orderId, lineId]);
  }
  const explanations = [...lines.values()].flatMap(([orderId, lineId]): Explanation[] => {
    const explanation = result.explain(orderId, lineId);
    return explanation ? [explanation] : [];
  });
  return {
    alerts: result.alerts.map(({ code, subject }) => ({ code, ...subject })),
    entries: result.entries.map((transaction) => ({
      key: transaction.key,
      at: iso(transaction.at),
      kind: transaction.kind,
      cause: transaction.cause,
      entries: transaction.entries.map(({ account, currency, amountMinor }) => ({
        account,
        currency,
        amount: amountMinor,
      })),
    })),
    explain: explanations.map(lineForm),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function lineForm(line: Explanation): Json {
  return {
    order_id: line.orderId,
    line_id: line.lineId,
    ordered_at: iso(line.orderedAt),
    first_received_at: iso(line.firstReceivedAt),
    deadline: iso(line.deadline),
    reason: line.reason,
    base_gross: line.baseGrossMinor,
    base_net: line.baseNetMinor,
    touches: line.touches.map((touch) => ({
      touch_id: touch.touchId,
      verdict: touch.verdict,
      instrument: touch.instrument,
      at: touch.at === null ? null : iso(touch.at),
      source: touch.source,
    })),
    parts: line.parts.map((part) => ({
      touch_id: part.touchId,
      instrument: part.instrument,
      match: part.match,
      creator_id: part.creatorId,
      weight: part.weight,
      rule_id: part.ruleId,
      void: part.void,
      full_gross: part.fullGrossMinor,
      full_net: part.fullNetMinor,
    })),
    quotas: line.quotas.map((quota) => ({
      creator_id: quota.creatorId,
      numerator: quota.numerator,
      denominator: quota.denominator,
      floor: quota.floorMinor,
      remainder: quota.remainder,
      gross: quota.grossMinor,
      net: quota.netMinor,
    })),
    units: line.units.map((unit) => ({
      kind: unit.kind,
      creator_id: unit.creatorId,
      amount: unit.amountMinor,
      capped: unit.capped,
      state: unit.state,
      score: unit.score,
      hold_ends_at: iso(unit.holdEndsAt),
    })),
  };
}
