// Sentences of an explanation in each language: nothing missing, no place left empty, amounts exact.
import { describe, expect, it } from '@jest/globals';
import type { AttributedUnit, LineTrace } from '../attribution/attribution.rules.js';
import { CHANGE_CAUSES } from './commission.status.js';
import { sayBecause, sayChange, sayMoney, sayReason, saySteps, sayTouches, type Speech } from './explain.rules.js';
import { wordsOf } from './words/words.rules.js';

const LOCALES = ['en', 'ru', 'kk'];
const speechOf = (locale: string): Speech => ({ words: wordsOf(locale), locale, timezone: 'Asia/Almaty' });
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const unit: AttributedUnit = {
  ...{ kind: 'sale', creatorId: 'cre_1', via: null, instrument: 'onsite_click', match: 'direct', ruleId: 'rul_1' },
  ...{ videoId: 'vid_1', productId: 'mug', currency: 'KZT', grossBaseMinor: '1000000', baseMinor: '500000' },
  ...{ amountMinor: '50000', capped: true, state: 'pending', holdUntil: '2026-10-15T12:00:00Z' },
};
const trace: LineTrace = {
  ...{ orderStatus: 'paid', placedAt: '2026-10-01T12:00:00Z', currency: 'KZT', present: true },
  ...{ grossBaseMinor: '1000000', netBaseMinor: '500000' },
  ...{ orderCurrency: 'KZT', orderBaseMinor: '1000000', orderNetMinor: '500000' },
  touches: [
    {
      ...{ id: 'c1', instrument: 'onsite_click', at: '2026-10-01T11:00:00Z', creatorIds: ['cre_1'] },
      ...{ videoId: 'vid_1', code: null, verdict: 'KEPT', weight: '10000', match: 'direct' },
    },
    {
      ...{ id: 'v1', instrument: 'onsite_view', at: '2026-10-01T10:00:00Z', creatorIds: ['cre_2'] },
      ...{ videoId: 'vid_2', code: null, verdict: 'T5_ASSIST', weight: null, match: null },
    },
  ],
};

describe.each(LOCALES)('in %s', (locale) => {
  const speech = speechOf(locale);
  const rates = new Map([['rul_1', '10 %']]);

  it('every step is a whole sentence', () => {
    const steps = saySteps(speech, { trace, reason: 'CREDITED', units: [unit], rates });
    expect(steps).toHaveLength(8);
    for (const step of steps) {
      expect(step.label).toBeTruthy();
      expect(step.text).toMatch(/\.$/);
      expect(step.text).not.toMatch(/\{|undefined|NaN/);
    }
    expect(steps.map((s) => s.text).join(' ')).toContain('10 %');
  });

  it('a line without credit ends with its reason', () => {
    const steps = saySteps(speech, { trace, reason: 'NO_TOUCH', units: [], rates });
    expect(steps.at(-1)?.text).toBe(sayReason(speech, 'NO_TOUCH'));
  });

  it('every change has a sentence', () => {
    for (const cause of CHANGE_CAUSES) {
      const change = { at: new Date(0), cause, amountMinor: 50_000n, deltaMinor: -50_000n, state: 'pending' } as const;
      expect(sayChange(speech, change, 'KZT')).not.toMatch(/\{/);
    }
  });

  it('speaks its own language', () => {
    const text = saySteps(speech, { trace, reason: 'CREDITED', units: [unit], rates })[0]?.text ?? '';
    expect(/[а-яё]/i.test(text)).toBe(locale !== 'en');
    expect(sayBecause(speech, { kind: 'sale', instrument: 'onsite_view', videoTitle: 'Кружка' })).toContain('Кружка');
  });
});

describe('an explanation', () => {
  const speech = speechOf('en');

  it('keeps every digit of an amount', () => {
    expect(plain(sayMoney(speech, 9_007_199_254_740_993n, 'KZT'))).toBe('KZT 90,071,992,547,409.93');
    expect(plain(sayMoney(speech, 1234n, 'JPY'))).toBe('¥1,234');
  });

  it('tells a creator only of the own touches, staff of all', () => {
    expect(sayTouches(speech, trace.touches, 'cre_2')).toMatchObject([{ instrument: 'onsite_view', kept: false }]);
    expect(sayTouches(speech, trace.touches, null)).toHaveLength(2);
  });

  it('speaks English to those whose language is not spoken', () => {
    expect(wordsOf('de-DE')).toBe(wordsOf('en'));
    expect(wordsOf('ru-KZ')).not.toBe(wordsOf('en'));
  });
});
