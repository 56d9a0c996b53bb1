// The double-entry book in memory: transactions that sum to zero per currency, and the balances they make (section 9).

/** Signed minor units: debit positive, credit negative. */
export interface Entry {
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

export type TransactionKind =
  | 'commission'
  | 'reversal'
  | 'release'
  | 'retake'
  | 'charge'
  | 'adjustment'
  | 'payout'
  | 'payout_settled'
  | 'payout_failed';

/** One balanced posting: what happened, when, and because of which fact (or `hold_end`, `tier`, `cap`). */
export interface Transaction {
  /** The same in every replay of the same facts: time, kind and subject. */
  readonly key: string;
  /** UTC ms. */
  readonly at: number;
  readonly kind: TransactionKind;
  readonly cause: string;
  readonly entries: readonly Entry[];
}

/** An append-only book. Posting an unbalanced transaction is a defect of the evaluator and throws. */
export class Book {
  readonly transactions: Transaction[] = [];
  private readonly balances = new Map<string, Map<string, bigint>>();

  /** Adds a transaction; entries of 0 are left out, and nothing is posted when none remains. */
  post(at: number, kind: TransactionKind, subject: string, cause: string, entries: readonly Entry[]): void {
    const kept = entries.filter((entry) => entry.amountMinor !== 0n);
    if (kept.length === 0) return;
    for (const currency of new Set(kept.map((entry) => entry.currency))) {
      const balances = this.balances.get(currency) ?? new Map<string, bigint>();
      this.balances.set(currency, balances);
      let sum = 0n;
      for (const { account, currency: own, amountMinor } of kept) {
        if (own !== currency) continue;
        sum += amountMinor;
        balances.set(account, (balances.get(account) ?? 0n) + amountMinor);
      }
      if (sum !== 0n) throw new Error(`unbalanced ${kind} of ${subject}: ${sum} ${currency}`);
    }
    this.transactions.push({ key: `${at}/${kind}/${subject}`, at, kind, cause, entries: kept });
  }

  /** Signed balance of an account in a currency. */
  balance(account: string, currency: string): bigint {
    return this.balances.get(currency)?.get(account) ?? 0n;
  }

  /** All balances that are not zero, by "account@currency". */
  nonZero(): Map<string, bigint> {
    const all = [...this.balances].flatMap(([currency, balances]) =>
      [...balances].map(([account, amount]) => [`${account}@${currency}`, amount] as const),
    );
    return new Map(all.filter(([, amount]) => amount !== 0n));
  }
}

export const EXPENSE_COMMISSION = 'expense:commission';
export const EXPENSE_BONUS = 'expense:bonus';
export const EXPENSE_CONTRIBUTIONS = 'expense:contributions';
export const CASH = 'cash';
export const FX_CLEARING = 'fx:clearing';
export const INCOME_PROGRAMME = 'income:programme';
export const pendingOf = (creatorId: string): string => `creator:${creatorId}:pending`;
export const payableOf = (creatorId: string): string => `creator:${creatorId}:payable`;
export const inTransitOf = (creatorId: string): string => `creator:${creatorId}:in_transit`;
export const taxOf = (code: string): string => `tax:${code}`;
export const receivableOf = (sellerId: string): string => `seller:${sellerId}:receivable`;
