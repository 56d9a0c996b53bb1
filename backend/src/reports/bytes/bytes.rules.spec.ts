// What bytes cost, by hand.
import { describe, expect, it } from '@jest/globals';
import { NO_BYTES, weigh } from './bytes.rules.js';

const row = (change: object = {}) => ({
  ...{ ...NO_BYTES, key: 'vid_a', name: 'A', views: '4', bytes: '10000000', ahead: '2500000', av1: '8000000' },
  ...{ saver_views: '1', saver_bytes: '1000000', orders: '3', ...change },
});

describe('bytes', () => {
  it('a view and an order, before the tap, of AV1, with data saver and without', () => {
    const found = weigh(row(), null);
    expect([found.perView.value, found.perOrder.value]).toEqual([2_500_000n, 3_333_333n]);
    expect([found.ahead.bps, found.av1.bps]).toEqual([2500n, 8000n]);
    expect([found.perSaverView.value, found.perOtherView.value]).toEqual([1_000_000n, 3_000_000n]);
    expect([found.costMinor, found.costPerOrderMinor]).toEqual([null, null]);
  });

  it.each([
    // 10 MB of 4 550 minor units a GB are 45.5, and a third of that 15.17.
    [4550n, '10000000', '3', 46n, 15n],
    [0n, '10000000', '3', 0n, 0n],
    [4550n, '10000000', '0', 46n, null],
    [4550n, '0', '3', 0n, 0n],
    // Beyond what a float holds.
    [100_000_000n, '9007199254740993000', '1', 900_719_925_474_099_300n, 900_719_925_474_099_300n],
  ])('at %s a gigabyte, %s bytes and %s orders', (price, bytes, orders, cost, each) => {
    const found = weigh(row({ bytes, orders, ahead: '0', av1: '0', saver_views: '0', saver_bytes: '0' }), price);
    expect([found.costMinor, found.costPerOrderMinor]).toEqual([cost, each]);
  });

  it('of nothing are no number', () => {
    const found = weigh({ ...NO_BYTES, key: '', name: null }, 4550n);
    expect([found.perView.value, found.perOrder.value, found.ahead.bps, found.costPerOrderMinor]).toEqual([
      ...[null, null, null, null],
    ]);
    expect(found.costMinor).toBe(0n);
  });
});
