// Which touches count for which order and line: consent, floods, lateness, windows, match, void, precedence, collapse.
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  click,
  DAY,
  decide,
  HOUR,
  line,
  NOON,
  order,
  programme,
  reasons,
  run,
  video,
  view,
  type Item,
} from '../../../../test/cases/build.js';

/** "c1" when the order went to creator c1 alone, or the reason why nobody got it. */
function winner(config: Item, facts: readonly Item[], asOf?: number): string {
  const result = run(config, facts, asOf);
  return [
    ...amounts(result).map((text) => text.split(' ')[1]),
    ...reasons(result).map((text) => text.split(' ')[1]),
  ].join(',');
}

const link = (id: string, linkId: string, changes: Item = {}): Item => ({
  type: 'link_click',
  id,
  occurred_at: NOON - HOUR,
  viewer_id: 'w1',
  consent: true,
  link_id: linkId,
  ...changes,
});
const identity = (id: string, viewerId: string, customerId: string, changes: Item = {}): Item => ({
  type: 'identity',
  id,
  occurred_at: NOON - DAY,
  viewer_id: viewerId,
  customer_id: customerId,
  ...changes,
});
const flood = (count: number, changes: Item = {}): Item[] =>
  Array.from({ length: count }, (_, index) =>
    click(`f${index}`, 'v1', { occurred_at: NOON - HOUR + index, ...changes }),
  );
const LATE = NOON + 72 * HOUR;
const open = programme({
  links: [{ id: 'L1', creator_id: 'c3', product_ids: ['p9'] }],
  storefronts: [{ id: 'S1', creator_id: 'c2' }],
  promo_codes: [
    { code: 'Anna', creator_id: 'c1', valid_from: NOON - DAY, valid_to: NOON + 1 },
    { code: 'Old', creator_id: 'c1', valid_to: NOON },
    { code: 'Bob', creator_id: 'c2' },
  ],
  products: { p1: { category: 'home' }, p2: { category: 'home' }, p3: { category: 'toys' }, p9: {} },
});

const rows: [label: string, config: Item, facts: Item[], expected: string][] = [
  ['consent is asked for', open, [click('e', 'v1', { consent: false })], 'NO_TOUCH'],
  ['invalid traffic never counts', open, [click('e', 'v1', { ivt: true })], 'NO_TOUCH'],
  ['30 clicks in an hour are a person', open, flood(30), 'c1'],
  ['31 clicks in an hour are not', open, flood(31), 'NO_TOUCH'],
  ['31 clicks over two UTC hours are', open, [...flood(30), click('g', 'v1', { occurred_at: NOON })], 'c1'],
  [
    'clicks without consent count for the flood',
    open,
    [...flood(30, { consent: false }), click('g', 'v1', { occurred_at: NOON - HOUR + 99 })],
    'NO_TOUCH',
  ],
  [
    'clicks marked ivt do not',
    open,
    [...flood(30, { ivt: true }), click('g', 'v1', { occurred_at: NOON - HOUR + 99 })],
    'c1',
  ],
  [
    'clicks received after the deadline do not',
    open,
    [...flood(30), click('g', 'v1', { occurred_at: NOON - HOUR + 99, received_at: LATE + 1 })],
    'c1',
  ],
  ['a flood leaves views alone', open, [...flood(31), view('v', 'v2')], 'c2'],
  ['a click on an unknown video', open, [click('e', 'v99')], 'NO_TOUCH'],
  ['a click on an unknown product', open, [click('e', 'v1', { product_id: 'nowhere' })], 'NO_TOUCH'],
  ['received at the deadline', open, [click('e', 'v1', { received_at: LATE })], 'c1'],
  ['received after the deadline', open, [click('e', 'v1', { received_at: LATE + 1 })], 'NO_TOUCH'],
  ['exactly as old as the window', open, [click('e', 'v1', { occurred_at: NOON - 168 * HOUR })], 'c1'],
  ['older than the window', open, [click('e', 'v1', { occurred_at: NOON - 168 * HOUR - 1 })], 'NO_TOUCH'],
  ['at the time of the order', open, [click('e', 'v1', { occurred_at: NOON })], 'c1'],
  ['after the order', open, [click('e', 'v1', { occurred_at: NOON + 1 })], 'NO_TOUCH'],
  ['a view counts from when it qualified', open, [view('e', 'v1', { occurred_at: NOON - 24 * HOUR - 10000 })], 'c1'],
  ['a view one ms too old', open, [view('e', 'v1', { occurred_at: NOON - 24 * HOUR - 10001 })], 'NO_TOUCH'],
  ['a view that qualified after the order', open, [view('e', 'v1', { occurred_at: NOON - 9999 })], 'NO_TOUCH'],
  ['a link for another product, 30 days back', open, [link('e', 'L1', { occurred_at: NOON - 720 * HOUR })], 'c3'],
  ['a click beats a view', open, [click('a', 'v1'), view('b', 'v2', { occurred_at: NOON - 60000 })], 'c1'],
  ['the later of two clicks', open, [click('a', 'v1'), click('b', 'v2', { occurred_at: NOON - HOUR + 1 })], 'c2'],
  [
    'at one time the stronger instrument is later',
    open,
    [click('z', 'v1'), click('a', 'v2', { type: 'add_to_cart' })],
    'c2',
  ],
  [
    'a storefront is stronger than a link',
    open,
    [link('z', 'L1'), { ...link('a', ''), type: 'storefront_click', storefront_id: 'S1' }],
    'c2',
  ],
  ['then the greater id is later', open, [click('b', 'v1'), click('a', 'v2')], 'c1'],
  ['ids compare by code point', open, [click('\u{1F600}', 'v1'), click('\uFFFD', 'v2')], 'c1'],
  ['a linked device', open, [click('e', 'v1', { viewer_id: 'w2' }), identity('i', 'w2', 'customer-of-o1')], 'c1'],
  [
    'a device linked in time',
    open,
    [click('e', 'v1', { viewer_id: 'w2' }), identity('i', 'w2', 'customer-of-o1', { received_at: LATE })],
    'c1',
  ],
  [
    'a device linked too late',
    open,
    [click('e', 'v1', { viewer_id: 'w2' }), identity('i', 'w2', 'customer-of-o1', { received_at: LATE + 1 })],
    'NO_TOUCH',
  ],
  [
    'two hops are one too many',
    open,
    [click('e', 'v1', { viewer_id: 'w2' }), identity('i', 'w1', 'k'), identity('j', 'w2', 'k')],
    'NO_TOUCH',
  ],
  [
    'a rejected touch',
    open,
    [
      click('a', 'v1'),
      click('b', 'v2', { occurred_at: NOON - 5 }),
      decide('d', 'reject', { kind: 'touch', touch_id: 'b' }),
    ],
    'c1',
  ],
  [
    'a rejected viewer',
    open,
    [click('a', 'v1'), decide('d', 'reject', { kind: 'viewer', viewer_id: 'w1' })],
    'NO_TOUCH',
  ],
  [
    'a rejection taken back',
    open,
    [
      click('a', 'v1'),
      decide('d', 'reject', { kind: 'touch', touch_id: 'a' }),
      decide('e', 'approve', { kind: 'touch', touch_id: 'a' }),
    ],
    'c1',
  ],
  [
    'a ban at the order time',
    open,
    [click('a', 'v1'), decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: NOON })],
    'CREATOR_BANNED',
  ],
  [
    'the first of two bans',
    open,
    [NOON, NOON + 1]
      .map((at) => decide(`d${at}`, 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: at }))
      .concat(click('a', 'v1')),
    'CREATOR_BANNED',
  ],
  [
    'a ban after the order',
    open,
    [click('a', 'v1'), decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: NOON + 1 })],
    'c1',
  ],
  [
    'the video was not live yet',
    programme({ videos: [video('v1', [['c1', 10000]], { live_from: NOON - HOUR + 1 })] }),
    [click('e', 'v1')],
    'NO_TOUCH',
  ],
  [
    'live from that moment',
    programme({ videos: [video('v1', [['c1', 10000]], { live_from: NOON - HOUR })] }),
    [click('e', 'v1')],
    'c1',
  ],
  [
    'removed at that moment',
    programme({ videos: [video('v1', [['c1', 10000]], { live_to: NOON - HOUR })] }),
    [click('e', 'v1')],
    'NO_TOUCH',
  ],
];

describe('touches of an order', () => {
  it.each(rows)('%s', (_label, config, facts, expected) => {
    expect(winner(config, [...facts, order('o1')], NOON + 6 * DAY)).toBe(expected);
  });

  it('the newest heartbeat received in time is the view', () => {
    const part = { wall_from_ms: 0, wall_to_ms: 9000, media_from_ms: 0, media_to_ms: 9000, visible_bps: 10000 };
    const early = view('e', 'v1', { segments: [part] });
    const late = view('e', 'v1', { version: 2, received_at: LATE + 1 });
    expect(winner(open, [early, late, order('o1')], NOON + 6 * DAY)).toBe('NO_TOUCH');
    expect(winner(open, [early, { ...late, received_at: LATE }, order('o1')], NOON + 6 * DAY)).toBe('c1');
  });

  it('the first receipt of the same order sets the deadline, a copy received later does not', () => {
    const copies = [order('o1'), order('o1', { received_at: NOON + 5 * DAY })];
    expect(winner(open, [click('e', 'v1', { received_at: LATE + 1 }), ...copies], NOON + 9 * DAY)).toBe('NO_TOUCH');
  });

  it('the earliest receipt of any version of the order sets the deadline', () => {
    const late = order('o1', { version: 2, received_at: NOON + 5 * DAY });
    expect(winner(open, [click('e', 'v1', { received_at: LATE + 1 }), order('o1'), late], NOON + 9 * DAY)).toBe(
      'NO_TOUCH',
    );
  });
});

describe('promo codes', () => {
  it.each([
    ['without case and spaces', ['  aNNa '], 'c1'],
    ['not after their end', ['old'], 'NO_TOUCH'],
    ['unknown codes wait', ['nobody'], 'NO_TOUCH'],
    ['the later in the list wins', ['anna', 'bob'], 'c2'],
    ['in the order of the list', ['bob', 'anna'], 'c1'],
    ['a code twice is one', ['anna', 'bob', 'ANNA'], 'c1'],
  ])('%s', (_label, codes, expected) => {
    expect(winner(open, [order('o1', { discount_codes: codes, viewer_id: null })])).toBe(expected);
  });
});

describe('match', () => {
  const scoped = (scope: string): Item => ({
    ...open,
    program: { currency: 'USD', scopes: { onsite_click: scope }, match_bps: { category: 5000, halo: 2500 } },
  });
  const lines = [
    line('l1'),
    line('l2', { product_id: 'p2' }),
    line('l3', { product_id: 'p3' }),
    line('l4', { product_id: 'p9' }),
  ];
  it.each([
    ['product', ['o1/l1 c1 1000']],
    ['category', ['o1/l1 c1 1000', 'o1/l2 c1 500']],
    ['order', ['o1/l1 c1 1000', 'o1/l2 c1 250', 'o1/l3 c1 250', 'o1/l4 c1 250']],
  ])('scope %s', (scope, expected) => {
    expect(amounts(run(scoped(scope), [click('e', 'v1'), order('o1', { lines })]))).toEqual(expected);
  });
});

describe('self-purchase', () => {
  const identifiers = {
    customer_ids: ['k'],
    email_hashes: ['m'],
    phone_hashes: ['t'],
    card_fps: ['f'],
    viewer_ids: ['w1'],
  };
  it.each([
    ['customer', { viewer_id: null, buyer: { customer_id: 'k' } }],
    ['e-mail', { viewer_id: null, buyer: { email_hash: 'm' } }],
    ['phone', { viewer_id: null, buyer: { phone_hash: 't' } }],
    ['card', { viewer_id: null, buyer: { card_fp: 'f' } }],
    ['device', { buyer: {} }],
  ])('by %s', (_label, changes) => {
    const config = programme({
      creators: [{ id: 'c1', ...identifiers }],
      promo_codes: [{ code: 'A', creator_id: 'c1' }],
    });
    expect(winner(config, [order('o1', { discount_codes: ['A'], ...changes })])).toBe('SELF_PURCHASE');
  });

  it('is named before a ban, and only where a touch would have matched', () => {
    const config = programme({ creators: [{ id: 'c1', card_fps: ['f'] }] });
    const facts = [
      click('a', 'v1'),
      click('b', 'v2'),
      decide('d', 'ban', { kind: 'creator', creator_id: 'c2' }, { occurred_at: NOON - DAY }),
      order('o1', { buyer: { card_fp: 'f' }, lines: [line('l1'), line('l2', { product_id: 'p2' })] }),
    ];
    expect(reasons(run(config, facts))).toEqual(['o1/l1 SELF_PURCHASE', 'o1/l2 NO_TOUCH']);
  });

  it('forfeits the share of a void creator in a video of several', () => {
    const config = programme({
      creators: [{ id: 'c1', card_fps: ['f'] }],
      videos: [
        video('v1', [
          ['c1', 6000],
          ['c2', 4000],
        ]),
      ],
    });
    const result = run(config, [click('a', 'v1'), order('o1', { buyer: { card_fp: 'f' } })]);
    expect(amounts(result)).toEqual(['o1/l1 c2 400']);
    expect(result.commissions[0]?.baseMinor).toBe(4000n);
  });
});
