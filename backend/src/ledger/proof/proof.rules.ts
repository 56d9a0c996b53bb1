// The forms in which the book leaves the house: a proof of one entry, and the whole book line by line.

/** A stored transaction with its entries, as the queries give it. */
export interface TransactionRow {
  id: string;
  programme_id: string;
  seq: string;
  idempotency_key: string;
  kind: string;
  cause: string;
  subject_id: string;
  posted_at: Date;
  prev_hash: Buffer;
  hash: Buffer;
  entries: [string, string, string][] | null;
}

/** A transaction as files carry it: every number as text, because JSON numbers lose digits. */
export interface ShownTransaction {
  id: string;
  seq: string;
  idempotency_key: string;
  kind: string;
  cause: string;
  subject_id: string;
  posted_at: string;
  /** [account, currency, amount]; debit positive. */
  entries: [string, string, string][];
  prev_hash: string;
  hash: string;
}

export interface ShownSeal {
  day: string;
  from_seq: string;
  through_seq: string;
  root: string;
  head_hash: string;
  prev_hash: string;
  hash: string;
}

export interface Proof {
  format: 'vitrina-proof/1';
  programme_id: string;
  transaction: ShownTransaction;
  /** The place of the transaction in its day's tree, and the hashes beside its way to the root. */
  leaf_index: number;
  tree_size: number;
  path: string[];
  /** The day that seals it, then every later day up to the newest. */
  seals: ShownSeal[];
}

export function shownTransaction(row: TransactionRow): ShownTransaction {
  return {
    id: row.id,
    seq: row.seq,
    idempotency_key: row.idempotency_key,
    kind: row.kind,
    cause: row.cause,
    subject_id: row.subject_id,
    posted_at: row.posted_at.toISOString(),
    entries: row.entries ?? [],
    prev_hash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}

interface SealLike {
  day: string;
  from_seq: string;
  through_seq: string;
  root: Buffer;
  head_hash: Buffer;
  prev_hash: Buffer;
  hash: Buffer;
}

export function shownSeal(row: SealLike): ShownSeal {
  return {
    day: row.day,
    from_seq: row.from_seq,
    through_seq: row.through_seq,
    root: row.root.toString('hex'),
    head_hash: row.head_hash.toString('hex'),
    prev_hash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}
