// Turns what the evaluator said of orders into alerts: touches it dropped as false, own purchases, scores, odd refunds.
import type { LineDecision, TraceTouch } from '../../attribution/attribution.rules.js';
import type { AlertDraft, RiskFact } from '../alert.rules.js';
import { isRule, type RiskRule } from '../risk.reasons.js';

/** Verdicts on touches that a person should know of, and the rule each belongs to. */
const OF_VERDICT: Readonly<Record<string, RiskRule>> = {
  T4_SELF_PURCHASE: 'SELF_PURCHASE',
  E7_IMPOSSIBLE: 'IMPOSSIBLE_WATCH',
  E9_CLICK_FLOOD: 'CLICK_FLOOD',
  E9_INVALID_TRAFFIC: 'ROBOT',
};

/**
 * Alerts of the newest decisions of some lines. `decided`: orders that somebody or a rule decided about: what stands in review
 * there was put there, the score did not do it.
 */
export function alertsOfLines(lines: readonly LineDecision[], decided: ReadonlySet<string>): AlertDraft[] {
  return lines.flatMap((line) => [...touchAlerts(line), ...(decided.has(line.orderId) ? [] : scoreAlerts(line))]);
}

function touchAlerts(line: LineDecision): AlertDraft[] {
  const found = line.trace.touches.flatMap((touch) => {
    const rule = OF_VERDICT[touch.verdict];
    return rule ? touch.creatorIds.map((creatorId) => ({ rule, creatorId, touch })) : [];
  });
  const groups = Map.groupBy(found, ({ rule, creatorId }) => JSON.stringify([rule, creatorId]));
  return [...groups.values()].flatMap((same): AlertDraft[] => {
    const [first] = same;
    if (!first) return [];
    const { rule, creatorId } = first;
    const touches = same.map(({ touch }) => touch);
    const owns = line.units.some((unit) => unit.kind === 'sale' && unit.creatorId === creatorId);
    return [
      {
        ...{ rule, creatorId, orderId: line.orderId, facts: [touchFact(rule, touches)] },
        key: JSON.stringify([line.orderId, line.lineId]),
        units: owns ? [{ orderId: line.orderId, lineId: line.lineId }] : [],
      },
    ];
  });
}

function touchFact(rule: RiskRule, touches: readonly TraceTouch[]): RiskFact {
  const moments = touches.flatMap((touch) => touch.at ?? []).sort();
  const params: Record<string, string> = { count: String(touches.length) };
  if (moments[0]) params['at'] = moments[0];
  return { code: rule, params };
}

/** S1, S3: with no decision about it, review and rejected come from the score. */
function scoreAlerts(line: LineDecision): AlertDraft[] {
  return line.units.flatMap((unit): AlertDraft[] => {
    if (unit.kind !== 'sale' || (unit.state !== 'review' && unit.state !== 'rejected')) return [];
    return [
      {
        ...{ rule: 'SCORE', creatorId: unit.creatorId, orderId: line.orderId },
        key: JSON.stringify([line.orderId, line.lineId]),
        facts: [{ code: 'SCORE', params: { state: unit.state } }],
        units: [{ orderId: line.orderId, lineId: line.lineId }],
      },
    ];
  });
}

/** An alert of the evaluator as it was told. */
export interface ToldAlert {
  code: string;
  subject: Record<string, string>;
}

/** Alerts of a whole evaluation. Those about an order name each creator who earns from it; `earners`: by order id. */
export function alertsOfEvaluation(
  told: readonly ToldAlert[],
  earners: ReadonlyMap<string, readonly { creatorId: string; lineId: string }[]>,
): AlertDraft[] {
  return told.flatMap(({ code, subject }): AlertDraft[] => {
    if (!isRule(code)) return [];
    const orderId = subject['order_id'] ?? (subject['type'] === 'order' ? (subject['id'] ?? null) : null);
    const params = Object.fromEntries(Object.entries(subject).filter(([name]) => name !== 'order_id'));
    const common = { rule: code, key: JSON.stringify(subject), orderId, facts: [{ code, params }] };
    const lineId = subject['line_id'];
    const lines = (earners.get(orderId ?? '') ?? []).filter((one) => lineId === undefined || one.lineId === lineId);
    const creators = Map.groupBy(lines, (one) => one.creatorId);
    if (creators.size === 0) return [{ ...common, creatorId: null, units: [] }];
    return [...creators].map(([creatorId, own]) => ({
      ...{ ...common, creatorId },
      units: own.map((one) => ({ orderId: orderId ?? '', lineId: one.lineId })),
    }));
  });
}
