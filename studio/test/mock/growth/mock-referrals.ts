// What the mock API answers about invitations, what they bring, and K.
import { ago, money } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const DAY = 86_400_000;
const one = (id: string, name: string, state: string, more: object = {}) => ({
  ...{ id, name, state, invitedAt: ago(3 * DAY), joinedAt: null, publishedAt: null, endsAt: null },
  ...{ shares: [], earned: [], ...more },
});
const referrals = [
  one('inv_5', 'a•••@mail.example', 'invited'),
  one('inv_4', 'Aruzhan Sadykova-Nurmukhambetova', 'joined', { joinedAt: ago(2 * DAY) }),
  one('inv_3', 'Timur', 'published', {
    ...{ joinedAt: ago(90 * DAY), publishedAt: ago(80 * DAY), endsAt: ago(-285 * DAY) },
    shares: [
      { storeName: 'Aina Home', rateBps: 500 },
      { storeName: 'Tau Outdoor', rateBps: 750 },
    ],
    earned: [money(1_284_550n)],
  }),
  one('inv_2', 'b•••@mail.example', 'lapsed', { invitedAt: ago(60 * DAY) }),
  one('inv_1', 'Madina', 'ended', {
    ...{ joinedAt: ago(420 * DAY), publishedAt: ago(400 * DAY), endsAt: ago(35 * DAY) },
    ...{ shares: [{ storeName: 'Aina Home', rateBps: 500 }], earned: [money(9_940_000n)] },
  }),
];
const share = (numerator: number, denominator: number, bps: number | null) => ({
  ...{ numerator: String(numerator), denominator: String(denominator), bps, fromBps: null, toBps: null },
});

export const referralAnswers = {
  myInvitation: (_: object, context: Context) => {
    mustBe(context, 'creator');
    const stores = context.person?.id === 'acc_fresh' ? [] : [{ storeName: 'Tau Outdoor', rateBps: 750 }];
    return { url: 'https://vitrina.example/studio/join/k7m2pq9x', invitedBy: 'Madina', stores };
  },
  myReferralMonths: (_: object, context: Context) =>
    context.person?.id === 'acc_fresh'
      ? []
      : [
          { month: '2026-11', creators: 2, earned: money(412_050n) },
          { month: '2026-10', creators: 1, earned: money(872_500n) },
        ],
  myReferrals: (args: PageArgs, context: Context) => pageOf(context.person?.id === 'acc_fresh' ? [] : referrals, args),
  invitedBy: ({ invitation }: { invitation: string }) => {
    if (invitation !== 'k7m2pq9x') fail('REFERRAL_CLOSED');
    return 'Madina';
  },
  kFactor: ({ storeId }: { storeId: string | null }, context: Context) => {
    mustBe(context, 'store_owner', 'finance', 'administrator');
    const many = storeId === null;
    return {
      ...{ invitations: share(many ? 100 : 30, 40, many ? 25_000 : 7500), publishing: share(15, 50, 3000) },
      ...{ k: share(many ? 1500 : 450, 2000, many ? 7500 : 2250), tooEarly: 4 },
    };
  },
  inviteCreator: ({ email }: { email: string }, context: Context) => {
    mustBe(context, 'creator');
    if (email.startsWith('dana')) fail('REFERRAL_SELF', 'REFERRAL_SELF', { field: 'email' });
    const made = one(`inv_${email}`, `${email.charAt(0)}•••@${email.split('@')[1] ?? ''}`, 'invited');
    referrals.unshift(made);
    return made;
  },
  acceptInvitation: (_: object, context: Context) => {
    mustBe(context, 'creator');
    if (context.person?.id !== 'acc_fresh') fail('REFERRAL_TOO_LATE');
    return 'Madina';
  },
};
