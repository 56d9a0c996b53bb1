// Turns the evaluator's result about an order into one decision per line, with the trace that explains it.
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../facts/canonical.rules.js';
import type { StoredFact } from '../facts/fact.rules.js';
import { CREDITED, LINE_GONE, type AttributedUnit, type LineTrace, type TraceTouch } from './attribution.rules.js';
import type { Commission, EvaluationResult, Fact, ProgramConfig } from './evaluator/evaluate.rules.js';
import type { Explanation } from './evaluator/explain.rules.js';
import { snapshotAt } from './evaluator/input/fact-index.rules.js';
import type { OrderFact } from './evaluator/input/facts.rules.js';
import { lineBases } from './evaluator/terms/bases.rules.js';
import { refundsAt } from './evaluator/units/origin.rules.js';
import { prepareWorld, type World } from './evaluator/world.rules.js';

/** A decision before it has a version. `digest` tells whether it says anything new. */
export interface DecisionDraft {
  orderId: string;
  lineId: string;
  reason: string;
  units: AttributedUnit[];
  trace: LineTrace;
  digest: Buffer;
}

/** Everything a decision is drawn from. */
export interface Evaluated {
  config: ProgramConfig;
  facts: readonly Fact[];
  stored: readonly StoredFact[];
  result: EvaluationResult;
  asOf: number;
}

/** One draft for each line of each order; `known` are lines that were decided before and may have gone since. */
export function draftDecisions(
  evaluated: Evaluated,
  orderIds: readonly string[],
  known: readonly { orderId: string; lineId: string }[],
): DecisionDraft[] {
  const world = prepareWorld(evaluated.config, evaluated.facts, evaluated.asOf);
  const sources = new Map(evaluated.stored.map((fact) => [fact.id, fact]));
  return orderIds.flatMap((orderId) => {
    const order = snapshotAt(world.index.orders.get(orderId) ?? [], evaluated.asOf);
    if (!order) return [];
    const present = new Set(order.lines.map((line) => line.lineId));
    const gone = known.filter((k) => k.orderId === orderId && !present.has(k.lineId));
    return [
      ...linesOf(evaluated, world, order, sources),
      ...gone.map(({ lineId }) => goneLine(evaluated, order, lineId)),
    ];
  });
}

function linesOf(
  evaluated: Evaluated,
  world: World,
  order: OrderFact,
  sources: ReadonlyMap<string, StoredFact>,
): DecisionDraft[] {
  const { lines } = lineBases(order, refundsAt(world, order.id, evaluated.asOf));
  const commissions = evaluated.result.commissions.filter((c) => c.orderId === order.id);
  return order.lines.flatMap((line, i) => {
    const why = evaluated.result.explain(order.id, line.lineId);
    if (!why) return [];
    const own = commissions.filter((c) => c.lineId === line.lineId);
    const units = own.map((c) => unitOf(c, why, line.productId, evaluated.result.currency));
    const trace: LineTrace = {
      ...frameOf(order, evaluated.result.currency),
      grossBaseMinor: why.baseGrossMinor.toString(),
      netBaseMinor: why.baseNetMinor.toString(),
      orderBaseMinor: (lines[i]?.grossMinor ?? 0n).toString(),
      orderNetMinor: (lines[i]?.netMinor ?? 0n).toString(),
      present: true,
      touches: touchesOf(evaluated.config, why, sources),
    };
    const reason = units.length > 0 ? CREDITED : (why.reason ?? 'NO_RULE');
    return [sealed({ orderId: order.id, lineId: line.lineId, reason, units, trace })];
  });
}

const frameOf = (order: OrderFact, currency: string) => ({
  orderStatus: order.status,
  placedAt: new Date(order.occurredAt).toISOString(),
  currency,
  orderCurrency: order.currency,
});

/** An edit took the line away: what it had earned is reversed (money.md B5). */
function goneLine(evaluated: Evaluated, order: OrderFact, lineId: string): DecisionDraft {
  const zero = { grossBaseMinor: '0', netBaseMinor: '0', orderBaseMinor: '0', orderNetMinor: '0' };
  const trace: LineTrace = { ...frameOf(order, evaluated.result.currency), ...zero, present: false, touches: [] };
  return sealed({ orderId: order.id, lineId, reason: LINE_GONE, units: [], trace });
}

function unitOf(commission: Commission, why: Explanation, productId: string, currency: string): AttributedUnit {
  const earner = commission.via ?? commission.creatorId;
  const parts = why.parts.filter((part) => part.creatorId === earner && part.instrument === commission.instrument);
  const source = why.touches.find((touch) => touch.touchId === parts.at(-1)?.touchId)?.source ?? null;
  return {
    kind: commission.kind,
    creatorId: commission.creatorId,
    via: commission.via,
    instrument: commission.instrument,
    match: commission.match,
    ruleId: commission.ruleId,
    videoId: source?.startsWith('video:') ? source.slice('video:'.length) : null,
    productId: productId === '' ? null : productId,
    currency,
    grossBaseMinor: commission.baseGrossMinor.toString(),
    baseMinor: commission.baseMinor.toString(),
    amountMinor: commission.amountMinor.toString(),
    capped: commission.capped,
    state: commission.state,
    holdUntil: new Date(commission.holdEndsAt).toISOString(),
  };
}

const INSTRUMENT_OF: Record<string, string> = {
  view: 'onsite_view',
  click: 'onsite_click',
  add_to_cart: 'onsite_cart',
  link_click: 'deep_link',
  storefront_click: 'storefront',
};

/** The trail of a touch that was dropped early names only its fact; the fact says the rest. */
function touchesOf(config: ProgramConfig, why: Explanation, sources: ReadonlyMap<string, StoredFact>): TraceTouch[] {
  const touches = why.touches.map((touch): TraceTouch => {
    const fact = sources.get(touch.touchId);
    const part = why.parts.find((p) => p.touchId === touch.touchId);
    const code = touch.touchId.startsWith('code:') ? touch.touchId.slice('code:000:'.length) : null;
    const videoId = typeof fact?.['video_id'] === 'string' ? fact['video_id'] : null;
    const owners =
      code === null
        ? (config.videos.find((video) => video.id === videoId)?.creators.map((share) => share.creatorId) ??
          config.links.filter((link) => link.id === fact?.['link_id']).map((link) => link.creatorId))
        : config.promoCodes.filter((c) => c.code.trim().toLowerCase() === code).map((c) => c.creatorId);
    const at = touch.at ?? (fact ? Date.parse(fact.occurred_at) : code === null ? null : why.orderedAt);
    return {
      id: touch.touchId,
      instrument: touch.instrument ?? (code === null ? (INSTRUMENT_OF[fact?.type ?? ''] ?? null) : 'promo_code'),
      at: at === null ? null : new Date(at).toISOString(),
      creatorIds: owners ?? [],
      videoId,
      code,
      verdict: touch.verdict,
      weight: part ? part.weight.toString() : null,
      match: part?.match ?? null,
    };
  });
  return touches.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.verdict < b.verdict ? -1 : 1));
}

/**
 * The digest leaves out what time alone changes: a pending unit becomes payable at the end of its hold without a new
 * decision, so looking again later at the same facts adds no row.
 */
function sealed(draft: Omit<DecisionDraft, 'digest'>): DecisionDraft {
  const units = draft.units.map((unit) => ({ ...unit, state: unit.state === 'payable' ? 'pending' : unit.state }));
  const text = canonicalJson({ reason: draft.reason, units, trace: draft.trace as unknown as Json } as unknown as Json);
  return { ...draft, digest: createHash('sha256').update(text).digest() };
}
