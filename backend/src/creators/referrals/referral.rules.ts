// Whether one creator may become the referral of another, where a referral stands, and how an invited address is shown.
import type { ReferralState } from './referral.status.js';

const DAY_MS = 86_400_000;
/** An invitation by mail that nobody followed for so long is over; the address may be written to again. */
export const INVITATION_DAYS = 30;
/** A newcomer's referrer is whoever brought them, so it is settled while they are new. */
export const JOIN_DAYS = 7;

export type ReferralFault = 'REFERRAL_SELF' | 'REFERRAL_TAKEN' | 'REFERRAL_TOO_LATE' | 'REFERRAL_CLOSED';

/** What is known of the two when one comes by the other's invitation. */
export interface Joining {
  referrerBlocked: boolean;
  /** The same creator, the same mailbox, the same telephone or a browser that both have signed in with. */
  samePerson: boolean;
  /** Whoever is invited has invited the referrer. */
  invitedReferrer: boolean;
  /** Somebody else's referral already. */
  taken: boolean;
  openedAt: Date;
  /** Anything of theirs was public before. */
  published: boolean;
}

/** Why not, or null. The first reason counts; what tells of another person's state comes last. */
export function joinFault(joining: Joining, now: Date): ReferralFault | null {
  if (joining.referrerBlocked) return 'REFERRAL_CLOSED';
  if (joining.samePerson || joining.invitedReferrer) return 'REFERRAL_SELF';
  if (joining.taken) return 'REFERRAL_TAKEN';
  if (joining.published || now.getTime() - joining.openedAt.getTime() > JOIN_DAYS * DAY_MS) return 'REFERRAL_TOO_LATE';
  return null;
}

interface Dates {
  invitedAt: Date;
  joinedAt: Date | null;
  publishedAt: Date | null;
  endsAt: Date | null;
}

export function referralState(referral: Dates, now: Date): ReferralState {
  if (referral.endsAt && referral.endsAt <= now) return 'ended';
  if (referral.publishedAt) return 'published';
  if (referral.joinedAt) return 'joined';
  return invitationOver(referral.invitedAt, now) ? 'lapsed' : 'invited';
}

export const invitationOver = (invitedAt: Date, now: Date): boolean =>
  now.getTime() - invitedAt.getTime() > INVITATION_DAYS * DAY_MS;

/** `d•••@mail.kz`: its sender knows it again, and nobody who looks over a shoulder can write to it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email;
  return `${first}•••${email.slice(at)}`;
}
