// The tree over one day of the book, and the seal that chains the days; the same as scripts/verify-proof.mjs computes without us.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../facts/canonical.rules.js';

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** Leaves and nodes are told apart, so that a node can never be shown as an entry (RFC 6962, 2.1). */
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** The leaf of a transaction: its own hash, which covers its entries and everything before it. */
export function leafOf(transactionHash: Buffer): Buffer {
  return sha256(LEAF, transactionHash);
}

/** The largest power of two below `size`. */
function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** The root over leaves in their order; of at least one. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  if (!only) throw new Error('a tree needs a leaf');
  const k = split(leaves.length);
  return sha256(NODE, rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

/** The hashes beside the way from leaf `index` up to the root, lowest first. */
export function pathOf(leaves: readonly Buffer[], index: number): Buffer[] {
  if (index < 0 || index >= leaves.length) throw new Error(`no leaf ${index} of ${leaves.length}`);
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...pathOf(leaves.slice(0, k), index), rootOf(leaves.slice(k))]
    : [...pathOf(leaves.slice(k), index - k), rootOf(leaves.slice(0, k))];
}

/** The root that a leaf and its path lead to, or null when the path does not fit the size. */
export function climb(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (index < 0 || index >= size) return null;
  if (size === 1) return path.length === 0 ? leaf : null;
  const beside = path.at(-1);
  if (!beside) return null;
  const k = split(size);
  const rest = path.slice(0, -1);
  if (index < k) {
    const left = climb(leaf, index, k, rest);
    return left && sha256(NODE, left, beside);
  }
  const right = climb(leaf, index - k, size - k, rest);
  return right && sha256(NODE, beside, right);
}

/** What one day of a programme comes to. */
export interface DaySeal {
  programmeId: string;
  /** UTC day, as 2026-10-01. */
  day: string;
  fromSeq: bigint;
  throughSeq: bigint;
  root: Buffer;
  /** The hash of the day's last transaction: ties the tree to the chain. */
  headHash: Buffer;
}

/** SHA-256 of the seal before and of this day in canonical JSON. Whoever noted one seal noted every day before it. */
export function sealOfDay(previous: Buffer, seal: DaySeal): Buffer {
  const text = canonicalJson({
    programme_id: seal.programmeId,
    day: seal.day,
    from_seq: seal.fromSeq,
    through_seq: seal.throughSeq,
    root: seal.root.toString('hex'),
    head_hash: seal.headHash.toString('hex'),
  });
  return sha256(previous, Buffer.from(text));
}
