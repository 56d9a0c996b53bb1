// What the mock API answers about shoppers who invite friends: rules, rewards, the register and the figures.
import { ago, DAY, money, NOW } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const line = (side: string, on: string, more: object) => ({
  ...{ side, on, kind: 'money', rateBps: null, amount: null, points: null, poolId: null, ...more },
});
const SENTENCES = [
  'For a friend’s first order the inviter gets 10% of the order.',
  'For the first order the friend gets KZT 1,500.00.',
  'Orders below KZT 5,000.00 do not count.',
  'Rewards for orders are issued 14 days after the order; what is given back before earns nothing.',
  'What a friend does later than 90 days after the invitation earns nothing.',
  'At most 20 rewards a person a month; what is above waits for you.',
  'A day with more than 50 rewards and 5 times the usual stops issuing until you look.',
];
const terms = (more: object = {}) => ({
  ...{ paused: false, repeatUpTo: 3, holdDays: 14, endsAfterDays: 90, perPersonMonth: 20, perDay: 500, inAll: null },
  ...{ surgeTimes: 5, surgeAtLeast: 50, minOrder: money(500_000n), sentences: SENTENCES },
  lines: [
    line('inviter', 'first_order', { rateBps: 1000 }),
    line('invited', 'first_order', { amount: money(150_000n) }),
    line('inviter', 'repeat_order', { kind: 'points', points: 200 }),
  ],
  ...more,
});
const version = (n: number, days: number, isCurrent: boolean, more: object = {}) => ({
  ...{ version: n, validFrom: ago(days * DAY), publishedAt: ago(days * DAY), isCurrent, terms: terms(more) },
});
const programme = {
  ...{ currency: 'KZT', isDraftSaved: true, draft: terms({ holdDays: 21 }) },
  versions: [version(3, -5, false, { holdDays: 21 }), version(2, 30, true), version(1, 80, false)],
  stop: { day: new Date(NOW - DAY).toISOString().slice(0, 10), at: ago(DAY), rewards: 78 } as object | null,
  pools: [{ id: 'cpl_gift', name: 'Gift card 5 000 ₸' }],
};
const fresh = { ...programme, isDraftSaved: false, versions: [], stop: null };

const reward = (n: number, status: string, more: object = {}) => ({
  ...{ id: `rwd_${n}`, status, side: n % 2 ? 'inviter' : 'invited', event: 'first_order', kind: 'money' },
  ...{
    person: `customer-${1200 + n}`,
    orderId: `A-${10_500 + n}`,
    amount: money(BigInt(129_906 + n * 1000)),
    points: null,
  },
  ...{
    reasonText: null,
    note: null,
    dueAt: ago((n - 12) * DAY),
    createdAt: ago(n * DAY),
    issuedAt: null,
    confirmedAt: null,
  },
  cancelledAt: null,
  why: 'Friend customer-1199 placed the first order, A-10511, worth KZT 12,990.55. Version 2 of the rules gives the inviter 10% of KZT 12,990.55: KZT 1,299.06.',
  ...more,
});
const rewards = [
  reward(1, 'held', { reasonText: 'There were far more rewards than usual; a person of the store decides.' }),
  reward(2, 'held', { reasonText: 'Its holder has had all rewards of this month; a person of the store decides.' }),
  reward(3, 'due'),
  reward(4, 'waiting', {
    ...{ kind: 'certificate', amount: null },
    reasonText: 'The pool has no certificate left; it is given as soon as there is one.',
  }),
  reward(5, 'issued', { event: 'repeat_order', kind: 'points', amount: null, points: '200' }),
  reward(6, 'confirmed'),
  reward(7, 'cancelled', { reasonText: 'The order was given back.' }),
];
const event = (n: number, kind: string, verdict: string, verdictText: string, more: object = {}) => ({
  ...{
    id: `evt-${n}`,
    kind,
    verdict,
    verdictText,
    person: `customer-${1200 + n}`,
    invitee: null,
    inviter: null,
    code: null,
  },
  ...{
    orderId: null,
    amount: null,
    fromOrders: false,
    at: ago(n * 3_600_000),
    receivedAt: ago(n * 3_600_000),
    ...more,
  },
});
const order = { orderId: 'A-10511', amount: money(1_299_055n) };
const events = [
  event(1, 'order', 'EARNED', 'This earned a reward.', { ...order, inviter: 'customer-1187', fromOrders: true }),
  event(2, 'signup', 'BOUND', 'The friend is known as invited; the rules promise nothing for the sign-up itself.', {
    ...{ inviter: 'customer-1187', code: 'K7MPQR92' },
  }),
  event(3, 'signup', 'NOT_NEW', 'This person had ordered before the sign-up, so this is no new customer.', {
    code: 'ANNA2026',
  }),
  event(4, 'order', 'BELOW_MINIMUM', 'The order is worth less than the rules ask for.', {
    orderId: 'A-10509',
    amount: money(90_000n),
  }),
  event(5, 'order_returned', 'NOTED', 'Noted.', { person: null, orderId: 'A-10498' }),
  event(6, 'invite', 'NOTED', 'Noted.', { code: 'K7MPQR92', invitee: 'customer-1233' }),
];

const MONDAY = NOW - ((new Date(NOW).getUTCDay() + 6) % 7) * DAY;
const figures = () => ({
  ...{ activeShoppers: 1840, invitationsBps: '3804', conversionBps: '2200', kBps: '837' },
  states: ['due', 'held', 'waiting', 'issued', 'confirmed', 'cancelled'].map((status) => ({
    ...{ status, count: rewards.filter((one) => one.status === status).length },
  })),
  weeks: Array.from({ length: 12 }, (_, at) => {
    const firstOrders = at === 3 ? 0 : 6 + ((at * 7) % 11);
    const cost = BigInt(firstOrders) * BigInt(240_000 + ((at * 37) % 9) * 11_000);
    return {
      ...{
        week: new Date(MONDAY - (11 - at) * 7 * DAY).toISOString().slice(0, 10),
        invitations: 40 + ((at * 13) % 30),
      },
      ...{ signUps: firstOrders + 9, firstOrders, rewards: firstOrders * 2, cost: money(cost) },
      perCustomer: firstOrders === 0 ? null : money(cost / BigInt(firstOrders)),
    };
  }),
});

const owner = (context: Context) => mustBe(context, 'store_owner', 'administrator');
const found = (id: string) => rewards.find((one) => one.id === id) ?? fail('NOT_FOUND');

export const rewardAnswers = {
  rewardProgramme: ({ storeId }: { storeId: string }, context: Context) => {
    owner(context);
    return storeId === 'sto_tau' ? fresh : programme;
  },
  rewards: ({ storeId, status, ...args }: PageArgs & { storeId: string; status: string | null }, context: Context) => {
    owner(context);
    const list = storeId === 'sto_tau' ? [] : rewards;
    return pageOf(status ? list.filter((one) => one.status === status) : list, args);
  },
  rewardEvents: ({ storeId, kind, ...args }: PageArgs & { storeId: string; kind: string | null }, context: Context) => {
    owner(context);
    const list = storeId === 'sto_tau' ? [] : events;
    return pageOf(kind ? list.filter((one) => one.kind === kind) : list, args);
  },
  rewardFigures: (_: object, context: Context) => {
    owner(context);
    return figures();
  },
  saveRewardDraft: ({ input }: { input: { holdDays: number; lines: unknown[] } }, context: Context) => {
    owner(context);
    if (input.lines.length === 0) fail('BAD_INPUT', 'Promise at least one reward.', { field: 'lines' });
    return Object.assign(programme, { isDraftSaved: true, draft: { ...programme.draft, holdDays: input.holdDays } });
  },
  publishRewardRules: (_: object, context: Context) => {
    owner(context);
    const versions = programme.versions.map((one) => ({ ...one, isCurrent: false }));
    return Object.assign(programme, {
      ...{ isDraftSaved: false, versions: [{ ...version(4, 0, true), terms: programme.draft }, ...versions] },
    });
  },
  pauseRewards: ({ paused }: { paused: boolean }, context: Context) => {
    owner(context);
    for (const one of programme.versions) if (one.isCurrent) one.terms.paused = paused;
    return programme;
  },
  goOnWithRewards: ({ release }: { release: boolean }, context: Context) => {
    owner(context);
    programme.stop = null;
    return release ? 1 : 0;
  },
  releaseReward: ({ id }: { id: string }, context: Context) => {
    owner(context);
    if (found(id).status !== 'held') fail('REWARD_STATUS');
    return Object.assign(found(id), { status: 'issued', reasonText: null, issuedAt: ago(0) });
  },
  cancelReward: ({ id, reason }: { id: string; reason: string }, context: Context) => {
    owner(context);
    if (reason.trim().length < 3) fail('BAD_INPUT', 'Say why.', { field: 'reason' });
    const more = { note: reason, reasonText: 'A person of the store cancelled it.', cancelledAt: ago(0) };
    return Object.assign(found(id), { status: 'cancelled', ...more });
  },
};
