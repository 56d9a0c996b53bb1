// When an experiment may speak, how orders fold into arms, and what the money is.
import { describe, expect, it } from '@jest/globals';
import {
  foldOutcomes,
  returnsByProduct,
  type ArmOutcome,
  type OrderWorth,
  type PlacedOrder,
} from './outcomes.rules.js';
import { isFull, readExperiment, refusalOf, type Standing } from './result.rules.js';

const DAY = 86_400_000;
const standing: Standing = {
  status: 'running',
  startedAtMs: 0,
  nowMs: 20 * DAY,
  holdoutBps: 1000,
  planned: { shown: 9000, holdout: 1000 },
  viewers: { shown: 9100, holdout: 1005 },
};

describe('an experiment', () => {
  it.each<[string, Partial<Standing>, string | null]>([
    ['is refused while an arm is too small', { viewers: { shown: 9100, holdout: 999 } }, 'NOT_BEFORE_PLANNED_SIZE'],
    ['is refused one millisecond before fourteen days', { nowMs: 14 * DAY - 1 }, 'NOT_BEFORE_14_DAYS'],
    ['is full after fourteen days, and waits for the timer', { nowMs: 14 * DAY }, 'ORDERS_STILL_COUNT'],
    ['is refused while the last viewers may buy', { status: 'measuring' }, 'ORDERS_STILL_COUNT'],
    ['speaks when it is finished', { status: 'finished' }, null],
    ['never speaks when it was stopped', { status: 'stopped' }, 'STOPPED_EARLY'],
    ['is broken at once', { viewers: { shown: 180_450, holdout: 19_550 } }, 'BROKEN_SAMPLE_RATIO'],
    ['is broken for ever', { status: 'finished', viewers: { shown: 9100, holdout: 800 } }, 'BROKEN_SAMPLE_RATIO'],
  ])('%s', (_, change, refusal) => expect(refusalOf({ ...standing, ...change })).toBe(refusal));

  it('is full with both arms and fourteen full days, not with one of them', () => {
    expect(isFull(standing)).toBe(true);
    expect(isFull({ ...standing, nowMs: 14 * DAY - 1 })).toBe(false);
    expect(isFull({ ...standing, viewers: { shown: 8999, holdout: 2000 } })).toBe(false);
  });
});

const order = (viewer: string, orderId: string, change: Partial<PlacedOrder> = {}): PlacedOrder => ({
  ...{ viewer, orderId, arm: 'shown', before: false, triggered: true, watched: false, ...change },
});
const worth = (gross: bigint, net = gross, productId = 'mug'): OrderWorth => ({
  grossMinor: gross,
  netMinor: net,
  products: [{ productId, grossMinor: gross, netMinor: net }],
});

describe('orders', () => {
  it('fold into arms: a viewer is one buyer, money is net, what does not count is left out', () => {
    const placed = [
      order('a', '1'),
      order('a', '2'),
      order('a', '3', { before: true }),
      order('b', '4', { triggered: false }),
      order('c', '5', { arm: 'holdout' }),
      order('d', 'test'),
      order('e', 'dollars'),
    ];
    const known = new Map<string, OrderWorth | null>([
      ['1', worth(1000n, 600n)],
      ['2', worth(50n)],
      ['3', worth(700n)],
      ['4', worth(90n)],
      ['5', worth(300n, 0n)],
      ['dollars', null],
    ]);
    const { shown, holdout } = foldOutcomes({ shown: 10, holdout: 5 }, placed, known);
    expect(shown).toMatchObject({
      viewers: 10,
      buyers: 2,
      orders: 4,
      otherOrders: 1,
      grossMinor: 1140n,
      netMinor: 740n,
    });
    expect(shown.orderIds).toEqual(['1', '2', '4', 'dollars']);
    expect(shown.sample).toEqual({
      n: 10,
      spent: [
        { before: 700, after: 650 },
        { before: 0, after: 90 },
        { before: 0, after: 0 },
      ],
    });
    expect(holdout).toMatchObject({ viewers: 5, buyers: 1, orders: 1, netMinor: 0n });
  });

  it('tell returns of a product only with five orders of each side', () => {
    const many = (n: number, change: Partial<PlacedOrder>) =>
      Array.from({ length: n }, (_, i) => order(`${change.arm ?? 'w'}${i}`, `${change.arm ?? 'w'}${i}`, change));
    const watched = many(5, { watched: true });
    const held = many(5, { arm: 'holdout' });
    const unseen = many(5, { arm: 'shown' });
    const known = new Map<string, OrderWorth | null>();
    for (const { orderId } of [...watched, ...held, ...unseen]) known.set(orderId, worth(100n, 75n));
    expect(returnsByProduct([...watched, ...held, ...unseen], known)).toEqual([
      {
        productId: 'mug',
        watched: { orders: 5, grossMinor: 500n, netMinor: 375n },
        holdout: { orders: 5, grossMinor: 500n, netMinor: 375n },
      },
    ]);
    expect(returnsByProduct([...watched, ...held.slice(1)], known)).toEqual([]);
    expect(returnsByProduct([...unseen, ...held], known)).toEqual([]);
  });
});

describe('the money', () => {
  const arm = (viewers: number, buyers: number, each: number): ArmOutcome => ({
    ...{ viewers, buyers, orders: buyers, otherOrders: 0, grossMinor: 0n, netMinor: 0n, orderIds: [] },
    sample: { n: viewers, spent: Array.from({ length: buyers }, () => ({ before: 0, after: each })) },
  });
  const arms = { shown: arm(900, 90, 1000), holdout: arm(100, 5, 1000) };
  const credited = { netMinor: 60_000n, commissionMinor: 9_000n };

  it('is revenue for each shown viewer more, times the shown viewers', () => {
    const read = readExperiment(arms, credited, 4000);
    if (read.refusal !== null) throw new Error(read.refusal);
    // 100 against 50 a viewer: 50 more for each of 900.
    expect(read.reading.money).toMatchObject({ gmvMinor: 45_000n, commissionMinor: 9_000n });
    expect(read.reading.money.incrementalReturn).toBeCloseTo((45_000 * 0.4) / 9_000, 12);
    expect(read.reading.money.creditedReturn).toBeCloseTo((60_000 * 0.4) / 9_000, 12);
    expect(read.reading.money.fromMinor).toBeLessThan(45_000n);
    expect(read.reading.money.toMinor).toBeGreaterThan(45_000n);
  });

  it('is counted on revenue without a margin, and is no return without commission', () => {
    const read = readExperiment(arms, { netMinor: 0n, commissionMinor: 0n }, null);
    expect(read).toMatchObject({ reading: { money: { incrementalReturn: null, creditedReturn: null } } });
    const plain = readExperiment(arms, credited, null);
    expect(plain.refusal === null && plain.reading.money.incrementalReturn).toBeCloseTo(5, 12);
  });

  it.each<[string, ArmOutcome, ArmOutcome]>([
    ['nobody was held out', arms.shown, arm(0, 0, 0)],
    ['nobody bought', arm(900, 0, 0), arm(100, 0, 0)],
    ['fewer than five orders are expected in a cell', arm(900, 30, 1), arm(100, 3, 1)],
  ])('is not told when %s', (_, shown, holdout) => {
    expect(readExperiment({ shown, holdout }, credited, null)).toEqual({ refusal: 'NOT_ENOUGH_DATA' });
  });
});
