// What can be used up: the budget of a campaign, of one of its days, or what a creator may earn in a day.

export const STOP_KINDS = ['campaign', 'campaign_day', 'creator_day'] as const;
export type StopKind = (typeof STOP_KINDS)[number];
