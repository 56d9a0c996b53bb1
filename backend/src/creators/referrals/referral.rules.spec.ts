// Who may become whose referral, and where a referral stands at a moment.
import { describe, expect, it } from '@jest/globals';
import { joinFault, maskEmail, referralState, type Joining } from './referral.rules.js';

const NOW = new Date('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const good: Joining = {
  ...{ referrerBlocked: false, samePerson: false, invitedReferrer: false, taken: false, published: false },
  openedAt: daysAgo(0),
};

describe('coming by an invitation', () => {
  it.each<[string, Partial<Joining>, string | null]>([
    ['a newcomer', {}, null],
    ['on the seventh day, to the millisecond', { openedAt: daysAgo(7) }, null],
    ['after the seventh day', { openedAt: new Date(daysAgo(7).getTime() - 1) }, 'REFERRAL_TOO_LATE'],
    ['after the first video', { published: true }, 'REFERRAL_TOO_LATE'],
    ['who came by another already', { taken: true }, 'REFERRAL_TAKEN'],
    ['the referrer under another name', { samePerson: true }, 'REFERRAL_SELF'],
    ['whoever invited the referrer', { invitedReferrer: true }, 'REFERRAL_SELF'],
    ['of someone who is blocked', { referrerBlocked: true, samePerson: true }, 'REFERRAL_CLOSED'],
  ])('%s: %j gives %s', (_, change, fault) => expect(joinFault({ ...good, ...change }, NOW)).toBe(fault));
});

describe('a referral', () => {
  const none = { joinedAt: null, publishedAt: null, endsAt: null };
  const at = daysAgo(40);
  it.each([
    ['invited', { ...none, invitedAt: daysAgo(30) }],
    ['lapsed', { ...none, invitedAt: daysAgo(31) }],
    ['joined', { ...none, invitedAt: at, joinedAt: at }],
    ['published', { invitedAt: at, joinedAt: at, publishedAt: at, endsAt: new Date(NOW.getTime() + 1) }],
    ['ended', { invitedAt: at, joinedAt: at, publishedAt: at, endsAt: NOW }],
  ])('is %s', (state, dates) => expect(referralState(dates, NOW)).toBe(state));

  it('shows no address that could be written to', () => {
    expect(maskEmail('dana@mail.kz')).toBe('d•••@mail.kz');
    expect(maskEmail('я@почта.рф')).toBe('я•••@почта.рф');
  });
});
