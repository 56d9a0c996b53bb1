// What the register notes of an order that flows in by the shop's own messages: what was paid, what came back, whose it is. Pure.
import { lineBases } from '../../attribution/evaluator/terms/bases.rules.js';
import type { OrderFact } from '../../attribution/evaluator/input/facts.rules.js';
import { parseFacts } from '../../attribution/evaluator/input/parse-facts.rules.js';
import type { StoredFact } from '../../facts/fact.rules.js';
import { totalOf } from '../../orders/total.rules.js';

export interface Snapshot {
  orderId: string;
  person: string | null;
  at: Date;
  status: 'paid' | 'pending' | 'cancelled';
  totalMinor: bigint;
  currency: string;
  returnedMinor: bigint;
  /** Nothing is left of its lines. */
  returned: boolean;
}

/** What stands for the customer of an order whose shop names none is nobody. */
const isSomebody = (customer: unknown): customer is string =>
  typeof customer === 'string' && !customer.startsWith('~order:');

/** The order as its newest version and its refunds say. Facts of other orders are left out; null when there is no version. */
export function snapshotOf(orderId: string, facts: readonly StoredFact[]): Snapshot | null {
  const versions = facts.filter((fact) => fact.type === 'order' && fact.id === orderId);
  const [newest] = versions.sort(
    (a, b) => b.version - a.version || Date.parse(b.received_at) - Date.parse(a.received_at),
  );
  if (!newest) return null;
  const voided = new Set(facts.filter(({ type }) => type === 'refund_void').map((fact) => fact['refund_id']));
  const refunds = firstOfEach(
    facts.filter((fact) => fact.type === 'refund' && fact['order_id'] === orderId && !voided.has(fact.id)),
  );
  const parsed = parseFacts([newest, ...refunds]);
  const order = parsed.find((fact): fact is OrderFact => fact.type === 'order');
  if (!order) return null;
  const back = parsed.filter((fact) => fact.type === 'refund');
  const { lines } = lineBases({ ...order, status: 'paid' }, back);
  const returnedMinor = lines.reduce((sum, { grossMinor, netMinor }) => sum + grossMinor - netMinor, 0n);
  const gross = lines.reduce((sum, { grossMinor }) => sum + grossMinor, 0n);
  const customer = (newest['buyer'] as { customer_id?: unknown } | undefined)?.customer_id;
  return {
    ...{
      orderId,
      person: isSomebody(customer) ? customer : null,
      at: new Date(newest.occurred_at),
      status: order.status,
    },
    ...{ totalMinor: totalOf(newest), currency: order.currency, returnedMinor },
    returned: gross > 0n && returnedMinor >= gross,
  };
}

/** A refund whose content was contradicted later counts as it was told first (money.md F2). */
function firstOfEach(refunds: StoredFact[]): StoredFact[] {
  const first = new Map<string, StoredFact>();
  for (const fact of refunds.sort((a, b) => Date.parse(a.received_at) - Date.parse(b.received_at))) {
    if (!first.has(fact.id)) first.set(fact.id, fact);
  }
  return [...first.values()];
}
