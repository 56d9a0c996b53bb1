// The form of the rules says exactly what was shown, and reads numbers as people write them.
import { describe, expect, it } from '@jest/globals';
import { formOf, rulesInput, shownAt } from './rules-form';
import type { RewardTermsPartsFragment } from '../../api/generated';

const money = (amountMinor: string) => ({ amountMinor, currency: 'KZT', decimals: 2 });
const line = (side: 'inviter' | 'invited', on: 'signup' | 'first_order' | 'repeat_order', more: object) => ({
  ...{ side, on, kind: 'money' as const, rateBps: null, amount: null, points: null, poolId: null, ...more },
});
const terms: RewardTermsPartsFragment = {
  ...{ paused: false, repeatUpTo: 3, holdDays: 14, endsAfterDays: 90, perPersonMonth: 5, perDay: null, inAll: null },
  ...{ surgeTimes: 5, surgeAtLeast: 50, sentences: [], minOrder: money('500000') },
  lines: [
    line('invited', 'signup', { kind: 'points', points: 100 }),
    line('inviter', 'first_order', { rateBps: 1250 }),
    line('invited', 'first_order', { amount: money('150050') }),
    line('inviter', 'repeat_order', { kind: 'certificate', poolId: 'cpl_1' }),
  ],
};

describe('the form of the rules', () => {
  it('gives back what was shown', () => {
    const input = rulesInput(formOf(terms));
    expect(input.minOrder).toBe('5000.00');
    expect(input.lines).toEqual([
      { ...terms.lines[0], amount: null },
      { ...terms.lines[1], amount: null },
      { ...terms.lines[2], amount: '1500.50' },
      { ...terms.lines[3], amount: null },
    ]);
  });

  it('reads a comma and spaces, and promises no repeats where none are chosen', () => {
    const form = formOf({ ...terms, lines: [] });
    const lines = form.lines.map((one) =>
      one.on === 'first_order' && one.side === 'inviter' ? { ...one, choice: 'percent' as const, value: '7,5' } : one,
    );
    const input = rulesInput({ ...form, lines, minOrder: ' 12 500,50 ' });
    expect([input.lines.map(({ rateBps }) => rateBps), input.minOrder, input.repeatUpTo]).toEqual([
      [750],
      '12500.50',
      1,
    ]);
  });

  it('leads a fault back to its line', () => {
    const form = formOf(terms);
    expect(shownAt(form, 'lines.1')).toMatchObject({ side: 'inviter', on: 'first_order' });
    expect([shownAt(form, 'lines.9'), shownAt(form, 'holdDays')]).toEqual([null, null]);
  });
});
