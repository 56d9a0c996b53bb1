// Reads what the bank says of a batch: one line a payout, each with its own error, none taken for granted.
import { parseDecimal } from '../../base/money.js';

export interface ResultLine {
  row: number;
  payoutId: string;
  result: 'settled' | 'failed';
  reference: string | null;
  reason: string | null;
}

export interface ResultError {
  row: number;
  code: 'UNKNOWN_PAYOUT' | 'BAD_RESULT' | 'AMOUNT_DIFFERS' | 'TWICE' | 'ALREADY_OTHERWISE';
  detail: string;
}

export interface KnownPayout {
  id: string;
  status: 'processing' | 'settled' | 'failed';
  payMinor: bigint;
  payCurrency: string;
}

const WORDS: Record<string, ResultLine['result']> = {
  ...{ settled: 'settled', paid: 'settled', accc: 'settled', acsc: 'settled' },
  ...{ failed: 'failed', rejected: 'failed', rjct: 'failed', returned: 'failed' },
};

/**
 * Lines as objects of the columns payout_id, result and, where the bank gives them, amount, reference, reason. A line
 * that repeats what is known is no error and does nothing; one that contradicts it is an error and does nothing.
 */
export function readResults(
  rows: readonly Record<string, string>[],
  known: ReadonlyMap<string, KnownPayout>,
): { lines: ResultLine[]; repeated: number; errors: ResultError[] } {
  const errors: ResultError[] = [];
  const lines = new Map<string, ResultLine>();
  let repeated = 0;
  rows.forEach((cells, index) => {
    const row = index + 2;
    const refuse = (code: ResultError['code'], detail: string) => errors.push({ row, code, detail });
    const payout = known.get((cells['payout_id'] ?? '').trim());
    const result = WORDS[(cells['result'] ?? '').trim().toLowerCase()];
    if (!payout) return refuse('UNKNOWN_PAYOUT', `No payout ${cells['payout_id'] ?? ''} is in this batch.`);
    if (!result) return refuse('BAD_RESULT', `"${cells['result'] ?? ''}" is neither settled nor failed.`);
    const wrong = amountFault(cells['amount'], payout);
    if (wrong) return refuse('AMOUNT_DIFFERS', wrong);
    if (payout.status === result) return void (repeated += 1);
    if (payout.status !== 'processing') return refuse('ALREADY_OTHERWISE', `This payout is ${payout.status} already.`);
    const before = lines.get(payout.id);
    if (before) return refuse('TWICE', `Row ${before.row} says of this payout: ${before.result}.`);
    const text = (name: string) => (cells[name] ?? '').trim().slice(0, 200) || null;
    lines.set(payout.id, { row, payoutId: payout.id, result, reference: text('reference'), reason: text('reason') });
  });
  return { lines: [...lines.values()], repeated, errors };
}

function amountFault(text: string | undefined, payout: KnownPayout): string | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    if (parseDecimal(text.trim().replace(',', '.'), payout.payCurrency) === payout.payMinor) return null;
  } catch {
    // falls through: what cannot be read differs
  }
  return `The amount ${text.trim()} is not that of the payout.`;
}
