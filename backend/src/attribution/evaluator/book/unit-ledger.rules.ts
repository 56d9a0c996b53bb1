// Keeps what is posted for every unit and posts the difference whenever its target changes (J1).
import type { UnitState } from '../unit.status.js';
import { stateOf, type Unit } from '../units/unit.rules.js';
import {
  EXPENSE_COMMISSION,
  INCOME_PROGRAMME,
  payableOf,
  pendingOf,
  receivableOf,
  type Book,
  type TransactionKind,
} from './ledger.rules.js';

/** A unit as it stands, with its state. */
export interface Standing {
  readonly unit: Unit;
  readonly state: UnitState;
}

interface Kept extends Standing {
  readonly pendingMinor: bigint;
  readonly payableMinor: bigint;
}

/** All units of all orders, their states, where their money went, and what is posted for them. */
export class UnitLedger {
  private readonly byOrder = new Map<string, Map<string, Kept>>();
  private readonly orderOf = new Map<string, string>();
  private readonly marks = new Map<string, 'in_payout' | 'paid'>();
  private readonly payable = new Map<string, Set<string>>();
  private readonly names = new Map<string, { readonly pending: string; readonly payable: string }>();

  constructor(
    private readonly book: Book,
    private readonly currency: string,
  ) {}

  /** Replaces an order's units; units that vanished have the target (0, 0). */
  replace(orderId: string, units: readonly Unit[], at: number, cause: string): void {
    const before = this.byOrder.get(orderId);
    const after = new Map<string, Kept>();
    for (const unit of units) {
      const kept = this.target(unit, at);
      after.set(unit.key, kept);
      this.post(before?.get(unit.key), kept, at, cause);
      this.orderOf.set(unit.key, orderId);
    }
    for (const [key, kept] of before ?? []) if (!after.has(key)) this.post(kept, null, at, cause);
    if (after.size === 0) this.byOrder.delete(orderId);
    else this.byOrder.set(orderId, after);
  }

  private target(unit: Unit, at: number): Kept {
    const state = stateOf(unit, at, this.marks.get(unit.key));
    const isWaiting = state === 'pending' || state === 'review';
    return {
      unit,
      state,
      pendingMinor: isWaiting ? unit.amountMinor : 0n,
      payableMinor: isWaiting ? 0n : unit.amountMinor,
    };
  }

  private post(before: Kept | null | undefined, after: Kept | null, at: number, cause: string): void {
    const unit = (after ?? before)?.unit;
    if (!unit) return;
    const pending = (after?.pendingMinor ?? 0n) - (before?.pendingMinor ?? 0n);
    const payable = (after?.payableMinor ?? 0n) - (before?.payableMinor ?? 0n);
    this.index(unit, after);
    if (pending !== 0n || payable !== 0n) {
      const names = this.namesOf(unit.creatorId);
      this.book.post(at, kindOf(pending, payable), unit.key, cause, [
        { account: EXPENSE_COMMISSION, currency: this.currency, amountMinor: pending + payable },
        { account: names.pending, currency: this.currency, amountMinor: -pending },
        { account: names.payable, currency: this.currency, amountMinor: -payable },
      ]);
    }
    this.postCharge(before?.unit ?? null, after?.unit ?? null, at, cause);
  }

  /** Account names of a creator, made once: a programme posts to them a million times. */
  private namesOf(creatorId: string): { readonly pending: string; readonly payable: string } {
    const known = this.names.get(creatorId);
    if (known) return known;
    const names = { pending: pendingOf(creatorId), payable: payableOf(creatorId) };
    this.names.set(creatorId, names);
    return names;
  }

  /** Marketplace mode: what the seller is charged follows the unit. Should the seller change, the old one is credited. */
  private postCharge(before: Unit | null, after: Unit | null, at: number, cause: string): void {
    const entries: { account: string; currency: string; amountMinor: bigint }[] = [];
    const add = (unit: Unit | null, sign: bigint): void => {
      if (!unit || unit.chargeMinor === 0n) return;
      const amountMinor = sign * unit.chargeMinor;
      entries.push({ account: receivableOf(unit.sellerId), currency: this.currency, amountMinor });
      entries.push({ account: INCOME_PROGRAMME, currency: this.currency, amountMinor: -amountMinor });
    };
    if (before?.chargeMinor === after?.chargeMinor && before?.sellerId === after?.sellerId) return;
    add(before, -1n);
    add(after, 1n);
    this.book.post(at, 'charge', (after ?? before)?.key ?? '', cause, entries);
  }

  private index(unit: Unit, after: Kept | null): void {
    const isPayable = after?.state === 'payable' && after.unit.amountMinor !== 0n;
    const keys = this.payable.get(unit.creatorId);
    if (!isPayable) keys?.delete(unit.key);
    else if (keys) keys.add(unit.key);
    else this.payable.set(unit.creatorId, new Set([unit.key]));
  }

  /** O4: keys of the creator's units that are payable and not 0. */
  payableKeys(creatorId: string): readonly string[] {
    return [...(this.payable.get(creatorId) ?? [])].sort();
  }

  /** Notes where the money of units went; null when a payout failed and they are as before. */
  mark(keys: readonly string[], mark: 'in_payout' | 'paid' | null, at: number, cause: string): void {
    for (const key of keys) {
      if (mark) this.marks.set(key, mark);
      else this.marks.delete(key);
      const orderId = this.orderOf.get(key);
      const kept = orderId === undefined ? undefined : this.byOrder.get(orderId);
      const before = kept?.get(key);
      if (!before) continue;
      const after = this.target(before.unit, at);
      kept?.set(key, after);
      this.post(before, after, at, cause);
    }
  }

  /** Every unit with its state, in no particular order. */
  *standing(): Iterable<Standing> {
    for (const units of this.byOrder.values()) yield* units.values();
  }

  /** Units of one order. */
  ofOrder(orderId: string): readonly Standing[] {
    return [...(this.byOrder.get(orderId)?.values() ?? [])];
  }
}

function kindOf(pending: bigint, payable: bigint): TransactionKind {
  const total = pending + payable;
  if (total > 0n) return 'commission';
  if (total < 0n) return 'reversal';
  return payable > 0n ? 'release' : 'retake';
}
