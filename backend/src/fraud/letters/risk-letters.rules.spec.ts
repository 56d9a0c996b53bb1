// Letters about held commissions: each kind in each language, without a rule's name or number, safe with any name.
import { describe, expect, it } from '@jest/globals';
import { RULES } from '../risk.reasons.js';
import { riskLetter, type RiskLetter } from './risk-letters.rules.js';
import type { Language } from '../../moderation/moderation.reasons.js';
import { WORDS, type RiskNews } from './risk-words.rules.js';

const told = (change: Partial<RiskLetter> = {}): RiskLetter => ({
  ...{ news: 'held', language: 'en', name: 'Dana', storeName: 'Aina Home', timezone: 'Asia/Almaty', rule: 'VELOCITY' },
  ...{ until: new Date('2026-12-25T20:00:00Z'), answer: null, link: 'https://vitrina.test/studio/creator/earnings' },
  ...change,
});
const languages = Object.keys(WORDS) as Language[];
const news = Object.keys(WORDS.en.news) as RiskNews[];

describe('a letter about held commissions', () => {
  it('says what is held, why, until when, how to object and where to look', () => {
    expect(riskLetter(told())).toEqual({
      subject: 'Aina Home: some of your commission is being checked',
      body: [
        'Hello Dana,',
        'the commission of some of your sales in Aina Home is held while a person looks at them. Everything else is paid as usual.',
        'Why: these sales are very unlike your usual ones.',
        // In the store's own time the 26th has begun.
        'If nobody decides by December 26, 2026, the money is released.',
        'You can object once; another person than the one who decided reads it and answers.',
        'The sales and the amounts:\nhttps://vitrina.test/studio/creator/earnings',
      ].join('\n\n'),
    });
  });

  it.each(languages.flatMap((language) => news.map((one) => [language, one] as const)))(
    'is whole in %s: %s',
    (language, one) => {
      for (const rule of Object.keys(RULES) as (keyof typeof RULES)[]) {
        const { subject, body } = riskLetter(told({ language, news: one, rule, answer: 'Because.' }));
        expect(`${subject}${body}`).not.toMatch(/[{}]|undefined|null/);
        expect(body).not.toContain(rule);
        expect(body).toContain('Because.');
        expect(subject).toContain('Aina Home');
      }
    },
  );

  it('takes names as they are', () => {
    const { body, subject } = riskLetter(told({ name: '$& $1 {store}', storeName: "$' {name}" }));
    expect(body).toContain('Hello $& $1 {store},');
    expect(subject).toBe("$' {name}: some of your commission is being checked");
  });
});
