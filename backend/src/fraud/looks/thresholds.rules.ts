// The numbers of the daily looks, with the day from which each set holds: a look at an old day repeats what it found then.

export interface Thresholds {
  from: string;
  /** Sales that may still be held: those of the hold and the delivery before it. */
  salesDays: number;
  ring: {
    /** Orders whose buyers are compared with the creator's own. */
    orderDays: number;
    /** A phone or device of more customers than these belongs to a shop, an office or a till, and links nobody. */
    mostCustomers: number;
    /** A shared device alone is a household until it buys so often. */
    deviceOrders: number;
    /** Two creators who buy from one another so often, each way. */
    mutualOrders: number;
  };
  sameShopper: { orders: number; days: number };
  velocity: { orders: number; times: number; days: number };
  spike: { times: number; days: number; activeDays: number; sales: number };
  /** How long a creator is new: what is earned above the store's daily amount waits for a person. */
  newcomer: { days: number };
  refunds: { orders: number; times: number };
  conversion: { orders: number; times: number };
  code: { orders: number; times: number; days: number };
  hugging: { views: number; shareBps: number; afterMs: number };
  replay: { views: number; segments: number };
  /** Views of at least this length, and the time a heartbeat and its way may take. */
  untimed: { views: number; shareBps: number; longMs: number; beatMs: number };
  sessions: { perDay: number };
  stop: { times: number; days: number; activeDays: number; reviewBps: number; units: number };
}

/**
 * Sources: money.md 11. Where it gives none: a household shares a device, so two orders a month and a half from it are honest;
 * five customers on one phone are a family at most; the same pauses to the millisecond in twenty views of three segments come
 * from a script (two people meet once in some thousand tries); twenty visits to one creator in a day are no shopper.
 */
const SETS: readonly Thresholds[] = [
  {
    from: '2026-01-01',
    salesDays: 45,
    ring: { orderDays: 90, mostCustomers: 5, deviceOrders: 3, mutualOrders: 2 },
    sameShopper: { orders: 3, days: 7 },
    velocity: { orders: 10, times: 6, days: 28 },
    spike: { times: 5, days: 28, activeDays: 7, sales: 10 },
    newcomer: { days: 30 },
    refunds: { orders: 30, times: 2 },
    conversion: { orders: 10, times: 5 },
    code: { orders: 20, times: 3, days: 28 },
    hugging: { views: 50, shareBps: 8000, afterMs: 500 },
    replay: { views: 20, segments: 3 },
    untimed: { views: 50, shareBps: 8000, longMs: 12_000, beatMs: 6_000 },
    sessions: { perDay: 20 },
    stop: { times: 3, days: 28, activeDays: 14, reviewBps: 500, units: 100 },
  },
];

/** The set in force on a day, `2026-11-26`. */
export function thresholdsOn(day: string): Thresholds {
  const set = SETS.findLast(({ from }) => from <= day) ?? SETS[0];
  if (!set) throw new Error('No thresholds.');
  return set;
}

/** The middle of a list; the lower one of an even list. Nothing of an empty one. */
export function medianOf(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
}

/** A share for people: one decimal, in per cent. */
export const percent = (share: number): string => (share * 100).toFixed(1);
