// The explanation of a line: touches, weights, F, quotas and remainders, checked against a sum done by hand (T9, T12).
import { describe, expect, it } from '@jest/globals';
import {
  click,
  DAY,
  HOUR,
  line,
  NOON,
  order,
  programme,
  refund,
  run,
  type Item,
} from '../../../../test/cases/build.js';

const linear = programme({ program: { model: 'linear' } });
/** Two clicks of two creators; 10 % of 100.05 is 1000.5, half up 1001: quotas 500 and a half each, the odd cent to the first. */
const facts = [
  click('b', 'v1'),
  click('a', 'v2', { occurred_at: NOON - 2 * HOUR }),
  click('c', 'v3', { product_id: 'p2' }),
  order('o', {
    received_at: NOON + HOUR,
    lines: [
      line('l1', { unit_price: 10005 }),
      line('l2', { product_id: 'p9', unit_price: 500 }),
      line('l3', { unit_price: 1 }),
    ],
  }),
  refund('R', 'o', [{ line_id: 'l1', quantity: 0, amount: 5 }]),
];
const told = (lineId: string, config: Item = linear): ReturnType<ReturnType<typeof run>['explain']> =>
  run(config, facts, NOON + 30 * DAY).explain('o', lineId);

describe('an explanation', () => {
  it('shows weights, the full commission, quotas and what each got', () => {
    const line1 = told('l1');
    expect([line1?.orderedAt, line1?.firstReceivedAt, line1?.deadline]).toEqual([NOON, NOON + HOUR, NOON + 73 * HOUR]);
    expect([line1?.reason, line1?.baseGrossMinor, line1?.baseNetMinor]).toEqual([null, 10005n, 10000n]);
    expect(
      line1?.parts.map((p) => [p.touchId, p.creatorId, p.weight, p.ruleId, p.fullGrossMinor, p.fullNetMinor]),
    ).toEqual([
      ['a', 'c2', 10000n, 'r1', 1001n, 1000n],
      ['b', 'c1', 10000n, 'r1', 1001n, 1000n],
    ]);
    expect(line1?.quotas).toEqual([
      {
        creatorId: 'c1',
        numerator: 10010000n,
        denominator: 20000n,
        floorMinor: 500n,
        remainder: 10000n,
        grossMinor: 501n,
        netMinor: 500n,
      },
      {
        creatorId: 'c2',
        numerator: 10010000n,
        denominator: 20000n,
        floorMinor: 500n,
        remainder: 10000n,
        grossMinor: 500n,
        netMinor: 500n,
      },
    ]);
    expect(line1?.units.map((u) => [u.creatorId, u.amountMinor, u.state])).toEqual([
      ['c1', 500n, 'payable'],
      ['c2', 500n, 'payable'],
    ]);
  });

  it('of one creator alone shows the whole as their quota', () => {
    const alone = run(programme(), [click('b', 'v1'), order('o')]).explain('o', 'l1');
    expect(alone?.quotas).toEqual([
      {
        creatorId: 'c1',
        numerator: 10000000n,
        denominator: 10000n,
        floorMinor: 1000n,
        remainder: 0n,
        grossMinor: 1000n,
        netMinor: 1000n,
      },
    ]);
  });

  it('tells of each touch what became of it on this line only', () => {
    expect(told('l1')?.touches.map(({ touchId, lineId }) => [touchId, lineId])).toEqual([
      ['a', 'l1'],
      ['b', 'l1'],
      ['c', null],
    ]);
  });

  it('of a line without commission gives the reason and no parts', () => {
    const line2 = told('l2');
    expect([line2?.reason, line2?.baseGrossMinor, line2?.baseNetMinor]).toEqual(['NO_TOUCH', 0n, 0n]);
    expect([line2?.parts, line2?.quotas, line2?.units]).toEqual([[], [], []]);
  });

  it('of a test order knows no bases', () => {
    const test = run(linear, [click('b', 'v1'), order('o', { test: true })]).explain('o', 'l1');
    expect([test?.reason, test?.baseGrossMinor, test?.baseNetMinor]).toEqual(['TEST_ORDER', 0n, 0n]);
  });

  it('of what does not exist is null', () => {
    expect([told('l9'), run(linear, facts).explain('x', 'l1')]).toEqual([null, null]);
  });
});
