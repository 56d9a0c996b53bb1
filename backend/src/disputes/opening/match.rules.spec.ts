// Which order a claim speaks of.
import { describe, expect, it } from '@jest/globals';
import { scored, spellings, sureOne, type Candidate } from './match.rules.js';

const NOON = Date.parse('2026-11-20T07:00:00Z');
const claim = { number: '#1001', totalMinor: 1_299_000n, currency: 'KZT', atMs: NOON };
const order: Candidate = {
  ...{ orderId: 'ord_1', externalId: '1001', aliases: [], totalMinor: 1_299_000n, currency: 'KZT' },
  placedAtMs: NOON + 3_600_000,
};

describe('the order of a claim', () => {
  const cases: [string, Partial<Candidate>, boolean][] = [
    ['is sure by number, sum and day', {}, true],
    ['is sure by the number of a file', { externalId: 'shopify:5', aliases: ['#1001'] }, true],
    ['is sure the day before', { placedAtMs: NOON - 86_400_000 }, true],
    ['is not sure three days away', { placedAtMs: NOON - 3 * 86_400_000 }, false],
    ['is not sure with another sum', { totalMinor: 1_298_900n }, false],
    ['is not sure in another currency', { currency: 'RUB' }, false],
    ['is not sure with another number', { externalId: '1002' }, false],
  ];
  it.each(cases)('%s', (_, change, sure) => {
    const all = scored(claim, [{ ...order, ...change }]);
    expect(all[0]?.sure).toBe(sure);
    expect(sureOne(all) !== null).toBe(sure);
  });

  it('is nobody’s when two are surely it', () => {
    expect(sureOne(scored(claim, [order, { ...order, orderId: 'ord_2', externalId: '#1001' }]))).toBeNull();
  });

  it('the likelier stands first', () => {
    const all = scored(claim, [{ ...order, orderId: 'ord_2', externalId: '77' }, order]);
    expect(all.map((one) => one.orderId)).toEqual(['ord_1', 'ord_2']);
  });

  it('numbers are tried as shops write them', () => {
    expect(spellings(' # 1001 ')).toEqual(expect.arrayContaining(['1001', '#1001']));
    expect(spellings('№ a-17')).toEqual(expect.arrayContaining(['a-17', 'A-17', '#a-17']));
  });
});
