// What stores and creators are told of a dispute, in their language, with dates of the shop and exact amounts.
import { formatDecimal } from '../../base/money.js';
import type { Language } from '../../moderation/moderation.reasons.js';
import type { DisputeKind } from '../dispute.status.js';
import { DISPUTE_WORDS, isToldOutcome } from './dispute-words.rules.js';

export type StoreNews = 'opened' | 'reminded' | 'overdue';

export interface DisputeLetter {
  news: StoreNews | 'accepted' | 'refused';
  language: Language;
  name: string;
  storeName: string;
  kind: DisputeKind;
  number: string;
  creatorName: string;
  dueAt: Date | null;
  timezone: string;
  /** What staff wrote. */
  answer: string | null;
  /** The outcome: a rule's has words of its own. */
  code: string | null;
  credit: { minor: bigint; currency: string } | null;
  from: Date | null;
  link: string;
}

export function disputeLetter(told: DisputeLetter): { subject: string; body: string } {
  const words = DISPUTE_WORDS[told.language];
  const day = (at: Date | null) =>
    at ? new Intl.DateTimeFormat(told.language, { dateStyle: 'long', timeZone: told.timezone }).format(at) : '';
  const values: Record<string, string> = {
    ...{ name: told.name, store: told.storeName, number: told.number, creator: told.creatorName },
    ...{ date: day(told.dueAt), from: day(told.from), amount: told.credit ? amountOf(told) : '' },
  };
  const say = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  const news = words.news[told.news];
  const lines = [say(news.text[told.kind])];
  if (told.news === 'accepted') lines.push(say(told.credit ? words.paid : words.lifted));
  if (told.news === 'refused' && told.code !== null && isToldOutcome(told.code)) lines.push(words.outcome[told.code]);
  // People's own words are not searched for places to fill.
  if (told.answer !== null) lines.push(words.answer.replace('{text}', () => told.answer ?? ''));
  return {
    subject: say(news.subject),
    body: `${say(words.hello)}\n\n${lines.join('\n\n')}\n\n${words.link}\n${told.link}`,
  };
}

function amountOf({ credit, language }: DisputeLetter): string {
  if (!credit) return '';
  const decimal = formatDecimal(credit.minor, credit.currency) as `${number}`;
  return new Intl.NumberFormat(language, { style: 'currency', currency: credit.currency }).format(decimal);
}
