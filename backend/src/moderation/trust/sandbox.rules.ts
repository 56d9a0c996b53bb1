// Whether a video of a sandbox store has waited long enough to be published without a person.

/** Its name stands in the decision and in the audit log. */
export const SANDBOX = 'rule:sandbox';

export type SandboxVerdict =
  { publish: true; rule: typeof SANDBOX } | { publish: false; reason: 'LIVE_STORE' | 'NOT_WAITING' | 'TOO_EARLY' };

/** A live store's video is never published by this rule, whatever else is set. */
export function judgeSandbox(
  store: { sandbox: boolean; sandboxApproveMinutes: number },
  waitingSince: Date | null,
  now: Date,
): SandboxVerdict {
  if (!store.sandbox) return { publish: false, reason: 'LIVE_STORE' };
  if (waitingSince === null) return { publish: false, reason: 'NOT_WAITING' };
  const due = waitingSince.getTime() + store.sandboxApproveMinutes * 60_000;
  return due <= now.getTime() ? { publish: true, rule: SANDBOX } : { publish: false, reason: 'TOO_EARLY' };
}
