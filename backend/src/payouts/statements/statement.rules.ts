// A creator's month from the entries of the book: what came, what went, and a balance that follows from line to line.

/** One transaction as it moved the creator's three accounts; credits positive, as text. */
export interface EntryRow {
  id: string;
  kind: string;
  cause: string;
  posted_at: Date;
  order_external_id: string | null;
  product_title: string | null;
  payout_id: string | null;
  pending: string;
  payable: string;
  in_transit: string;
}

export interface StatementLine {
  id: string;
  at: Date;
  kind: 'commission' | 'hold_over' | 'refunded' | 'bonus' | 'payout' | 'payout_settled' | 'payout_failed' | 'other';
  /** The order and its product, or the payout. */
  subject: string;
  earnedMinor: bigint;
  withheldMinor: bigint;
  paidMinor: bigint;
  /** Pending and payable together, after this line. */
  balanceMinor: bigint;
}

export interface Sums {
  pendingMinor: bigint;
  payableMinor: bigint;
}

export interface Statement {
  opening: Sums;
  closing: Sums;
  lines: StatementLine[];
  total: { earnedMinor: bigint; withheldMinor: bigint; paidMinor: bigint };
}

export function statementOf(opening: Sums, rows: readonly EntryRow[]): Statement {
  let pendingMinor = opening.pendingMinor;
  let payableMinor = opening.payableMinor;
  const total = { earnedMinor: 0n, withheldMinor: 0n, paidMinor: 0n };
  const lines = rows.map((row): StatementLine => {
    const [pending, payable, transit] = [BigInt(row.pending), BigInt(row.payable), BigInt(row.in_transit)];
    pendingMinor += pending;
    payableMinor += payable;
    const sent = row.kind === 'payout' || row.kind === 'payout_failed';
    const parts = {
      earnedMinor: row.kind === 'commission' || row.kind === 'bonus' ? pending + payable : 0n,
      // Dr payable gross, Cr in transit net: the rest went to the tax accounts (J3); a failure is its reverse.
      withheldMinor: sent ? -payable - transit : 0n,
      paidMinor: sent ? transit : 0n,
    };
    total.earnedMinor += parts.earnedMinor;
    total.withheldMinor += parts.withheldMinor;
    total.paidMinor += parts.paidMinor;
    const subject = row.payout_id ?? [row.order_external_id, row.product_title].filter(Boolean).join(', ');
    return {
      id: row.id,
      at: row.posted_at,
      kind: kindOf(row, pending + payable),
      subject,
      ...parts,
      balanceMinor: pendingMinor + payableMinor,
    };
  });
  return { opening, closing: { pendingMinor, payableMinor }, lines, total };
}

function kindOf(row: EntryRow, change: bigint): StatementLine['kind'] {
  if (row.kind === 'commission') return change === 0n ? 'hold_over' : change > 0n ? 'commission' : 'refunded';
  const known = ['bonus', 'payout', 'payout_settled', 'payout_failed'] as const;
  return known.find((kind) => kind === row.kind) ?? 'other';
}
