// One visit: a touch counts as long as its viewer was never away for half an hour before the order; and terms that change by date.
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  click,
  DAY,
  HOUR,
  line,
  MINUTE,
  NOON,
  order,
  programme,
  run,
  view,
  type Item,
} from '../../../../test/cases/build.js';
import { shuffle } from '../../../../test/cases/scenarios.js';

const visit = programme({ program: { same_session: true } });
const before = (minutes: number, seconds = 0): Item => ({ occurred_at: NOON - minutes * MINUTE - seconds * 1000 });
const told = (config: Item, facts: readonly Item[]): string[] => amounts(run(config, [...facts, order('o')]));

describe('a programme that credits one visit', () => {
  it.each<[string, Item[], string[]]>([
    ['half an hour before the order', [click('a', 'v1', before(30))], ['o/l1 c1 1000']],
    ['a millisecond more', [click('a', 'v1', before(30, 0.001))], []],
    [
      'an hour before, with another event between',
      [click('a', 'v1', before(59)), click('b', 'v9', before(30))],
      ['o/l1 c1 1000'],
    ],
    ['the event between is too far from the first', [click('a', 'v1', before(61)), click('b', 'v9', before(30))], []],
    [
      'a view lasts until its last second',
      [click('a', 'v1', before(65)), view('b', 'v9', { ...before(40), segments: long(12) })],
      ['o/l1 c1 1000'],
    ],
    [
      'a view without a second is one moment',
      [click('a', 'v1', before(59)), view('b', 'v9', { ...before(30, 0.001), segments: [] })],
      [],
    ],
    [
      'invalid traffic keeps no visit alive',
      [click('a', 'v1', before(59)), click('b', 'v9', { ...before(30), ivt: true })],
      [],
    ],
    [
      'nor does an event without consent',
      [click('a', 'v1', before(59)), click('b', 'v9', { ...before(30), consent: false })],
      [],
    ],
    [
      'nor what came in after the deadline',
      [click('a', 'v1', before(59)), click('b', 'v9', { ...before(30), received_at: NOON + 73 * HOUR })],
      [],
    ],
    [
      'nor the other of two people',
      [click('a', 'v1', before(59)), click('b', 'v9', { ...before(30), viewer_id: 'w2' })],
      [],
    ],
  ])('%s', (_, facts, expected) => {
    expect(told(visit, facts)).toEqual(expected);
  });

  it('counts every device of the customer, and says why an earlier visit is left out', () => {
    const link = (id: string, viewer: string): Item => ({
      ...{ type: 'identity', id, occurred_at: NOON, viewer_id: viewer, customer_id: 'customer-of-o' },
    });
    const facts = [click('a', 'v1', before(59)), click('b', 'v9', { ...before(30), viewer_id: 'w2' })];
    expect(told(visit, [...facts, link('i', 'w1'), link('j', 'w2')])).toEqual(['o/l1 c1 1000']);
    const old = run(visit, [click('a', 'v1', before(90)), order('o')]);
    expect(old.explain('o', 'l1')?.touches).toMatchObject([{ touchId: 'a', verdict: 'T2_OUTSIDE_SESSION' }]);
  });
});

/** A view of so many minutes that shows nothing: it earns no credit, and is an event all the same. */
function long(minutes: number): Item[] {
  const to = minutes * MINUTE;
  return [{ wall_from_ms: 0, wall_to_ms: to, media_from_ms: 0, media_to_ms: 1000, visible_bps: 0 }];
}

const CLICKS = ['onsite_cart', 'onsite_click', 'storefront', 'deep_link'];
/** Everything changes at noon; an order of a minute later is counted under it, one of a minute before is not. */
const changing = (change: Item, products: Item = {}): Item =>
  programme({ program: { changes: [{ from: NOON, ...change }] }, products });
const orders = [
  order('old', { occurred_at: NOON - MINUTE, received_at: NOON - MINUTE }),
  order('new', { occurred_at: NOON + MINUTE }),
];
const lamp = { lines: [line('l1', { product_id: 'lamp' })] };
const near = { p1: { category: 'home' }, lamp: { category: 'home' } };

describe('terms that change', () => {
  it.each<[string, Item, Item[], string[]]>([
    [
      'a shorter window',
      changing({ windows_hours: { onsite_click: 1 } }),
      [click('a', 'v1', before(70))],
      ['old 1000'],
    ],
    ['one visit', changing({ same_session: true }), [click('a', 'v1', before(70))], ['old 1000']],
    ['a longer view', changing({ qualify: { watch_ms: 10001 } }), [view('a', 'v1')], ['old 1000']],
    [
      'a shorter view',
      changing({ qualify: { watch_bps: 1000 } }),
      [view('a', 'v1', { segments: seconds(6) })],
      ['new 1000'],
    ],
    [
      'click and view on one level',
      changing({ precedence: [['promo_code'], [...CLICKS, 'onsite_view']] }),
      [click('a', 'v1', before(100)), view('b', 'v2', before(60))],
      ['new 1000 c2', 'old 1000'],
    ],
    [
      'a wider match at two thirds of the rate',
      changing({ scopes: { onsite_click: 'category' }, match_bps: { category: 6667 } }, near),
      [click('a', 'v1')],
      ['new 667'],
    ],
  ])('%s', (label, config, touches, expected) => {
    const bought = label.startsWith('a wider') ? orders.map((one) => ({ ...one, ...lamp })) : orders;
    const short = (facts: readonly Item[]): string[] =>
      amounts(run(config, facts)).map((text) =>
        text.replace(/\/l1 (c\d) (\d+)/, (_, who: string, sum: string) =>
          who === 'c1' ? ` ${sum}` : ` ${sum} ${who}`,
        ),
      );
    expect(short([...touches, ...bought])).toEqual(expected);
    for (const seed of [1, 2, 3]) expect(short(shuffle([...touches, ...bought], seed))).toEqual(expected);
  });

  it('a refund or an edit of an old order does not bring the new terms to it', () => {
    const config = changing({ windows_hours: { onsite_click: 1 }, match_bps: { direct: 1 } });
    const edited = order('old', { version: 2, occurred_at: NOON - MINUTE, received_at: NOON + DAY });
    expect(amounts(run(config, [click('a', 'v1', before(70)), orders[0] as Item, edited]))).toEqual(['old/l1 c1 1000']);
  });
});

function seconds(count: number): Item[] {
  const to = count * 1000;
  return [{ wall_from_ms: 0, wall_to_ms: to, media_from_ms: 0, media_to_ms: to, visible_bps: 10000 }];
}
