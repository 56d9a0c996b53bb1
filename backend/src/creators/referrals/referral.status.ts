// Where a referral stands, as its referrer sees it.

export const REFERRAL_STATES = ['invited', 'lapsed', 'joined', 'published', 'ended'] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];
