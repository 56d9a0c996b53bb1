// What a store may say of a pool, case by case.
import { describe, expect, it } from '@jest/globals';
import { readPool, type PoolInput } from './pool.rules.js';

const TODAY = '2026-11-26';
const GOOD: PoolInput = { name: ' Gift ', worth: '5000.00' };
const read = (change: Partial<PoolInput>) => readPool({ ...GOOD, ...change }, 'KZT', TODAY);

it('is read with what was left out', () => {
  expect(read({})).toEqual({
    ...{ name: 'Gift', worthMinor: 500_000n, currency: 'KZT', worthText: null, validUntil: null, lowBelow: null },
    ...{ holderMonth: null, poolDay: null, poolTotal: null, surgeTimes: null, surgeFloor: 20 },
  });
  expect(read({ worth: null, worthText: ' Free delivery ', validUntil: TODAY })).toMatchObject({
    ...{ worthMinor: null, currency: null, worthText: 'Free delivery', validUntil: TODAY },
  });
});

describe('refused is', () => {
  it.each<[Partial<PoolInput>, string]>([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(81) }, 'name'],
    [{ name: 'a\u0007b' }, 'name'],
    [{ worth: null }, 'worth'],
    [{ worthText: 'both' }, 'worth'],
    [{ worth: '0' }, 'worth'],
    [{ worth: '-5' }, 'worth'],
    [{ worth: '5.001' }, 'worth'],
    [{ worth: null, worthText: 'x'.repeat(121) }, 'worthText'],
    [{ validUntil: '2026-11-25' }, 'validUntil'],
    [{ validUntil: '2026-02-30' }, 'validUntil'],
    [{ lowBelow: 0 }, 'lowBelow'],
    [{ holderMonth: -1 }, 'holderMonth'],
    [{ poolDay: 1.5 }, 'poolDay'],
    [{ poolTotal: 1_000_001 }, 'poolTotal'],
    [{ surgeTimes: 1 }, 'surgeTimes'],
    [{ surgeFloor: 0 }, 'surgeFloor'],
  ])('%j', (change, field) => expect(read(change)).toMatchObject({ field }));
});
