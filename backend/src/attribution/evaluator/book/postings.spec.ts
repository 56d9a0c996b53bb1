// What is posted for units, charges and bonuses, down to one minor unit (J1, J2, marketplace mode).
import { describe, expect, it } from '@jest/globals';
import {
  batch,
  click,
  DAY,
  decide,
  HOUR,
  line,
  NOON,
  order,
  payoutResult,
  programme,
  refund,
  run,
  states,
  type Item,
} from '../../../../test/cases/build.js';
import { Book } from './ledger.rules.js';

const commission = { kind: 'commission', order_id: 'o', creator_id: 'c1' };
const PAY = NOON + 20 * DAY;
const END = PAY + 30 * DAY;
/** 10 % of 10 cents is one cent. */
const cent = [click('e', 'v1'), order('o', { lines: [line('l1', { unit_price: 10 })] })];
const sale = [click('e', 'v1'), order('o')];
const gone = [{ line_id: 'l1', quantity: 1 }];

/** Postings as "+hours kind: account amount, ...", hours counted from noon. */
function posted(facts: readonly Item[], asOf = END, config = programme()): string[] {
  return run(config, facts, asOf).entries.map(({ at, kind, entries }) => {
    const sums = entries.map(({ account, amountMinor }) => `${account} ${amountMinor}`);
    return `+${(at - NOON) / HOUR} ${kind}: ${sums.join(', ')}`;
  });
}

describe('the book', () => {
  it.each<[string, bigint[]]>([
    ['with one side only', [5n]],
    ['with sides that differ', [6n, -1n]],
  ])('refuses a posting %s and says by how much it is off', (_label, sums) => {
    const entries = sums.map((amountMinor) => ({ account: 'cash', currency: 'USD', amountMinor }));
    expect(() => new Book().post(1, 'adjustment', 'x', 'y', entries)).toThrow('unbalanced adjustment of x: 5 USD');
  });

  it('sums every currency by itself', () => {
    const entries = [
      { account: 'a', currency: 'USD', amountMinor: 5n },
      { account: 'b', currency: 'KZT', amountMinor: -5n },
    ];
    expect(() => new Book().post(1, 'payout', 'x', 'y', entries)).toThrow('unbalanced');
  });
});

describe('a commission of one minor unit', () => {
  it('is posted, released and paid like any other', () => {
    const facts = [...cent, batch('b', PAY), payoutResult('b', 'c1', PAY + HOUR, 'settled')];
    expect(posted(facts)).toEqual([
      '+0 commission: expense:commission 1, creator:c1:pending -1',
      '+336 release: creator:c1:pending 1, creator:c1:payable -1',
      '+480 payout: creator:c1:payable 1, creator:c1:in_transit -1',
      '+481 payout_settled: creator:c1:in_transit 1, cash -1',
    ]);
    expect(states(run(programme(), facts, END))).toEqual(['c1 paid']);
  });

  it('is taken back, and given back after its hold', () => {
    const facts = [
      ...cent,
      decide('a', 'reject', commission),
      decide('b', 'approve', commission, { occurred_at: PAY }),
      decide('c', 'hold', commission, { occurred_at: PAY + HOUR }),
    ];
    expect(posted(facts)).toEqual([
      '+0 commission: expense:commission 1, creator:c1:pending -1',
      '+1 reversal: expense:commission -1, creator:c1:pending 1',
      '+480 commission: expense:commission 1, creator:c1:payable -1',
      '+481 retake: creator:c1:pending -1, creator:c1:payable 1',
    ]);
  });
});

describe('what went into a payout', () => {
  const two = [...sale, click('f', 'v1', { viewer_id: 'w2' }), order('p', { viewer_id: 'w2' })];
  const ordersOf = (facts: readonly Item[]): string[][] =>
    run(programme(), facts, END).payouts.map(({ unitKeys }) => unitKeys.map((key) => /"([op])"/.exec(key)?.[1] ?? key));

  it('is every payable unit, and none that was returned before', () => {
    expect(ordersOf([...two, batch('b', PAY)])).toEqual([['o', 'p']]);
    const returned = refund('R', 'o', gone, { occurred_at: PAY - DAY });
    expect(ordersOf([...two, returned, batch('b', PAY)])).toEqual([['p']]);
  });

  it('goes into no second one, unless the first failed', () => {
    const more = { type: 'adjustment', id: 'B', creator_id: 'c1', amount: 7, reason: 'x', occurred_at: PAY + HOUR };
    const facts = [...two, batch('b', PAY), more, batch('c', PAY + DAY)];
    expect(ordersOf(facts)).toEqual([['o', 'p'], []]);
    expect(ordersOf([...facts, payoutResult('b', 'c1', PAY + HOUR, 'failed')])).toEqual([
      ['o', 'p'],
      ['o', 'p'],
    ]);
  });

  it('is held back at once when the payout fails after somebody held it', () => {
    const held = decide('d', 'hold', commission, { occurred_at: PAY + HOUR });
    const failed = payoutResult('b', 'c1', PAY + 2 * HOUR, 'failed');
    expect(posted([...sale, batch('b', PAY), held, failed]).slice(2)).toEqual([
      '+480 payout: creator:c1:payable 1000, creator:c1:in_transit -1000',
      '+482 payout_failed: creator:c1:payable -1000, creator:c1:in_transit 1000',
      '+482 retake: creator:c1:pending -1000, creator:c1:payable 1000',
    ]);
  });
});

describe('the charge of a seller', () => {
  const config = programme({ rules: [{ id: 'r1', kind: 'percent', rate_bps: 1000, charge_bps: 2000 }] });
  const sold = (own: Item): Item => ({ lines: [line('l1', { seller_id: 's1', ...own })] });
  const charges = (facts: readonly Item[]): string[] =>
    posted([click('e', 'v1'), ...facts], END, config).filter((text) => text.includes(' charge: '));
  const income = (seller: string, amount: bigint): string =>
    `seller:${seller}:receivable ${amount}, income:programme ${-amount}`;

  it.each<[string, Item[], string[]]>([
    [
      'is posted once, not again at the end of the hold',
      [order('o', sold({ unit_price: 10000 }))],
      [`+0 charge: ${income('s1', 2000n)}`],
    ],
    ['of one minor unit too', [order('o', sold({ unit_price: 5 }))], [`+0 charge: ${income('s1', 1n)}`]],
    [
      'is given back with a return',
      [order('o', sold({ unit_price: 10000 })), refund('R', 'o', gone)],
      [`+0 charge: ${income('s1', 2000n)}`, `+24 charge: ${income('s1', -2000n)}`],
    ],
    [
      'moves when the shop names another seller',
      [
        order('o', sold({ unit_price: 10000 })),
        order('o', { ...sold({ unit_price: 10000, seller_id: 's2' }), version: 2, received_at: NOON + HOUR }),
      ],
      [`+0 charge: ${income('s1', 2000n)}`, `+1 charge: ${income('s1', -2000n)}, ${income('s2', 2000n)}`],
    ],
  ])('%s', (_label, facts, expected) => {
    expect(charges(facts)).toEqual(expected);
  });
});
