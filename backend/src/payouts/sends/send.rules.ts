// Decides what a try at a provider means, when it is asked or looked at again, and what each item's status does to its payout.
import type { SendOutcome, SentItem } from './provider.js';
import { ITEM_MEANS, ITEM_STATUSES, type ItemStatus, type SendError, type SendState } from './send.status.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The provider forgets a key after 30 days; five of them are for clocks and for people. */
const KEY_LASTS_MS = 25 * DAY;
/** Money that has arrived may still be sent back; so long after the end an order is looked at once a day. */
const WATCHED_MS = 45 * DAY;
const LONGEST_PAUSE_MS = 6 * HOUR;

/** What is known of an order before a try. */
export interface Asked {
  /** An earlier call may have been a yes. */
  mayBeTaken: boolean;
  askedAt: Date | null;
}

/** False when asking again could do it twice: the provider no longer knows our key. */
export function mayAsk(send: Asked, now: Date): boolean {
  return !send.mayBeTaken || send.askedAt === null || now.getTime() - send.askedAt.getTime() < KEY_LASTS_MS;
}

export interface AfterTry {
  state: SendState;
  mayBeTaken: boolean;
  error: SendError | null;
  detail: string | null;
  nextAt: Date | null;
  /** The queue tries again; otherwise the timer does, or people. */
  again: boolean;
}

/**
 * `before` is what stood before this try. A no is only a no when no earlier call may have been a yes: after an unknown
 * outcome even a refusal (of a key, of the balance) says nothing about the earlier one.
 */
export function afterTry(before: Asked, outcome: SendOutcome, now: Date): AfterTry {
  const later = (ms: number) => new Date(now.getTime() + ms);
  if (outcome.kind === 'taken')
    return { state: 'taken', mayBeTaken: true, error: null, detail: null, nextAt: later(MINUTE / 2), again: false };
  const { error, detail } = outcome;
  if (error === 'TAKEN_UNNAMED') return { state: 'lost', mayBeTaken: true, error, detail, nextAt: null, again: false };
  if (outcome.kind === 'refused' && !before.mayBeTaken)
    return { state: 'refused', mayBeTaken: false, error, detail, nextAt: null, again: false };
  const mayBeTaken = before.mayBeTaken || outcome.kind === 'unknown';
  return { state: 'waiting', mayBeTaken, error, detail, nextAt: later(HOUR), again: outcome.kind !== 'refused' };
}

/** A quarter of its age, from a minute to six hours: most items are decided in seconds, unclaimed ones in 30 days. */
export function nextLook(takenAt: Date, now: Date, isOver: boolean): Date | null {
  const age = now.getTime() - takenAt.getTime();
  if (isOver) return age > WATCHED_MS ? null : new Date(now.getTime() + DAY);
  return new Date(now.getTime() + Math.min(LONGEST_PAUSE_MS, Math.max(MINUTE, Math.floor(age / 4))));
}

/** An item as it is kept. */
export interface KnownItem {
  payoutId: string;
  /** What the book was told. */
  result: 'settled' | 'failed' | null;
  payMinor: string;
  payCurrency: string;
}

export interface ItemChange {
  payoutId: string;
  status: ItemStatus | null;
  seen: SentItem | null;
  error: string | null;
  errorDetail: string | null;
}

export interface ItemLine {
  payoutId: string;
  result: 'settled' | 'failed';
  reference: string | null;
  reason: string | null;
}

export interface ReadItems {
  changes: ItemChange[];
  /** Payouts that get their result now. */
  lines: ItemLine[];
  /** What the provider now says against a result that stands: for people. */
  against: string[];
  isOver: boolean;
}

/** The order as a whole was not done. Its items may be named as pending or not at all. */
const DENIED = new Set(['DENIED', 'CANCELED']);

export function readItems(status: string, seen: readonly SentItem[], known: readonly KnownItem[]): ReadItems {
  const seenOf = new Map(seen.map((item) => [item.ref, item]));
  const read: ReadItems = { changes: [], lines: [], against: [], isOver: true };
  for (const item of known) {
    const found = seenOf.get(item.payoutId) ?? null;
    // What could not be sent was failed before the order went out, and is not in it.
    if (!found && item.result) continue;
    const change = changeOf(item, found, status);
    const result = change.status && ITEM_MEANS[change.status];
    if (!result && !item.result) read.isOver = false;
    read.changes.push(change);
    if (!result || result === item.result) continue;
    // What was booked stays: it is told, and people decide.
    if (item.result) read.against.push(item.payoutId);
    else read.lines.push(lineOf(change, result));
  }
  return read;
}

function changeOf(item: KnownItem, seen: SentItem | null, orderStatus: string): ItemChange {
  const kept = { payoutId: item.payoutId, seen, error: seen?.error ?? null, errorDetail: seen?.errorDetail ?? null };
  const known = ITEM_STATUSES.find((one) => one === seen?.status) ?? null;
  if (DENIED.has(orderStatus) && (known === null || ITEM_MEANS[known] === null))
    return { ...kept, status: 'DENIED', error: kept.error ?? `ORDER_${orderStatus}` };
  if (seen && known && (seen.amountMinor?.toString() !== item.payMinor || seen.currency !== item.payCurrency))
    return { ...kept, status: null, error: 'AMOUNT_DIFFERS', errorDetail: 'The provider names another amount.' };
  return { ...kept, status: known };
}

function lineOf(change: ItemChange, result: 'settled' | 'failed'): ItemLine {
  const reference = change.seen?.transactionId ?? change.seen?.itemId ?? null;
  if (result === 'settled') return { payoutId: change.payoutId, result, reference, reason: null };
  const words = [change.status, change.error, change.errorDetail].filter(Boolean).join(' · ');
  return { payoutId: change.payoutId, result, reference, reason: words.slice(0, 200) };
}
