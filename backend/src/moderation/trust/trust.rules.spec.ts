// Who is published at once, as a table.
import { describe, expect, it } from '@jest/globals';
import { judgeTrust, type TrustRecord } from './trust.rules.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const TRUSTED: TrustRecord = { mode: 'post', trustedAfter: 3, approvedByPeople: 3, lastRejectedAt: null, flags: [] };

describe('a creator', () => {
  it.each<[string, Partial<TrustRecord>, string]>([
    ['with three approved videos is trusted', {}, 'rule:trusted-creator'],
    ['with more is trusted', { approvedByPeople: 40 }, 'rule:trusted-creator'],
    ['with two is not', { approvedByPeople: 2 }, 'TOO_FEW_APPROVED'],
    ['of a stricter store is not', { trustedAfter: 10 }, 'TOO_FEW_APPROVED'],
    ['rejected yesterday is not', { lastRejectedAt: daysAgo(1) }, 'REJECTED_LATELY'],
    ['rejected 89 days ago is not', { lastRejectedAt: daysAgo(89) }, 'REJECTED_LATELY'],
    ['rejected 90 days ago is trusted', { lastRejectedAt: daysAgo(90) }, 'rule:trusted-creator'],
    ['whose file is marked waits', { flags: ['ALREADY_PUBLISHED_BY_ANOTHER'] }, 'MARKED'],
    ['of a store that judges first waits', { mode: 'pre', approvedByPeople: 40 }, 'STORE_JUDGES_FIRST'],
  ])('%s', (_, change, expected) => {
    const verdict = judgeTrust({ ...TRUSTED, ...change }, NOW);
    expect(verdict.publish ? verdict.rule : verdict.reason).toBe(expected);
  });
});
