// What two tellings of one order say differently, and what both sides' words make of it. Pure.
import { createHash } from 'node:crypto';

export const DIFFERENCE_KINDS = ['missing_here', 'missing_there', 'differs', 'another_id'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];
export type Side = 'store' | 'service';
export type Word = 'accepted' | 'disputed';
export type DifferenceState = 'open' | 'disputed' | 'settled';
export const DIFFERENCE_STATES = ['open', 'disputed', 'settled'] as const;

/** An order as one side tells of it; amounts as text, because it is kept as JSON. */
export interface Telling {
  status: string;
  currency: string;
  totalMinor: string;
  codes: string[];
  placedAt: string;
}

const sameCodes = (a: readonly string[], b: readonly string[]): boolean => {
  const plain = (codes: readonly string[]) =>
    [...new Set(codes.map((code) => code.trim().toUpperCase()))].sort().join();
  return plain(a) === plain(b);
};

/** Which of status, sum and code differ. Times do not: exports round them. */
export function fieldsApart(theirs: Telling, ours: Telling): string[] {
  return [
    ...(theirs.status === ours.status ? [] : ['status']),
    ...(theirs.currency === ours.currency && theirs.totalMinor === ours.totalMinor ? [] : ['total']),
    ...(sameCodes(theirs.codes, ours.codes) ? [] : ['code']),
  ];
}

/** One dispute keeps a difference open until it is taken back; two acceptances settle it. */
export function stateOf(store: Word | null, service: Word | null): DifferenceState {
  if (store === 'disputed' || service === 'disputed') return 'disputed';
  return store === 'accepted' && service === 'accepted' ? 'settled' : 'open';
}

/** The same difference, however often it is found. */
export function differenceDigest(
  kind: DifferenceKind,
  ids: readonly (string | null)[],
  theirs: Telling | null,
  ours: Telling | null,
): string {
  const tell = (t: Telling | null) => t && [t.status, t.currency, t.totalMinor, [...t.codes].sort()];
  return createHash('sha256')
    .update(JSON.stringify([kind, ids, tell(theirs), tell(ours)]))
    .digest('hex');
}
