// Who may be paid, as a table: each candidate differs from a good one in what it is left out for.
import { describe, expect, it } from '@jest/globals';
import { judge, receiptDueOn, type Candidate, type RuleInForce } from './gate.rules.js';
import { dayStart, monthBounds, monthStart } from './moments.rules.js';

const rule: RuleInForce = {
  ...{ confirmed: true, monthLimitMinor: 1000n, yearLimitMinor: 5000n, checkedSameDay: true, wantsReceipt: true },
};
const good: Candidate = {
  ...{ hasDetails: true, taxStatus: 'npd', rule, checkedOn: '2026-10-12', today: '2026-10-12', owedMinor: 100n },
  ...{ paidMonthMinor: 0n, paidYearMinor: 0n, receiptOverdue: false, sharesAccount: false, otherMethod: false },
};

describe('a candidate', () => {
  const cases: [string, Partial<Candidate>, string | null, boolean][] = [
    ['everything in order', {}, null, false],
    ['no details', { hasDetails: false }, 'NO_DETAILS', false],
    ['somebody else’s account', { sharesAccount: true }, 'DUPLICATE_ACCOUNT', false],
    ['another way of being paid', { otherMethod: true, sharesAccount: true }, 'OTHER_METHOD', false],
    ['no rule set', { rule: null }, 'TAX_RULE_NOT_CONFIRMED', false],
    ['a rule set nobody confirmed', { rule: { ...rule, confirmed: false } }, 'TAX_RULE_NOT_CONFIRMED', false],
    ['the free status without a rule set', { taxStatus: 'none', rule: null, checkedOn: null }, null, false],
    ['never checked', { checkedOn: null }, 'STATUS_UNCHECKED', false],
    ['checked yesterday, needed today', { checkedOn: '2026-10-11' }, 'STATUS_UNCHECKED', false],
    [
      'checked yesterday, that is enough',
      { checkedOn: '2026-10-11', rule: { ...rule, checkedSameDay: false } },
      null,
      false,
    ],
    ['79.9 % of the month used', { paidMonthMinor: 699n }, null, false],
    ['80 % of the month used', { paidMonthMinor: 700n }, null, true],
    ['exactly the month’s limit', { paidMonthMinor: 900n }, null, true],
    ['one unit above the month’s limit', { paidMonthMinor: 901n }, 'LIMIT_REACHED', true],
    ['one unit above the year’s limit', { paidYearMinor: 4901n }, 'LIMIT_REACHED', true],
    [
      'no limits',
      { paidMonthMinor: 10n ** 12n, rule: { ...rule, monthLimitMinor: null, yearLimitMinor: null } },
      null,
      false,
    ],
    ['a receipt overdue', { receiptOverdue: true }, 'RECEIPT_OVERDUE', false],
    [
      'a receipt overdue that nobody owes',
      { receiptOverdue: true, rule: { ...rule, wantsReceipt: false } },
      null,
      false,
    ],
  ];
  it.each(cases)('with %s', (_, change, reason, nearLimit) => {
    expect(judge({ ...good, ...change })).toEqual({ reason, nearLimit });
  });
});

describe('days and months', () => {
  it('a receipt is due on the 9th of the next month', () => {
    expect([receiptDueOn('2026-10-31'), receiptDueOn('2026-12-01')]).toEqual(['2026-11-09', '2027-01-09']);
  });
  it.each([
    ['2026-10-01', 'Asia/Almaty', '2026-09-30T19:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, at) => expect(dayStart(day, zone).toISOString()).toBe(at));
  it('months and years begin in the store’s zone', () => {
    const at = new Date('2026-12-31T20:00:00Z');
    expect(monthStart(at, 'Asia/Almaty', 'month').toISOString()).toBe('2026-12-31T19:00:00.000Z');
    expect(monthStart(at, 'UTC', 'year').toISOString()).toBe('2026-01-01T00:00:00.000Z');
    expect(monthBounds('2026-12', 'Asia/Almaty')?.to.toISOString()).toBe('2026-12-31T19:00:00.000Z');
    expect([monthBounds('2026-13', 'UTC'), monthBounds('x', 'UTC')]).toEqual([null, null]);
  });
});
