// From what the evaluator posted to transactions of the book: everything but commissions, which the ledger posts from units.
import type { Transaction, TransactionKind } from '../../attribution/evaluator/book/ledger.rules.js';
import type { LedgerDraft, LedgerKind } from '../../ledger/ledger.service.js';

const KINDS: Partial<Record<TransactionKind, LedgerKind>> = {
  adjustment: 'bonus',
  payout: 'payout',
  payout_settled: 'payout_settled',
  payout_failed: 'payout_failed',
};

/** `ids`: the payout of a JSON pair of batch and creator, which is the subject of its transactions. */
export function payoutDrafts(
  programme: string,
  entries: readonly Transaction[],
  ids: ReadonlyMap<string, string>,
): LedgerDraft[] {
  return entries.flatMap((tx) => {
    const kind = KINDS[tx.kind];
    if (!kind) return [];
    const subject = tx.key.split('/').slice(2).join('/');
    return [
      {
        // Time, kind and subject: the same in every replay of the same facts.
        idempotencyKey: `${programme}/${tx.key}`,
        kind,
        cause: tx.cause,
        subjectId: ids.get(subject) ?? subject,
        entries: tx.entries,
      },
    ];
  });
}
