// When an order is looked at again, and which fact is named as the cause of what is then posted (J1, T1).
import { describe, expect, it } from '@jest/globals';
import {
  click,
  DAY,
  decide,
  HOUR,
  line,
  NOON,
  order,
  programme,
  refund,
  run,
  view,
  type Item,
} from '../../../../test/cases/build.js';
import { WakeQueue, type Wake } from './schedule.rules.js';

const identity = (id: string, viewerId: string, customerId: string, changes: Item = {}): Item => ({
  type: 'identity',
  id,
  viewer_id: viewerId,
  customer_id: customerId,
  occurred_at: NOON - DAY,
  ...changes,
});
const part = (worth: number): Item[] => [{ line_id: 'l1', quantity: 0, amount: worth }];
const ban = (changes: Item): Item => decide('ban', 'ban', { kind: 'creator', creator_id: 'c1' }, changes);

/** Postings as "order +hours cause sum of the expense", hours counted from noon. */
function posted(facts: readonly Item[], asOf = NOON + 4 * DAY, config = programme()): string[] {
  return run(config, facts, asOf).entries.map(({ at, cause, key, entries }) => {
    const orderId = /"(o\d?)"/.exec(key)?.[1];
    return `${orderId} +${(at - NOON) / HOUR} ${cause} ${entries[0]?.amountMinor}`;
  });
}

describe('an order is looked at again', () => {
  it.each<[string, Item[], string[]]>([
    [
      'when a ban of the moment of the order is learned of later',
      [click('e', 'v1'), order('o'), ban({ occurred_at: NOON, received_at: NOON + HOUR })],
      ['o +0 order:o 1000', 'o +1 decision:ban -1000'],
    ],
    [
      'not when the ban came a moment after the order',
      [click('e', 'v1'), order('o'), ban({ occurred_at: NOON + 1, received_at: NOON + HOUR })],
      ['o +0 order:o 1000'],
    ],
    [
      'when a click of another device of the customer comes late',
      [
        order('o'),
        identity('i', 'w2', 'customer-of-o'),
        click('e', 'v1', { viewer_id: 'w2', received_at: NOON + HOUR }),
      ],
      ['o +1 click:e 1000'],
    ],
    [
      'when the device is linked late',
      [
        order('o'),
        identity('i', 'w2', 'customer-of-o', { received_at: NOON + 2 * HOUR }),
        click('e', 'v1', { viewer_id: 'w2', received_at: NOON + HOUR }),
      ],
      ['o +2 identity:i 1000'],
    ],
    [
      'when a touch is rejected between two versions of its view',
      [
        view('e', 'v1'),
        order('o'),
        decide('d', 'reject', { kind: 'touch', touch_id: 'e' }, { occurred_at: NOON + HOUR }),
        view('e', 'v1', { version: 2, received_at: NOON + 2 * HOUR, session_id: 's' }),
      ],
      ['o +0 order:o 1000', 'o +1 decision:d -1000'],
    ],
  ])('%s', (_label, facts, expected) => {
    expect(posted(facts)).toEqual(expected);
  });
});

describe('of two facts of one moment', () => {
  it.each<[string, Item[], string]>([
    [
      'a version before a refund',
      [
        order('o', { version: 2, received_at: NOON + HOUR }),
        refund('R', 'o', part(1000), { occurred_at: NOON + HOUR }),
      ],
      'o +1 order:o -100',
    ],
    [
      'a decision before a refund',
      [
        decide('d', 'hold', { kind: 'commission', order_id: 'o', creator_id: 'c1' }),
        refund('R', 'o', part(1000), { occurred_at: NOON + HOUR }),
      ],
      'o +1 decision:d -100',
    ],
    [
      'the refund, when a click was of a device that only later is the customer’s',
      [
        refund('R', 'o', part(1000), { occurred_at: NOON + HOUR }),
        click('b', 'v1', { viewer_id: 'w2', received_at: NOON + HOUR }),
        identity('i', 'w2', 'customer-of-o', { received_at: NOON + 2 * HOUR }),
      ],
      'o +1 refund:R -100',
    ],
  ])('%s is the cause', (_label, facts, expected) => {
    expect(posted([click('e', 'v1'), order('o'), ...facts])).toContain(expected);
  });

  it('the end of the hold is the cause, before a refund', () => {
    const end = refund('R', 'o', part(1000), { occurred_at: NOON + 14 * DAY });
    expect(posted([click('e', 'v1'), order('o'), end], NOON + 20 * DAY).at(-1)).toBe('o +336 hold_end -100');
  });

  it('what tells of the first cycle is no cause before that cycle is known', () => {
    const cycle = (n: number): Item[] => [
      { line_id: 'l1', product_id: 'p1', quantity: 1, unit_price: 10000, subscription: { contract_id: 'k', cycle: n } },
    ];
    const config = programme({ rules: [{ id: 'r1', kind: 'percent', rate_bps: 1000, max_cycles: 2 }] });
    // The second cycle is known two hours before the first; a refund of each falls on one moment in between.
    const facts = [
      click('e', 'v1'),
      order('o2', { occurred_at: NOON + HOUR, lines: [...cycle(2), line('l2')] }),
      refund('R', 'o2', [{ line_id: 'l2', quantity: 0, amount: 1000 }], { occurred_at: NOON + 2 * HOUR }),
      refund('A', 'o1', part(1000), { occurred_at: NOON + 2 * HOUR }),
      order('o1', { received_at: NOON + 3 * HOUR, lines: cycle(1) }),
    ];
    expect(posted(facts, NOON + 4 * DAY, config)).toEqual([
      'o2 +1 order:o2 1000',
      'o2 +2 refund:R -100',
      'o1 +3 order:o1 900',
      'o2 +3 order:o1 1000',
    ]);
  });
});

describe('the queue', () => {
  const wake = (at: number, orderId = 'o', cause = 'x'): Wake => ({ at, orderId, cause });
  const drained = (queue: WakeQueue): string[] => {
    const told: string[] = [];
    for (let next = queue.pop(); next; next = queue.pop()) told.push(`${next.at} ${next.orderId} ${next.cause}`);
    return told;
  };

  it('gives the earliest first, then the smaller order id, then the smaller cause', () => {
    const wakes = [wake(2, 'a', 'x'), wake(1, 'b', 'y'), wake(1, 'b', 'x'), wake(1, 'a', 'z'), wake(1, 'b', 'z')];
    const sorted = ['1 a z', '1 b x', '1 b y', '1 b z', '2 a x'];
    expect(drained(new WakeQueue(wakes))).toEqual(sorted);
    const pushed = new WakeQueue([]);
    for (const one of wakes) pushed.push(one);
    expect(drained(pushed)).toEqual(sorted);
  });

  it('keeps the order of moments one millisecond apart, however they come', () => {
    const moments = [11, 3, 7, 15, 1, 9, 5, 13, 2, 14, 6, 10, 4, 12, 8];
    const pushed = new WakeQueue([wake(16), wake(17)]);
    for (const at of moments) pushed.push(wake(at));
    const expected = Array.from({ length: 17 }, (_, index) => `${index + 1} o x`);
    expect(drained(pushed)).toEqual(expected);
    const reversed = new WakeQueue([]);
    for (const at of moments.toReversed()) reversed.push(wake(at));
    expect(drained(reversed)).toEqual(expected.slice(0, 15));
  });

  it('says when the next one is, and that there is none', () => {
    const queue = new WakeQueue([wake(7), wake(5)]);
    expect(queue.nextAt).toBe(5);
    queue.pop();
    expect(queue.nextAt).toBe(7);
    queue.pop();
    expect([queue.nextAt, queue.pop()]).toEqual([Infinity, undefined]);
  });
});
