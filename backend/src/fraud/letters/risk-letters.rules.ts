// What a creator is told when commissions are held, rejected or let go, and what an objection was answered.
import { RULES, type RiskRule } from '../risk.reasons.js';
import type { Language } from '../../moderation/moderation.reasons.js';
import { WORDS, type RiskNews } from './risk-words.rules.js';

export interface RiskLetter {
  news: RiskNews;
  language: Language;
  name: string;
  storeName: string;
  timezone: string;
  rule: RiskRule;
  /** When a hold ends by itself. */
  until: Date;
  /** What the person who read an objection wrote. */
  answer: string | null;
  link: string;
}

export function riskLetter(told: RiskLetter): { subject: string; body: string } {
  const { news, language, storeName } = told;
  const words = WORDS[language];
  const inStore = (text: string) => text.replace('{store}', () => storeName);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: told.timezone }).format(told.until);
  const lines = [inStore(words.news[news].text)];
  if (news === 'held' || news === 'rejected') lines.push(words.why[RULES[told.rule].category]);
  if (news === 'held') lines.push(words.until.replace('{date}', date));
  if (told.answer !== null) lines.push(words.answer.replace('{text}', () => told.answer ?? ''));
  if (news === 'held' || news === 'rejected') lines.push(words.objectOnce);
  const hello = words.hello.replace('{name}', () => told.name);
  return {
    subject: inStore(words.news[news].subject),
    body: `${hello}\n\n${lines.join('\n\n')}\n\n${words.link}\n${told.link}`,
  };
}
