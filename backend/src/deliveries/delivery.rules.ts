// What a view may say of its bytes, and what a store may say of them. Pure.

/** A view of an hour at the highest rung is some 3 GB; more is a mistake or a joke. */
const MOST_BYTES = 4_000_000_000;

/** Bytes that came over the network for one view so far. */
export interface ToldBytes {
  total: number;
  /** Those of them before the tap. */
  ahead: number;
  /** Those of them that were AV1. */
  av1: number;
  /** It was played with data saver. */
  saver: boolean;
}

const NAMES: readonly string[] = ['total', 'ahead', 'av1', 'saver'];

const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

/** Null where nothing was told; a fault where it was not told as documented. */
export function readBytes(raw: unknown): { ok: true; bytes: ToldBytes | null } | { ok: false } {
  if (raw === undefined) return { ok: true, bytes: null };
  if (typeof raw !== 'object' || raw === null || Object.keys(raw).some((name) => !NAMES.includes(name))) {
    return { ok: false };
  }
  const { total, ahead, av1, saver = false } = raw as Record<string, unknown>;
  if (!isCount(total, MOST_BYTES) || !isCount(ahead, total) || !isCount(av1, total)) return { ok: false };
  return typeof saver === 'boolean' ? { ok: true, bytes: { total, ahead, av1, saver } } : { ok: false };
}

/** 10^9, as networks and their bills count. */
export const GIGABYTE = 1_000_000_000n;
export const MOST_VISITOR_MEGABYTES = 10_000;
/** Dearer than any network's list: more is a slip of the hand. */
export const MOST_GIGABYTE_MINOR = 100_000_000n;
