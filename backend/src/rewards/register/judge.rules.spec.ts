// Friends, their orders and what each event earned or why not, in labelled cases; no order of telling changes any of it.
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TERMS, type Terms, type Version } from '../programme/terms.rules.js';
import { bondOf, closesRing, judge, type Bond, type Order, type Told, type World } from './judge.rules.js';

const DAY = 86_400_000;
const day = (n: number): Date => new Date(Date.UTC(2026, 9, 1) + n * DAY);
const terms = (change: Partial<Terms> = {}): Terms => ({ ...DEFAULT_TERMS, ...change });
const version = (n: number, from: number, change: Partial<Terms> = {}): Version => ({
  ...{ version: n, validFrom: day(from), terms: terms(change) },
});
const order = (id: string, at: number, totalMinor = 10_000n, more: Partial<Order> = {}): Order => ({
  ...{ id, orderId: id, person: 'friend', at: day(at), totalMinor, currency: 'KZT', snapshot: null, ...more },
});
const look = (n: number, more: Partial<NonNullable<Order['snapshot']>> = {}) => ({
  snapshot: { n, status: 'paid' as const, returnedMinor: 0n, returned: false, ...more },
});
const told = (more: Partial<Told> = {}): Told => ({
  ...{ person: 'friend', signups: [{ id: 's', at: day(10), code: 'ANNA' }], invites: [], orders: [], undoings: [] },
  ...{
    owners: new Map([
      ['ANNA', 'anna'],
      ['SELF', 'friend'],
    ]),
    ...more,
  },
});
const world = (...versions: Version[]): World => ({
  ...{ versions: versions.length > 0 ? versions : [version(1, 0)], currency: 'KZT', up: new Map() },
});
const verdictsOf = (one: Told, all = world()): Record<string, string> =>
  Object.fromEntries(judge(one, all).verdicts.map(({ id, verdict }) => [id, verdict]));
const undo = (id: string, orderId: string, more: object = {}) => ({
  ...{ id, orderId, at: day(12), kind: 'order_returned' as const, amountMinor: null, currency: null, ...more },
});

describe('a sign-up', () => {
  const all = world(version(1, 0), version(2, 20, { paused: true }));
  it.each<[string, Partial<Told>, World, string]>([
    ['by a code binds', {}, all, 'BOUND'],
    [
      'without a code and without an invitation does not',
      { signups: [{ id: 's', at: day(10), code: null }] },
      all,
      'NO_CODE',
    ],
    ['with a code nobody has does not', { signups: [{ id: 's', at: day(10), code: 'NOPE' }] }, all, 'UNKNOWN_CODE'],
    ['by an own code does not', { signups: [{ id: 's', at: day(10), code: 'SELF' }] }, all, 'SELF'],
    ['before there were rules does not', { signups: [{ id: 's', at: day(-1), code: 'ANNA' }] }, all, 'NO_PROGRAMME'],
    ['in a pause does not', { signups: [{ id: 's', at: day(21), code: 'ANNA' }] }, all, 'PAUSED'],
    ['after a first order does not', { orders: [order('o', 9)] }, all, 'NOT_NEW'],
    ['after an order that was given back does', { orders: [order('o', 9)], undoings: [undo('u', 'o')] }, all, 'BOUND'],
    ['at the moment of the first order does', { orders: [order('o', 10)] }, all, 'BOUND'],
    [
      'by an invitation that names the friend binds without a code',
      { signups: [{ id: 's', at: day(10), code: null }], invites: [{ id: 'i', at: day(9), inviter: 'anna' }] },
      ...([all, 'BOUND'] as const),
    ],
    [
      'long after such an invitation does not',
      { signups: [{ id: 's', at: day(110), code: null }], invites: [{ id: 'i', at: day(1), inviter: 'anna' }] },
      ...([world(), 'INVITE_TOO_OLD'] as const),
    ],
    [
      'is not bound by an invitation that came later',
      { signups: [{ id: 's', at: day(10), code: null }], invites: [{ id: 'i', at: day(11), inviter: 'anna' }] },
      ...([all, 'NO_CODE'] as const),
    ],
  ])('%s', (_, more, of, verdict) => {
    expect(verdictsOf(told(more), of)['s']).toBe(verdict);
  });

  it('counts once: the first says who invited, whichever was told first', () => {
    const [early, late] = [
      { id: 'b', at: day(10), code: 'ANNA' },
      { id: 'a', at: day(11), code: 'SELF' },
    ];
    for (const signups of [
      [early, late],
      [late, early],
    ]) {
      expect(verdictsOf(told({ signups }))).toEqual({ b: 'BOUND', a: 'ALREADY_SIGNED_UP' });
      expect(bondOf(told({ signups }))?.inviter).toBe('anna');
    }
  });

  it('earns both sides what the rules promise for it, at once', () => {
    const lines: Terms['lines'] = [
      { side: 'inviter', on: 'signup', form: { kind: 'points', points: 100 } },
      { side: 'invited', on: 'signup', form: { kind: 'money', amountMinor: '50000' } },
    ];
    const { earned } = judge(told(), world(version(1, 0, { lines })));
    expect(earned).toMatchObject([
      { holder: 'anna', on: 'signup', dueAt: day(10), worth: { kind: 'points', points: 100n, amountMinor: null } },
      { holder: 'friend', on: 'signup', dueAt: day(10), worth: { kind: 'money', amountMinor: 50_000n } },
    ]);
  });
});

describe('a ring', () => {
  const bond = (person: string, inviter: string, at: number): Bond => ({
    ...{ person, inviter, signupId: `s-${person}`, at: day(at), invitedAt: day(at) },
  });
  const up = (...bonds: Bond[]) => new Map(bonds.map((one) => [one.person, one]));
  it.each<[string, Bond, Bond[], boolean]>([
    ['A invites B, B invites A: the later closes it', bond('a', 'b', 2), [bond('b', 'a', 1)], true],
    ['and the earlier does not', bond('b', 'a', 1), [bond('a', 'b', 2)], false],
    ['of three, the last closes it', bond('a', 'c', 3), [bond('b', 'a', 1), bond('c', 'b', 2)], true],
    ['of three, the middle does not', bond('c', 'b', 2), [bond('b', 'a', 1), bond('a', 'c', 3)], false],
    ['a long chain is none', bond('d', 'c', 4), [bond('c', 'b', 3), bond('b', 'a', 2)], false],
    ['a ring further up is not its own', bond('d', 'b', 9), [bond('b', 'a', 1), bond('a', 'b', 2)], false],
    ['at the same moment the id decides', bond('b', 'a', 1), [bond('a', 'b', 1)], true],
  ])('%s', (_, one, above, closes) => {
    expect(closesRing(one, up(one, ...above))).toBe(closes);
  });
});

describe('an order', () => {
  const repeat: Partial<Terms> = {
    repeatUpTo: 3,
    lines: [
      ...DEFAULT_TERMS.lines,
      { side: 'inviter', on: 'repeat_order', form: { kind: 'money', amountMinor: '777' } },
    ],
  };
  it.each<[string, Partial<Told>, World, Record<string, string>]>([
    ['of a friend earns', { orders: [order('o', 11)] }, world(), { s: 'BOUND', o: 'EARNED' }],
    ['of somebody else does not', { signups: [], orders: [order('o', 11)] }, world(), { o: 'NOT_INVITED' }],
    [
      'in another currency does not',
      { orders: [order('o', 11, 1n, { currency: 'USD' })] },
      world(),
      { s: 'BOUND', o: 'OTHER_CURRENCY' },
    ],
    [
      'below the minimum does not, nor does it use up the first',
      { orders: [order('o', 11, 999n), order('p', 12, 1000n)] },
      ...([world(version(1, 0, { minOrderMinor: '1000' })), { s: 'BOUND', o: 'BELOW_MINIMUM', p: 'EARNED' }] as const),
    ],
    [
      'beyond the days after the invitation does not',
      { orders: [order('o', 100), order('p', 100.5)] },
      ...([world(), { s: 'BOUND', o: 'EARNED', p: 'TOO_LATE' }] as const),
    ],
    [
      'again earns up to the last one promised',
      { orders: [1, 2, 3, 4, 5].map((n) => order(`o${n}`, 10 + n)) },
      ...([
        world(version(1, 0, repeat)),
        { s: 'BOUND', o1: 'EARNED', o2: 'EARNED', o3: 'EARNED', o4: 'ALL_EARNED', o5: 'ALL_EARNED' },
      ] as const),
    ],
    [
      'that was given back is none: the next is the first',
      { orders: [order('o', 11), order('p', 12)], undoings: [undo('u', 'o')] },
      ...([world(), { s: 'BOUND', o: 'ORDER_RETURNED', p: 'EARNED', u: 'NOTED' }] as const),
    ],
    [
      'that was cancelled is none',
      { orders: [order('o', 11)], undoings: [undo('u', 'o', { kind: 'order_cancelled' })] },
      ...([world(), { s: 'BOUND', o: 'ORDER_CANCELLED', u: 'NOTED' }] as const),
    ],
    [
      'given back piece by piece is gone with the last',
      {
        orders: [order('o', 11)],
        undoings: ['u', 'v'].map((id) => undo(id, 'o', { amountMinor: 5000n, currency: 'KZT' })),
      },
      ...([world(), { s: 'BOUND', o: 'ORDER_RETURNED', u: 'NOTED', v: 'NOTED' }] as const),
    ],
    [
      'told twice counts once',
      { orders: [order('b', 11, 1n, { orderId: 'o' }), order('a', 11, 9n, { orderId: 'o' })] },
      ...([world(), { s: 'BOUND', b: 'SAME_ORDER', a: 'EARNED' }] as const),
    ],
    [
      'known from the shop’s orders counts as they say, by the last look',
      {
        orders: [
          order('a', 11),
          order('l1', 11, 100n, { orderId: 'a', ...look(1) }),
          order('l2', 11, 200n, { orderId: 'a', ...look(2) }),
        ],
      },
      ...([world(), { s: 'BOUND', a: 'KNOWN_FROM_ORDERS', l1: 'REPLACED', l2: 'EARNED' }] as const),
    ],
    [
      'not paid yet earns nothing yet',
      { orders: [order('o', 11, 100n, look(1, { status: 'pending' }))] },
      ...([world(), { s: 'BOUND', o: 'PENDING' }] as const),
    ],
    [
      'that another person’s row tells of first is theirs',
      { orders: [order('a', 11, 100n, { orderId: 'o', person: 'somebody' }), order('b', 12, 100n, { orderId: 'o' })] },
      ...([world(), { s: 'BOUND', b: 'SAME_ORDER' }] as const),
    ],
    [
      'without anything promised for it',
      { orders: [order('o', 11)] },
      world(version(1, 0, { lines: [{ side: 'inviter', on: 'signup', form: { kind: 'points', points: 1 } }] })),
      { s: 'EARNED', o: 'NOTHING_PROMISED' },
    ],
    ['taken back before it is known', { undoings: [undo('u', 'o')] }, world(), { s: 'BOUND', u: 'ORDER_UNKNOWN' }],
  ])('%s', (_, more, of, verdicts) => {
    expect(verdictsOf(told(more), of)).toEqual(verdicts);
  });

  it('earns an exact percentage of what is left of it, due when returns are over', () => {
    const undoings = [
      undo('u', 'o', { amountMinor: 333n, currency: 'KZT' }),
      undo('v', 'o', { amountMinor: 5n, currency: 'USD' }),
    ];
    const { earned } = judge(told({ orders: [order('o', 11, 10_338n)], undoings }), world());
    // 10 005 tiyn: 10 % are 1000.5 and 5 % are 500.25, half up.
    expect(earned.map(({ worth, dueAt, worthMinor }) => [worth.amountMinor, worthMinor, dueAt])).toEqual([
      [1001n, 10_005n, day(25)],
      [500n, 10_005n, day(25)],
    ]);
  });

  it('is counted by the rules of its own day, never by later ones', () => {
    const half: Partial<Terms> = {
      lines: [{ side: 'inviter', on: 'first_order', form: { kind: 'money', rateBps: 5000 } }],
    };
    const both = world(version(1, 0), version(2, 12, half));
    const amounts = (at: number) =>
      judge(told({ orders: [order('o', at)] }), both).earned.map(({ worth }) => worth.amountMinor);
    expect([amounts(11), amounts(12), amounts(13)]).toEqual([[1000n, 500n], [5000n], [5000n]]);
  });

  it('of a friend who came before a pause earns on', () => {
    const all = world(version(1, 0), version(2, 11, { paused: true }));
    expect(verdictsOf(told({ orders: [order('o', 12)] }), all)).toEqual({ s: 'BOUND', o: 'EARNED' });
  });

  it('is judged the same in whatever order its rows are read', () => {
    const one = told({
      orders: [
        order('o1', 11),
        order('o2', 12),
        order('b', 13, 5n, { orderId: 'o3' }),
        order('a', 13, 7n, { orderId: 'o3' }),
      ],
      undoings: [undo('u', 'o1'), undo('v', 'o2', { amountMinor: 10n, currency: 'KZT' })],
    });
    const turned = { ...one, orders: [...one.orders].reverse(), undoings: [...one.undoings].reverse() };
    const sorted = ({ verdicts }: ReturnType<typeof judge>) => verdicts.sort((x, y) => (x.id < y.id ? -1 : 1));
    expect(sorted(judge(turned, world()))).toEqual(sorted(judge(one, world())));
    expect(judge(turned, world()).earned).toEqual(judge(one, world()).earned);
  });
});
