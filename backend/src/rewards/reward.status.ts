// How far a shopper's reward has come, and which moves there are.

export const REWARD_STATUSES = ['due', 'held', 'waiting', 'issued', 'confirmed', 'cancelled'] as const;
export type RewardStatus = (typeof REWARD_STATUSES)[number];

/**
 * `due`: held back until its day. `held`: a limit or a stop holds it until a person decides. `waiting`: its pool of certificates is
 * empty. `confirmed`: the shop has credited what it gives itself. A reward that was cancelled before it was issued, because its order
 * came back, may become due again; one that was issued or decided about by a person stays cancelled.
 */
export const MOVES: Readonly<Record<RewardStatus, readonly RewardStatus[]>> = {
  due: ['issued', 'waiting', 'held', 'cancelled'],
  held: ['issued', 'waiting', 'cancelled'],
  waiting: ['issued', 'held', 'cancelled'],
  issued: ['confirmed', 'cancelled'],
  confirmed: ['cancelled'],
  cancelled: ['due'],
};

export const mayMove = (from: RewardStatus, to: RewardStatus): boolean => MOVES[from].includes(to);

/** Given or as good as given: these count against limits. */
export const GIVEN: readonly RewardStatus[] = ['waiting', 'issued', 'confirmed'];

export const SIDES = ['inviter', 'invited'] as const;
export type Side = (typeof SIDES)[number];

export const TRIGGERS = ['signup', 'first_order', 'repeat_order'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** What a reward is: money or points that the shop credits itself, or a certificate from a pool. */
export const REWARD_KINDS = ['money', 'points', 'certificate'] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];

export const EVENT_KINDS = ['invite', 'signup', 'order', 'order_cancelled', 'order_returned'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
