// Mails of good and bad news to a creator, in their language, with exact amounts.
import { formatDecimal } from '../base/money.js';
import type { Language } from '../moderation/moderation.reasons.js';
import { isKnownCause, NEWS_WORDS, type MailedKind } from './news-words.rules.js';

export type NewsKind =
  | 'video_published'
  | 'video_rejected'
  | 'video_taken_down'
  | 'marks_dropped'
  | 'first_sale'
  | 'reversal'
  | 'payout_sent'
  | 'payout_failed'
  | 'plan_changed'
  | 'dispute_accepted'
  | 'dispute_refused';

export interface ToldReversal {
  number: string;
  title: string | null;
  cause: string;
  /** Below zero. */
  minor: bigint;
  currency: string;
}

export interface News {
  kind: NewsKind;
  language: Language;
  name: string;
  storeName: string;
  /** The video that sold. */
  title: string | null;
  number: string;
  money: { minor: bigint; currency: string } | null;
  reversals: readonly ToldReversal[];
  link: string;
}

/** More lines than this are read on the page. */
const MOST_LINES = 20;

const isMailed = (kind: NewsKind): kind is MailedKind => Object.hasOwn(NEWS_WORDS.en.news, kind);

/** Throws for news that another letter tells. */
export function newsLetter(told: News): { subject: string; body: string } {
  const { kind, language } = told;
  if (!isMailed(kind)) throw new Error(`${kind} has no letter of its own`);
  const words = NEWS_WORDS[language];
  const values: Record<string, string> = {
    ...{ name: told.name, store: told.storeName, number: told.number, video: told.title ?? '' },
    amount: kind === 'reversal' ? totalOf(told) : told.money ? sayAmount(language, told.money) : '',
  };
  const say = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  const { subject, text, ofVideo } = words.news[kind];
  const lines = [say(told.title !== null && ofVideo ? ofVideo : text)];
  if (kind === 'reversal') lines.push(linesOf(told));
  return {
    subject: say(subject),
    body: `${say(words.hello)}\n\n${lines.join('\n\n')}\n\n${words.link}\n${told.link}\n\n${words.off[kind === 'payout_failed' ? 'owed' : 'optional']}`,
  };
}

/** A sign of its own, so that it is the same in every language. */
function sayAmount(language: Language, { minor, currency }: { minor: bigint; currency: string }): string {
  const decimal = formatDecimal(minor < 0n ? -minor : minor, currency) as `${number}`;
  const text = new Intl.NumberFormat(language, { style: 'currency', currency }).format(decimal);
  return minor < 0n ? `−${text}` : text;
}

/** One sum a currency: a programme has one, and two would not be added. */
function totalOf({ reversals, language }: News): string {
  const sums = new Map<string, bigint>();
  for (const { currency, minor } of reversals) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  return [...sums].map(([currency, minor]) => sayAmount(language, { minor, currency })).join(', ');
}

function linesOf({ reversals, language }: News): string {
  const words = NEWS_WORDS[language];
  const lines = reversals.slice(0, MOST_LINES).map(({ number, title, cause, minor, currency }) => {
    const why = isKnownCause(cause) ? words.causes[cause] : cause;
    const what = title === null ? number : `${number}, “${title}”`;
    return `· ${what}: ${sayAmount(language, { minor, currency })} (${why})`;
  });
  const rest = reversals.length - lines.length;
  return [...lines, ...(rest > 0 ? [words.more.replace('{count}', String(rest))] : [])].join('\n');
}
