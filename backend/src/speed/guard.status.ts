// The states of a store's speed guard: cards stand ready for a tap, or are posters until it.

export const GUARD_STATES = ['ready', 'poster'] as const;
export type GuardState = (typeof GUARD_STATES)[number];

/** What a page was: the same two words, because a guard only chooses which of them most pages are. */
export const ARMS = GUARD_STATES;
export type Arm = GuardState;

/** So many pages are the other one, by chance, so that both can always be compared. */
export const OTHERS_BPS = 2_500;
