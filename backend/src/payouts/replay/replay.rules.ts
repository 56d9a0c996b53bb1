// Compares a replay from the first fact with what is stored, unit by unit and account by account (money.md invariant 8).
import type { EvaluationResult } from '../../attribution/evaluator/evaluate.rules.js';
import type { Finding } from '../../ledger/ledger-checks.service.js';

/** A unit as it is stored, with what the book holds for it; credits positive. */
export interface StoredUnit {
  order_id: string;
  line_id: string;
  kind: string;
  creator_id: string;
  via: string | null;
  amount: string;
  base: string;
  state: string;
  pending: string;
  payable: string;
}

const keyOf = (order: string, line: string, kind: string, creator: string, via: string | null): string =>
  JSON.stringify([order, line, kind, creator, via]);

const WAITING = ['pending', 'review'];

/**
 * What differs of the units; `skip` are orders that something is still on its way for. A unit that stands at nothing may be
 * in one and not in the other: the evaluator forgets what vanished, the store keeps it as reversed.
 */
export function unitFindings(
  result: EvaluationResult,
  stored: readonly StoredUnit[],
  skip: ReadonlySet<string>,
): Finding[] {
  const found: Finding[] = [];
  const open = new Map(stored.map((u) => [keyOf(u.order_id, u.line_id, u.kind, u.creator_id, u.via), u]));
  for (const unit of result.commissions) {
    const key = keyOf(unit.orderId, unit.lineId, unit.kind, unit.creatorId, unit.via);
    const known = open.get(key);
    open.delete(key);
    if (skip.has(unit.orderId)) continue;
    const waits = WAITING.includes(unit.state);
    const [pending, payable] = waits ? [unit.amountMinor, 0n] : [0n, unit.amountMinor];
    const expected = [unit.amountMinor, unit.baseMinor, unit.state, pending, payable].join(' ');
    const is = known ? [known.amount, known.base, known.state, known.pending, known.payable].join(' ') : 'no such unit';
    if (is !== expected) found.push({ invariant: 'replay', subject: key, expected, found: is });
  }
  for (const [key, left] of open) {
    const stands = BigInt(left.amount) !== 0n || BigInt(left.pending) !== 0n || BigInt(left.payable) !== 0n;
    if (!stands || skip.has(left.order_id)) continue;
    const is = [left.amount, left.base, left.state, left.pending, left.payable].join(' ');
    found.push({ invariant: 'replay', subject: key, expected: 'no such unit', found: is });
  }
  return found;
}

/** Sums by `account@currency` of the transactions that are not commissions. */
export function accountFindings(expected: ReadonlyMap<string, bigint>, stored: ReadonlyMap<string, bigint>): Finding[] {
  const names = [...new Set([...expected.keys(), ...stored.keys()])].sort();
  return names.flatMap((name): Finding[] => {
    const [should, is] = [expected.get(name) ?? 0n, stored.get(name) ?? 0n];
    if (should === is) return [];
    return [{ invariant: 'replay', subject: name, expected: should.toString(), found: is.toString() }];
  });
}
