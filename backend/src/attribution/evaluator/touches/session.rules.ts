// Where the visit that ended in an order began: back from the order as long as its viewers were never away for half an hour.
import { snapshotAt } from '../input/fact-index.rules.js';
import type { EngagementFact, OrderFact } from '../input/facts.rules.js';
import type { World } from '../world.rules.js';

/** A visit ends after 30 minutes without an event (money.md 4.1); shops' own analytics use the same. */
export const SESSION_GAP_MS = 1_800_000;

/**
 * UTC ms of the visit's first event; the order itself where there was none before it. Invalid traffic and events without consent
 * keep no visit alive, since they keep no touch alive either.
 */
export function sessionStart(world: World, order: OrderFact, viewers: ReadonlySet<string>, seenUntil: number): number {
  const spans: { readonly from: number; readonly to: number }[] = [];
  for (const viewerId of viewers) {
    for (const { versions } of world.index.engagement.get(viewerId) ?? []) {
      const fact = snapshotAt(versions, seenUntil);
      if (!fact || fact.ivt || !fact.consent || fact.viewerId !== viewerId) continue;
      if (fact.occurredAt <= order.occurredAt) spans.push({ from: fact.occurredAt, to: endOf(fact) });
    }
  }
  spans.sort((a, b) => b.to - a.to);
  let start = order.occurredAt;
  for (const { from, to } of spans) {
    if (start - to > SESSION_GAP_MS) break;
    start = Math.min(start, from);
  }
  return start;
}

/** A view lasts until its last segment ends. */
function endOf(fact: EngagementFact): number {
  if (fact.type !== 'view') return fact.occurredAt;
  return fact.occurredAt + fact.segments.reduce((last, { wallToMs }) => Math.max(last, wallToMs), 0);
}
