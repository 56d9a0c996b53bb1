// The life of a dispute, its moves, and the bounds of time around it.

export type DisputeKind = 'line' | 'missing';

/** waiting_order: the claimed order is not here yet. The last three are over. */
export type DisputeState = 'waiting_order' | 'waiting_store' | 'waiting_staff' | 'accepted' | 'refused' | 'withdrawn';

export const OPEN: readonly DisputeState[] = ['waiting_order', 'waiting_store', 'waiting_staff'];

export type DisputeMove =
  | 'opened'
  | 'evidence_added'
  | 'order_found'
  | 'order_named'
  | 'reminded'
  | 'overdue'
  | 'store_agreed'
  | 'store_objected'
  | 'accepted'
  | 'refused'
  | 'withdrawn'
  | 'credited';

const MOVES: Readonly<Record<DisputeState, readonly DisputeState[]>> = {
  waiting_order: ['waiting_store', 'refused', 'withdrawn'],
  waiting_store: ['waiting_staff', 'accepted', 'refused', 'withdrawn'],
  waiting_staff: ['accepted', 'refused', 'withdrawn'],
  accepted: [],
  refused: [],
  withdrawn: [],
};

export function mayMove(from: DisputeState, to: DisputeState): boolean {
  return MOVES[from].includes(to);
}

/** What a claimed order may have come by. */
export const CAME_BY = ['code', 'link', 'video'] as const;
export type CameBy = (typeof CAME_BY)[number];

export const DAY_MS = 86_400_000;

/** A claim, and a dispute of an amount, reaches back so far. */
export const REACH_DAYS = 60;

/** A claimed order that no server, file or receipt told of by then is not one. */
export const ORDER_WAIT_DAYS = 14;

/** The store is reminded when this part of its time is left. */
export const REMIND_BEFORE = 0.3;

/** Buyers see the day of the shop, files may bring the next one. */
export const DAYS_APART = 1;

/** Refunds come back for so long: an adjustment follows them. */
export const FOLLOWED_DAYS = 400;

export const SHORTEST_TEXT = 10;
export const LONGEST_TEXT = 2000;
