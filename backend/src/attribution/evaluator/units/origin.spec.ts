// Which line is cycle 1 of a subscription, and when it is void (T10), with orders of several lines and several reports.
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
  refund,
  run,
  type Item,
} from '../../../../test/cases/build.js';

const recurring = programme({ rules: [{ id: 'r', kind: 'percent', rate_bps: 1000, max_cycles: 3 }] });
const cycleLine = (n: number, id = 'l1', changes: Item = {}): Item =>
  line(id, { subscription: { contract_id: 's', cycle: n }, ...changes });
const bought = (id: string, at: number, lines: Item[], changes: Item = {}): Item =>
  order(id, { occurred_at: at, lines, ...changes });
const renewal = bought('z', NOON + 30 * DAY, [cycleLine(2)]);
/** What became of the renewal. */
const told = (facts: readonly Item[], config = recurring, asOf = NOON + 60 * DAY): string => {
  const result = run(config, [...facts, renewal], asOf);
  return [...amounts(result), ...reasons(result)].filter((text) => text.startsWith('z/')).join(', ');
};
const all = (id: string, lineId: string): Item => refund(`R${id}`, id, [{ line_id: lineId, quantity: 1 }]);

describe('of several first cycles', () => {
  const w2 = { viewer_id: 'w2' };
  const touches = [
    click('e', 'v1', { occurred_at: NOON - 2 * HOUR }),
    click('f', 'v2', { ...w2, occurred_at: NOON - 2 * HOUR }),
  ];
  const [one, two] = [cycleLine(1), cycleLine(1)];

  it.each<[string, Item[], string]>([
    ['the earliest order counts', [bought('b', NOON - 1, [one]), bought('a', NOON, [two], w2)], 'z/l1 c1 1000'],
    ['whichever way round', [bought('b', NOON, [one]), bought('a', NOON - 1, [two], w2)], 'z/l1 c2 1000'],
    ['then the smaller id', [bought('b', NOON, [one]), bought('a', NOON, [two], w2)], 'z/l1 c2 1000'],
    ['however they came', [bought('a', NOON, [two], w2), bought('b', NOON, [one])], 'z/l1 c2 1000'],
  ])('%s', (_label, orders, expected) => {
    expect(told([...touches, ...orders])).toBe(expected);
    expect(told([...touches, ...[...orders].reverse()])).toBe(expected);
  });
});

describe('the line of the first cycle', () => {
  const touch = click('e', 'v1');
  const lines = [line('l0'), cycleLine(1, 'l1'), line('l2')];

  it.each<[string, Item[], string]>([
    ['stands anywhere in its order', [bought('a', NOON, lines)], 'z/l1 c1 1000'],
    ['is not void by the return of another line', [bought('a', NOON, lines), all('a', 'l0')], 'z/l1 c1 1000'],
    ['is void by its own return', [bought('a', NOON, lines), all('a', 'l1')], 'z/l1 SUBSCRIPTION_ORIGIN_VOID'],
    [
      'is of this contract',
      [bought('a', NOON, [line('l1', { subscription: { contract_id: 't', cycle: 1 } }), cycleLine(2, 'l2')])],
      'z/l1 SUBSCRIPTION_ORIGIN_UNKNOWN',
    ],
    [
      'is not paid when it was free, and no return of nothing makes it void',
      [bought('a', NOON, [cycleLine(1, 'l1', { unit_price: 0 })]), all('a', 'l1')],
      'z/l1 c1 1000',
    ],
    ['of a test order has no touch', [bought('a', NOON, lines, { test: true })], 'z/l1 NO_TOUCH'],
    [
      'is void when the smallest amount there is was returned',
      [bought('a', NOON, [cycleLine(1, 'l1', { unit_price: 1 })]), all('a', 'l1')],
      'z/l1 SUBSCRIPTION_ORIGIN_VOID',
    ],
    [
      'of an order that waits for its money has no touch',
      [bought('a', NOON, lines, { status: 'pending' })],
      'z/l1 NO_TOUCH',
    ],
    ['of a buyer who is the creator has no touch', [bought('a', NOON, lines, { viewer_id: 'w9' })], 'z/l1 NO_TOUCH'],
  ])('%s', (_label, facts, expected) => {
    expect(told([touch, ...facts])).toBe(expected);
  });

  it('takes touches received by its own deadline and no later ones', () => {
    const late = (by: number): Item => click('e', 'v1', { received_at: NOON + 72 * HOUR + by });
    const first = bought('a', NOON, [cycleLine(1)]);
    expect([told([late(0), first]), told([late(1), first])]).toEqual(['z/l1 c1 1000', 'z/l1 NO_TOUCH']);
  });

  it('leaves out who may not earn from it, and from the renewal', () => {
    const own = programme({
      creators: [{ id: 'c1', card_fps: ['f'] }],
      rules: [{ id: 'r', kind: 'percent', rate_bps: 1000, max_cycles: 3 }],
    });
    const card = { buyer: { card_fp: 'f' } };
    expect(told([touch, bought('a', NOON, [cycleLine(1)], card)], own)).toBe('z/l1 NO_TOUCH');
    const ban = decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: NOON + 30 * DAY });
    expect(told([touch, bought('a', NOON, [cycleLine(1)]), ban])).toBe('z/l1 CREATOR_BANNED');
    const byCode = bought('z', NOON + 30 * DAY, [cycleLine(2)], card);
    const result = run(own, [touch, bought('a', NOON, [cycleLine(1)]), byCode], NOON + 60 * DAY);
    expect(reasons(result)).toEqual(['z/l1 SELF_PURCHASE']);
  });
});

describe('a staff order', () => {
  it('is one of a customer whom the programme names, among others', () => {
    const config = programme({ program: { staff_customer_ids: ['s', 't'] } });
    const by = (customer_id: string): string[] =>
      reasons(run(config, [click('e', 'v1'), order('o', { buyer: { customer_id } })]));
    expect(['s', 't', 'u'].map(by)).toEqual([['o/l1 STAFF_ORDER'], ['o/l1 STAFF_ORDER'], []]);
    expect(reasons(run(programme(), [click('e', 'v1'), order('o', { staff: true })]))).toEqual(['o/l1 STAFF_ORDER']);
  });
});
