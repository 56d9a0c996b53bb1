// What a try means, when it is asked again, and what each word of PayPal does to a payout, as tables.
import { describe, expect, it } from '@jest/globals';
import type { SendOutcome, SentItem } from './provider.js';
import { afterTry, mayAsk, nextLook, readItems, type KnownItem } from './send.rules.js';
import { ITEM_MEANS, ITEM_STATUSES } from './send.status.js';

const NOW = new Date('2026-10-12T10:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const DAY = 86_400_000;
const fresh = { mayBeTaken: false, askedAt: null };
const open = { mayBeTaken: true, askedAt: ago(60_000) };
const not = (
  kind: 'unsent' | 'refused' | 'unknown',
  error: 'BUSY' | 'REFUSED' | 'NO_ANSWER' | 'TAKEN_UNNAMED',
): SendOutcome => ({
  ...{ kind, error, detail: 'why' },
});

describe('after a try', () => {
  const cases: [
    string,
    typeof fresh | typeof open,
    SendOutcome,
    { state: string; mayBeTaken: boolean; again: boolean },
  ][] = [
    [
      'taken',
      fresh,
      { kind: 'taken', providerId: 'P', status: 'PENDING' },
      { state: 'taken', mayBeTaken: true, again: false },
    ],
    ['not sent', fresh, not('unsent', 'BUSY'), { state: 'waiting', mayBeTaken: false, again: true }],
    ['not sent after an unknown one', open, not('unsent', 'BUSY'), { state: 'waiting', mayBeTaken: true, again: true }],
    ['unknown', fresh, not('unknown', 'NO_ANSWER'), { state: 'waiting', mayBeTaken: true, again: true }],
    ['refused', fresh, not('refused', 'REFUSED'), { state: 'refused', mayBeTaken: false, again: false }],
    [
      'refused after an unknown one',
      open,
      not('refused', 'REFUSED'),
      { state: 'waiting', mayBeTaken: true, again: false },
    ],
    ['taken without a name', fresh, not('unknown', 'TAKEN_UNNAMED'), { state: 'lost', mayBeTaken: true, again: false }],
  ];
  it.each(cases)('%s', (_, before, outcome, then) => expect(afterTry(before, outcome, NOW)).toMatchObject(then));

  it('whatever waits has a time of its own', () => {
    expect(afterTry(fresh, not('unknown', 'NO_ANSWER'), NOW).nextAt).toEqual(new Date('2026-10-12T11:00:00Z'));
    expect(afterTry(open, not('refused', 'REFUSED'), NOW).nextAt).toEqual(new Date('2026-10-12T11:00:00Z'));
    expect(afterTry(fresh, not('refused', 'REFUSED'), NOW).nextAt).toBeNull();
  });
});

describe('asking again', () => {
  it('is safe while the key is known there, and whenever nothing was sent', () => {
    expect(mayAsk({ mayBeTaken: true, askedAt: ago(25 * DAY - 1) }, NOW)).toBe(true);
    expect(mayAsk({ mayBeTaken: true, askedAt: ago(25 * DAY) }, NOW)).toBe(false);
    expect(mayAsk({ mayBeTaken: false, askedAt: null }, NOW)).toBe(true);
  });
});

describe('the next look', () => {
  const cases: [string, number, boolean, number | null][] = [
    ['a minute after the first', 1000, false, 60_000],
    ['a quarter of its age', 3_600_000, false, 900_000],
    ['every six hours at most', 20 * DAY, false, 6 * 3_600_000],
    ['once a day when it is over', 3_600_000, true, DAY],
    ['never after 45 days', 45 * DAY + 1, true, null],
  ];
  it.each(cases)('%s', (_, age, isOver, ms) =>
    expect(nextLook(ago(age), NOW, isOver)).toEqual(ms === null ? null : new Date(NOW.getTime() + ms)),
  );
});

const known = (result: KnownItem['result'] = null): KnownItem => ({
  ...{ payoutId: 'pay_1', status: null, result, payMinor: '1250', payCurrency: 'USD' },
});
const seen = (status: string, change: Partial<SentItem> = {}): SentItem => ({
  ...{ ref: 'pay_1', itemId: 'I1', status, transactionId: 'T1', amountMinor: 1250n, currency: 'USD', fee: null },
  ...{ error: null, errorDetail: null, ...change },
});

describe('an item', () => {
  it.each(ITEM_STATUSES)('that is %s', (status) => {
    const read = readItems('SUCCESS', [seen(status)], [known()]);
    const means = ITEM_MEANS[status];
    expect(read.lines.map((line) => line.result)).toEqual(means ? [means] : []);
    expect(read.isOver).toBe(means !== null);
    expect(read.changes).toMatchObject([{ payoutId: 'pay_1', status }]);
  });

  it('every word is settled, failed or waits, as PayPal explains it', () => {
    const of = (means: string | null) => ITEM_STATUSES.filter((one) => ITEM_MEANS[one] === means).sort();
    expect(of('settled')).toEqual(['SUCCESS']);
    expect(of(null)).toEqual(['ONHOLD', 'PENDING', 'UNCLAIMED']);
    expect(of('failed')).toEqual(['BLOCKED', 'DENIED', 'FAILED', 'REFUNDED', 'RETURNED', 'REVERSED']);
  });

  it('has its reason in PayPal’s words, and its transaction', () => {
    const change = { error: 'RECEIVER_UNREGISTERED', errorDetail: 'No account.' };
    expect(readItems('SUCCESS', [seen('RETURNED', change)], [known()]).lines).toEqual([
      {
        payoutId: 'pay_1',
        result: 'failed',
        reference: 'T1',
        reason: 'RETURNED · RECEIVER_UNREGISTERED · No account.',
      },
    ]);
    expect(readItems('SUCCESS', [seen('SUCCESS', { transactionId: null })], [known()]).lines).toMatchObject([
      { reference: 'I1', reason: null },
    ]);
  });

  it('of another amount or currency settles nothing, and people are told', () => {
    for (const change of [{ amountMinor: 1251n }, { currency: 'EUR' }, { amountMinor: null }]) {
      const read = readItems('SUCCESS', [seen('SUCCESS', change)], [known()]);
      expect(read).toMatchObject({ lines: [], isOver: false, changes: [{ status: null, error: 'AMOUNT_DIFFERS' }] });
    }
  });

  it('with a word nobody knows, or not there, waits', () => {
    expect(readItems('SUCCESS', [seen('NEW_WORD')], [known()])).toMatchObject({ lines: [], isOver: false });
    expect(readItems('SUCCESS', [], [known()])).toMatchObject({ lines: [], isOver: false });
    expect(readItems('SUCCESS', [seen('SUCCESS', { ref: 'pay_2' })], [known()])).toMatchObject({ lines: [] });
  });

  it('of an order that was denied or cancelled fails, unless it says that it was paid', () => {
    for (const order of ['DENIED', 'CANCELED']) {
      for (const items of [[], [seen('PENDING')], [seen('ONHOLD')]])
        expect(readItems(order, items, [known()])).toMatchObject({ lines: [{ result: 'failed' }], isOver: true });
      expect(readItems(order, [seen('SUCCESS')], [known()]).lines).toMatchObject([{ result: 'settled' }]);
    }
  });

  it('that was booked is booked once; a later word against it is only told', () => {
    expect(readItems('SUCCESS', [seen('SUCCESS')], [known('settled')])).toMatchObject({
      lines: [],
      against: [],
      isOver: true,
    });
    expect(readItems('SUCCESS', [seen('REVERSED')], [known('settled')])).toMatchObject({
      lines: [],
      against: ['pay_1'],
    });
    expect(readItems('SUCCESS', [seen('SUCCESS')], [known('failed')])).toMatchObject({ lines: [], against: ['pay_1'] });
    expect(readItems('SUCCESS', [], [known('failed')])).toEqual({ changes: [], lines: [], against: [], isOver: true });
  });
});
