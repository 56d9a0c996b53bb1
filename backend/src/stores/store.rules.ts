// What a store's details may be.
import { typedAmount } from '../base/amounts/typed-amount.rules.js';

/** `pre`: every video waits for a moderator. `post`: those of trusted creators are published at once and looked at after. */
export type ModerationMode = 'pre' | 'post';

export interface StoreDetails {
  name: string;
  url: string | null;
  currency: string;
  timezone: string;
  rateBps: number;
  holdDays: number;
  /** Left out: as it was, or `pre` for a new store. */
  moderationMode?: ModerationMode | null;
  /** From how many videos approved by people a creator is trusted. Left out: as it was, or 3 for a new store. */
  trustedAfter?: number | null;
  /** Only for a new store; it is fixed then. Left out: false. */
  sandbox?: boolean | null;
  /** How long a video of a sandbox waits until a rule approves it. Left out: as it was, or 15. */
  sandboxApproveMinutes?: number | null;
  /** Left out: as it was, or false for a new store. */
  oneVideoPerCreator?: boolean | null;
  /**
   * Commission of a day above which the sales of a creator of the first 30 days wait for a person, a decimal in the store's
   * currency. Null takes the limit away; left out: as it was.
   */
  newCreatorDaily?: string | null;
  /** Days to answer a creator's dispute. Left out: as it was, or 7 for a new store. */
  disputeDays?: number | null;
  /** The share of whoever invited a creator, in basis points of that creator's commission. Left out: as it was, or 0. */
  referralBps?: number | null;
}

/** Above half of a commission nobody would notice a mistake in a decimal. */
export const MOST_REFERRAL_BPS = 5000;

export const DEFAULT_SANDBOX_MINUTES = 15;

export const DEFAULT_TRUSTED_AFTER = 3;

/** A week: partner networks tell their publishers to wait as long before they ask the shop. */
export const DEFAULT_DISPUTE_DAYS = 7;

/** The first field that is wrong and why, or null. Currency and time zone are looked up elsewhere. */
export function checkStore(input: StoreDetails): { field: string; detail: string } | null {
  const name = input.name.trim();
  if (name.length < 1 || name.length > 80) return { field: 'name', detail: 'A name has 1 to 80 characters.' };
  if (input.url?.trim() && !isWebUrl(input.url.trim()))
    return { field: 'url', detail: 'Give a whole http(s) address.' };
  if (!isWholeBetween(input.rateBps, 0, 10_000))
    return { field: 'rateBps', detail: 'A rate is 0 to 10000 basis points.' };
  if (!isWholeBetween(input.holdDays, 0, 365)) return { field: 'holdDays', detail: 'Money is held 0 to 365 days.' };
  if (!isWholeBetween(input.trustedAfter ?? DEFAULT_TRUSTED_AFTER, 1, 1000))
    return { field: 'trustedAfter', detail: 'A creator is trusted after 1 to 1000 approved videos.' };
  if (!isWholeBetween(input.sandboxApproveMinutes ?? DEFAULT_SANDBOX_MINUTES, 1, 1440))
    return { field: 'sandboxApproveMinutes', detail: 'A video of a sandbox waits 1 to 1440 minutes.' };
  if (!isWholeBetween(input.disputeDays ?? DEFAULT_DISPUTE_DAYS, 1, 30))
    return { field: 'disputeDays', detail: 'A store answers a dispute within 1 to 30 days.' };
  if (!isWholeBetween(input.referralBps ?? 0, 0, MOST_REFERRAL_BPS))
    return { field: 'referralBps', detail: 'A share for an invitation is 0 to 5000 basis points.' };
  if (dailyLimitOf(input) === 'wrong')
    return { field: 'newCreatorDaily', detail: 'Write an amount above nothing, such as 50000.00.' };
  return null;
}

/** The limit in minor units, null for none, undefined when it stays as it was. */
export function dailyLimitOf({
  newCreatorDaily,
  currency,
}: Pick<StoreDetails, 'newCreatorDaily' | 'currency'>): bigint | null | undefined | 'wrong' {
  if (newCreatorDaily === null || newCreatorDaily === undefined) return newCreatorDaily;
  return typedAmount(newCreatorDaily, currency, { least: 1n }) ?? 'wrong';
}

const isWholeBetween = (n: number, least: number, most: number): boolean =>
  Number.isInteger(n) && n >= least && n <= most;

/** True for an absolute http or https address: anything else, `javascript:` above all, never becomes a link. */
export function isWebUrl(text: string): boolean {
  if (text.length > 2000) return false;
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
