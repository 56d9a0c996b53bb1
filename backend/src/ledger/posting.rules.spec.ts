// Entries of a difference sum to zero and bring the book exactly to its target, whatever stood there before.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { difference, GENESIS, sealOf, targetOf, type Posting, type Standing } from './posting.rules.js';

const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });
const standing = fc.record({ pendingMinor: minor, payableMinor: minor });
const sum = (entries: readonly Posting[]) => entries.reduce((total, e) => total + e.amountMinor, 0n);
const on = (entries: readonly Posting[], account: string) => sum(entries.filter((e) => e.account === account));

describe('a difference', () => {
  it('sums to zero and reaches its target', () => {
    fc.assert(
      fc.property(standing, standing, (posted: Standing, target: Standing) => {
        const entries = difference('cre_1', 'KZT', posted, target);
        expect(sum(entries)).toBe(0n);
        expect(posted.pendingMinor - on(entries, 'creator:cre_1:pending')).toBe(target.pendingMinor);
        expect(posted.payableMinor - on(entries, 'creator:cre_1:payable')).toBe(target.payableMinor);
        expect(entries.every((e) => e.amountMinor !== 0n)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('of nothing is nothing', () => {
    fc.assert(fc.property(standing, (at) => difference('cre_1', 'KZT', at, { ...at }).length === 0));
  });

  it('tells the story of money.md, section 9', () => {
    const none = { pendingMinor: 0n, payableMinor: 0n };
    const first = targetOf('pending', 1_500_000n);
    const second = targetOf('pending', 1_000_000n);
    const third = targetOf('payable', 1_000_000n);
    const flat = (entries: Posting[]) => entries.map((e) => [e.account, e.amountMinor]);
    expect(flat(difference('a', 'KZT', none, first))).toEqual([
      ['expense:commission', 1_500_000n],
      ['creator:a:pending', -1_500_000n],
    ]);
    expect(flat(difference('a', 'KZT', first, second))).toEqual([
      ['expense:commission', -500_000n],
      ['creator:a:pending', 500_000n],
    ]);
    expect(flat(difference('a', 'KZT', second, third))).toEqual([
      ['creator:a:pending', 1_000_000n],
      ['creator:a:payable', -1_000_000n],
    ]);
    expect(flat(difference('a', 'KZT', third, targetOf('reversed', 0n)))).toEqual([
      ['expense:commission', -1_000_000n],
      ['creator:a:payable', 1_000_000n],
    ]);
  });
});

describe('the chain', () => {
  const tx = {
    ...{ programmeId: 'sto_1', seq: 1n, idempotencyKey: 'k', kind: 'commission', cause: 'earned', subjectId: 'com_1' },
    postedAt: new Date('2026-10-01T12:00:00Z'),
    entries: [{ account: 'a', currency: 'KZT', amountMinor: 1n }],
  };
  it('notices any change of a transaction or of the one before', () => {
    const hash = sealOf(GENESIS, tx);
    const changed = [
      sealOf(Buffer.alloc(32, 1), tx),
      sealOf(GENESIS, { ...tx, seq: 2n }),
      sealOf(GENESIS, { ...tx, cause: 'refunded' }),
      sealOf(GENESIS, { ...tx, postedAt: new Date('2026-10-01T12:00:00.001Z') }),
      sealOf(GENESIS, { ...tx, entries: [{ account: 'a', currency: 'KZT', amountMinor: 2n }] }),
    ];
    expect(changed.filter((other) => other.equals(hash))).toEqual([]);
    expect(sealOf(GENESIS, { ...tx }).equals(hash)).toBe(true);
  });
});
