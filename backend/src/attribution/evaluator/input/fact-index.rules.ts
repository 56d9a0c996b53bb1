// Facts arranged for look-up by viewer, order and customer, with duplicates and snapshots resolved (F1, F2).
import type {
  AdjustmentFact,
  ClickTypeFact,
  DecisionFact,
  EngagementFact,
  Fact,
  FxRateFact,
  IdentityFact,
  OrderFact,
  PayoutBatchFact,
  PayoutResultFact,
  RefundFact,
  RefundVoidFact,
  SnapshotFact,
  ViewFact,
} from './facts.rules.js';
import { byCodePoint, canonicalJson } from '../../../facts/canonical.rules.js';

/** All versions of one view, or the one event, that a viewer made. Versions stand in F1 order, weakest first. */
export interface EngagementGroup {
  readonly id: string;
  readonly versions: readonly EngagementFact[];
}

export interface FactIndex {
  readonly asOf: number;
  readonly orders: ReadonlyMap<string, readonly OrderFact[]>;
  readonly engagement: ReadonlyMap<string, readonly EngagementGroup[]>;
  readonly identities: ReadonlyMap<string, readonly IdentityFact[]>;
  readonly refunds: ReadonlyMap<string, readonly RefundFact[]>;
  readonly refundVoids: ReadonlyMap<string, readonly RefundVoidFact[]>;
  readonly decisions: readonly DecisionFact[];
  readonly adjustments: readonly AdjustmentFact[];
  readonly fxRates: readonly FxRateFact[];
  readonly batches: readonly PayoutBatchFact[];
  readonly results: readonly PayoutResultFact[];
  /** Orders with a line of the contract, by contract id. */
  readonly contracts: ReadonlyMap<string, readonly string[]>;
  readonly conflicts: readonly { readonly type: string; readonly id: string }[];
}

type EventFact = Exclude<Fact, SnapshotFact>;

/** Builds the index of all facts visible at `asOf` (received_at <= asOf). The order of `facts` does not matter. */
export function indexFacts(facts: readonly Fact[], asOf: number): FactIndex {
  const snapshots = new Map<string, SnapshotFact[]>();
  const events = new Map<string, EventFact[]>();
  for (const fact of facts) {
    if (fact.receivedAt > asOf) continue;
    const key = `${fact.type}\n${fact.id}`;
    if (fact.type === 'view' || fact.type === 'order') push(snapshots, key, fact);
    else push(events, key, fact);
  }
  const conflicts: { type: string; id: string }[] = [];
  const first: EventFact[] = [];
  for (const group of events.values()) first.push(firstReceived(group, conflicts));
  conflicts.sort((a, b) => byCodePoint(a.type, b.type) || byCodePoint(a.id, b.id));
  return arrange(snapshots, first, conflicts, asOf);
}

function arrange(
  snapshots: ReadonlyMap<string, SnapshotFact[]>,
  events: readonly EventFact[],
  conflicts: FactIndex['conflicts'],
  asOf: number,
): FactIndex {
  const orders = new Map<string, readonly OrderFact[]>();
  const contracts = new Map<string, string[]>();
  const engagement = new Map<string, EngagementGroup[]>();
  for (const copies of snapshots.values()) {
    const group = copies.sort(bySnapshotOrder).filter(isNews);
    const head = group[0];
    if (head?.type === 'order') addOrder(orders, contracts, head.id, group as OrderFact[]);
    else if (head) addEngagement(engagement, { id: head.id, versions: group as ViewFact[] });
  }
  for (const fact of events) {
    if (isClickType(fact)) addEngagement(engagement, { id: fact.id, versions: [fact] });
  }
  const pick = <T extends EventFact['type']>(type: T): Extract<EventFact, { type: T }>[] =>
    events.filter((fact): fact is Extract<EventFact, { type: T }> => fact.type === type);
  return {
    asOf,
    orders,
    contracts,
    engagement,
    identities: groupBy(pick('identity'), (fact) => fact.customerId),
    refunds: groupBy(pick('refund'), (fact) => fact.orderId),
    refundVoids: groupBy(pick('refund_void'), (fact) => fact.refundId),
    decisions: pick('decision').sort(byTimeThenId),
    adjustments: pick('adjustment'),
    fxRates: pick('fx_rate'),
    batches: pick('payout_batch'),
    results: pick('payout_result'),
    conflicts,
  };
}

function addOrder(
  orders: Map<string, readonly OrderFact[]>,
  contracts: Map<string, string[]>,
  id: string,
  versions: readonly OrderFact[],
): void {
  orders.set(id, versions);
  const seen = new Set<string>();
  for (const version of versions) {
    for (const line of version.lines) if (line.subscription) seen.add(line.subscription.contractId);
  }
  for (const contract of seen) push(contracts, contract, id);
}

function addEngagement(engagement: Map<string, EngagementGroup[]>, group: EngagementGroup): void {
  const viewers = new Set(group.versions.map((fact) => fact.viewerId));
  for (const viewer of viewers) if (viewer !== null) push(engagement, viewer, group);
}

export function isClickType(fact: Fact): fact is ClickTypeFact {
  return (
    fact.type === 'click' ||
    fact.type === 'add_to_cart' ||
    fact.type === 'link_click' ||
    fact.type === 'storefront_click'
  );
}

/** F1: the highest version, then the later receipt, then the greater canonical JSON comes last. */
function bySnapshotOrder(a: SnapshotFact, b: SnapshotFact): number {
  return (
    a.version - b.version ||
    a.receivedAt - b.receivedAt ||
    byCodePoint(canonicalJson(a.source), canonicalJson(b.source))
  );
}

/** A copy that follows its equal in F1 order says nothing new at any moment. */
function isNews(fact: SnapshotFact, position: number, sorted: readonly SnapshotFact[]): boolean {
  const before = sorted[position - 1];
  if (!before || before.version !== fact.version) return true;
  return canonicalJson(before.source, ['received_at']) !== canonicalJson(fact.source, ['received_at']);
}

/** F1 at a moment: the strongest version received by then, or null. `versions` must stand in F1 order. */
export function snapshotAt<T extends SnapshotFact | EngagementFact>(versions: readonly T[], moment: number): T | null {
  return versions.findLast((version) => version.receivedAt <= moment) ?? null;
}

/** F2: the first received, then the smaller canonical JSON. Another content under the same id is reported. */
function firstReceived(group: readonly EventFact[], conflicts: { type: string; id: string }[]): EventFact {
  const head = group[0] as EventFact;
  if (group.length === 1) return head;
  const contents = new Set(group.map((fact) => canonicalJson(fact.source, ['received_at'])));
  if (contents.size > 1) conflicts.push({ type: head.type, id: head.id });
  const [first = head] = [...group].sort(
    (a, b) => a.receivedAt - b.receivedAt || byCodePoint(canonicalJson(a.source), canonicalJson(b.source)),
  );
  return first;
}

/** "The last by (time, id)" of decisions, results and batches. */
export function byTimeThenId(a: Fact, b: Fact): number {
  return a.occurredAt - b.occurredAt || byCodePoint(a.id, b.id);
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) push(groups, key(item), item);
  return groups;
}
