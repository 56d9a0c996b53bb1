// A credited sale as the daily looks see it, and what most of them ask of a list of sales.
import type { AlertDraft } from '../alert.rules.js';

export interface Sale {
  orderId: string;
  lineId: string;
  creatorId: string;
  at: Date;
  /** Day and hour in the programme's zone: `2026-11-26`, 0 to 23. */
  day: string;
  hour: number;
  customer: string | null;
  videoId: string | null;
  instrument: string | null;
  amountMinor: bigint;
  /** Something of it came back. */
  returned: boolean;
  /** Not in a payout and not over: a hold can still stop it. */
  holdable: boolean;
}

export const DAY_MS = 86_400_000;

export const byCreator = (sales: readonly Sale[]): Map<string, Sale[]> =>
  Map.groupBy(sales, ({ creatorId }) => creatorId);

export const ordersOf = (sales: readonly Sale[]): number => new Set(sales.map(({ orderId }) => orderId)).size;

/** What a hold would touch. */
export const unitsOf = (sales: readonly Sale[]): AlertDraft['units'] =>
  sales.filter(({ holdable }) => holdable).map(({ orderId, lineId }) => ({ orderId, lineId }));

export const within = (sales: readonly Sale[], from: Date, to: Date): Sale[] =>
  sales.filter(({ at }) => at >= from && at < to);
