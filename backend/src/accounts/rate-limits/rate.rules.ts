// How often each guarded door may be tried, by whom, and over how long.

/** `by` says what is counted: one account (its e-mail or id) or one network address. */
export interface RateLimit {
  readonly hits: number;
  readonly windowS: number;
}

/**
 * An address is shared by offices and mobile carriers, so its bound is wider than an account's. Second-factor
 * codes have a million values and three are valid at once: 5 tries in 15 minutes leave a guesser 0.15 % a day.
 */
export const RATE_LIMITS = {
  signIn: { account: { hits: 10, windowS: 900 }, address: { hits: 100, windowS: 900 } },
  signUp: { account: { hits: 3, windowS: 3600 }, address: { hits: 30, windowS: 3600 } },
  resendConfirmation: { account: { hits: 3, windowS: 3600 }, address: { hits: 30, windowS: 3600 } },
  requestPasswordReset: { account: { hits: 3, windowS: 3600 }, address: { hits: 30, windowS: 3600 } },
  useLink: { account: { hits: 30, windowS: 900 }, address: { hits: 60, windowS: 900 } },
  secondFactor: { account: { hits: 5, windowS: 900 }, address: { hits: 60, windowS: 900 } },
  // Invitations go to people who did not ask for them: few enough that nobody sends a mailing with them.
  inviteCreator: { account: { hits: 20, windowS: 86_400 }, address: { hits: 100, windowS: 86_400 } },
  // Rows of the audit log about tries that were refused unread: one an account and window, few an address.
  refusedSignIn: { account: { hits: 1, windowS: 900 }, address: { hits: 20, windowS: 900 } },
  // Votes of shoppers: few watch more videos in an hour; behind the address of an office are many.
  vote: { account: { hits: 60, windowS: 3600 }, address: { hits: 300, windowS: 3600 } },
  // Reports of videos: by the e-mail for the answer, which may be somebody else's, and by address.
  complain: { account: { hits: 5, windowS: 86_400 }, address: { hits: 20, windowS: 3600 } },
  // A store's server: 100 requests a second over a minute lets a catalogue of 100,000 in within 17 minutes.
  storeKey: { account: { hits: 6000, windowS: 60 }, address: { hits: 60_000, windowS: 60 } },
} as const satisfies Record<string, { account: RateLimit; address: RateLimit }>;

export type LimitedDoor = keyof typeof RATE_LIMITS;

export interface RateState {
  limit: number;
  remaining: number;
  /** Whole seconds until the count starts anew, at least 1. */
  resetS: number;
  allowed: boolean;
}

/** What a counter says after this try was counted. */
export function rateState(limit: RateLimit, hits: number, endsAt: Date, now: Date): RateState {
  return {
    limit: limit.hits,
    remaining: Math.max(0, limit.hits - hits),
    resetS: Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1000)),
    allowed: hits <= limit.hits,
  };
}

/** The state a caller is told: a refusal before a permission, then the one with least left. */
export function tightest(states: readonly RateState[]): RateState | null {
  return [...states].sort((a, b) => Number(a.allowed) - Number(b.allowed) || a.remaining - b.remaining)[0] ?? null;
}
