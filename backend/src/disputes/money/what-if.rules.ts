// The facts of an order as they would stand if what a creator says were so: a code used, a link or video clicked, nothing returned. Pure.
import type { StoredFact } from '../../facts/fact.rules.js';
import type { CameBy } from '../dispute.status.js';

export interface Supposed {
  orderId: string;
  /** Names what is supposed, so that it cannot meet a real fact. */
  disputeId: string;
  touch: { by: CameBy; ref: string; products: readonly string[] } | null;
  /** Returns and the cancellation are left out. */
  kept: boolean;
  /** A check is lifted at this moment. */
  approved: { lineId: string; creatorId: string; at: string } | null;
}

/** A second before the order: later than whatever was done before, and still in every window. */
const BEFORE_MS = 1000;

/** The real facts, with those of the order changed and touches added; nothing is written. */
export function suppose(facts: readonly StoredFact[], said: Supposed): StoredFact[] {
  const orders = facts.filter((fact) => fact.type === 'order' && fact.id === said.orderId);
  const rest = facts.filter((fact) => !orders.includes(fact) && !(said.kept && isRefundOf(fact, said.orderId)));
  const newest = orders.reduce<StoredFact | null>(
    (best, one) => (best && best.version > one.version ? best : one),
    null,
  );
  if (!newest) return [...facts];
  const viewer = textOf(newest['viewer_id']) ?? `supposed:${said.disputeId}`;
  const changed = orders.map((order) => ({ ...order, ...changesOf(order, said, viewer) }));
  return [...rest, ...changed, ...touchesOf(newest, orders, said, viewer), ...approvalOf(said)];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const isRefundOf = (fact: StoredFact, orderId: string): boolean =>
  fact.type === 'refund' && fact['order_id'] === orderId;

function approvalOf({ approved, orderId, disputeId }: Supposed): StoredFact[] {
  if (!approved) return [];
  const subject = { kind: 'commission', order_id: orderId, line_id: approved.lineId, creator_id: approved.creatorId };
  const moment = { version: 0, occurred_at: approved.at, received_at: approved.at };
  return [{ ...moment, type: 'decision', id: `~supposed:${disputeId}`, action: 'approve', subject }];
}

function changesOf(order: StoredFact, { touch, kept }: Supposed, viewer: string): Record<string, unknown> {
  const codes = Array.isArray(order['discount_codes']) ? (order['discount_codes'] as unknown[]) : [];
  return {
    ...(touch?.by === 'code' ? { discount_codes: [...codes, touch.ref] } : {}),
    ...(touch && touch.by !== 'code' ? { viewer_id: viewer } : {}),
    ...(kept && order['status'] === 'cancelled' ? { status: 'paid' } : {}),
  };
}

function touchesOf(newest: StoredFact, orders: readonly StoredFact[], said: Supposed, viewer: string): StoredFact[] {
  const { touch } = said;
  if (!touch || touch.by === 'code') return [];
  const at = new Date(Date.parse(newest.occurred_at) - BEFORE_MS).toISOString();
  // Received with the order: late is what the creator disputes, not what they are to be refused for.
  const received = orders.map((order) => order.received_at).sort()[0] ?? newest.received_at;
  const common = { version: 0, occurred_at: at, received_at: received, viewer_id: viewer, consent: true, ivt: false };
  if (touch.by === 'link') {
    return [{ ...common, type: 'link_click', id: `supposed:${said.disputeId}`, link_id: touch.ref }];
  }
  const bought = (Array.isArray(newest['lines']) ? (newest['lines'] as Record<string, unknown>[]) : []).flatMap(
    (line) => textOf(line['product_id']) ?? [],
  );
  const shown = [...new Set(bought)].filter((product) => touch.products.includes(product));
  return shown.map((product) => ({
    ...{ ...common, type: 'click', id: `supposed:${said.disputeId}:${product}` },
    ...{ video_id: touch.ref, product_id: product },
  }));
}
