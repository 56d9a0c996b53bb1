// Whether a video may be published before a person looked at it, and why not.
import type { ModerationMode } from '../../stores/store.rules.js';

/** The only rule that may approve; its name stands in the decision and in the audit log. */
export const TRUSTED_CREATOR = 'rule:trusted-creator';

/** A rejection this young makes every video of its creator wait. */
export const CLEAN_DAYS = 90;
const DAY_MS = 86_400_000;

export interface TrustRecord {
  mode: ModerationMode;
  /** The store's setting: how many approved videos make a creator trusted. */
  trustedAfter: number;
  /** Different videos of this creator that a person approved; what a rule approved counts for nothing here. */
  approvedByPeople: number;
  lastRejectedAt: Date | null;
  /** Marks for moderators, such as a file that is another creator's too. */
  flags: readonly string[];
}

export type TrustVerdict =
  | { publish: true; rule: typeof TRUSTED_CREATOR }
  | { publish: false; reason: 'STORE_JUDGES_FIRST' | 'MARKED' | 'REJECTED_LATELY' | 'TOO_FEW_APPROVED' };

const wait = (reason: Extract<TrustVerdict, { publish: false }>['reason']): TrustVerdict => ({
  publish: false,
  reason,
});

/** Everything must hold: the store wants it, nothing is marked, no young rejection, enough approved by people. */
export function judgeTrust(record: TrustRecord, now: Date): TrustVerdict {
  if (record.mode !== 'post') return wait('STORE_JUDGES_FIRST');
  if (record.flags.length > 0) return wait('MARKED');
  const rejected = record.lastRejectedAt?.getTime() ?? -Infinity;
  if (rejected > now.getTime() - CLEAN_DAYS * DAY_MS) return wait('REJECTED_LATELY');
  if (record.approvedByPeople < record.trustedAfter) return wait('TOO_FEW_APPROVED');
  return { publish: true, rule: TRUSTED_CREATOR };
}
