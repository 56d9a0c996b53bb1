// What a creator is told of a published plan: each change that touches them, from what to what, and from which day.
import { decimalText } from './amounts.rules.js';
import type { LimitsEffect, PlanEffects } from '../effects/effects.rules.js';
import type { Pay } from '../effects/notice.rules.js';
import type { Language } from '../../moderation/moderation.reasons.js';
import { attributionText } from './attribution-words.rules.js';
import { WORDS, type PlanWords } from './plan-words.rules.js';

export interface PlanLetter {
  subject: string;
  body: string;
  /** The letter without the reader's name: kept for ever. */
  notice: string;
}

export interface PlanNews {
  language: Language;
  name: string;
  storeName: string;
  currency: string;
  timezone: string;
  creatorId: string;
  effects: PlanEffects;
  /** Names of products and campaigns by id. */
  names: ReadonlyMap<string, string>;
  link: string;
}

/** Changes that concern one creator: everyone's and their own. Null when there are none. */
export function planLetter(news: PlanNews): PlanLetter | null {
  const words = WORDS[news.language];
  const rates = news.effects.rates.filter((one) => one.creatorId === null || one.creatorId === news.creatorId);
  const lines = rates.map((one) => {
    const scope = scopeText(one, words, news.names);
    const change = `${payText(one.before, words, news.currency)} → ${payText(one.after, words, news.currency)}`;
    return `· ${scope}: ${change}, ${words.from} ${dayText(one.from, news)}`;
  });
  if (news.effects.limits) lines.push(...limitLines(news.effects.limits, words, news));
  for (const one of news.effects.attribution ?? [])
    lines.push(`· ${attributionText(one, news.language, words.ways)}, ${words.from} ${dayText(one.from, news)}`);
  if (lines.length === 0) return null;
  const notice = [words.intro.replace('{store}', news.storeName), '', ...lines, '', words.promise, news.link].join(
    '\n',
  );
  return {
    subject: words.subject.replace('{store}', news.storeName),
    body: `${words.hello.replace('{name}', news.name)}\n\n${notice}`,
    notice,
  };
}

type Rate = PlanEffects['rates'][number];

function scopeText(one: Rate, words: PlanWords, names: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  if (one.productId !== null) parts.push(names.get(one.productId) ?? one.productId);
  else parts.push(one.category === null ? words.allSales : words.category.replace('{name}', one.category));
  if (one.campaign !== null) parts.push(words.campaign.replace('{name}', names.get(one.campaign) ?? one.campaign));
  if (one.instruments) parts.push(one.instruments.map((way) => words.ways[way]).join(', '));
  if (one.creatorId !== null) parts.push(words.yours);
  return parts.join(', ');
}

function payText(pay: Pay | null, words: PlanWords, currency: string): string {
  if (!pay) return words.nothing;
  if (pay.kind === 'percent') return `${percentText(pay.rateBps ?? 0)}${pay.tiered ? ` ${words.plusTier}` : ''}`;
  const amount = `${decimalText(pay.amountMinor ?? '0', currency)} ${currency}`;
  return words[pay.kind].replace('{amount}', amount);
}

const percentText = (bps: number): string => `${bps / 100} %`;

function limitLines(limits: LimitsEffect, words: PlanWords, news: PlanNews): string[] {
  const from = `${words.from} ${dayText(limits.from, news)}`;
  const cap = (minor: string | null) =>
    minor === null ? words.none : `${decimalText(minor, news.currency)} ${news.currency}`;
  const lines: string[] = [];
  for (const field of ['orderCapMinor', 'creatorMonthlyCapMinor', 'creatorDailyCapMinor'] as const) {
    // Effects that were kept before there was a daily cap lack it.
    const [before = null, after = null] = [limits.before[field], limits.after[field]] as (string | null | undefined)[];
    if (before !== after) lines.push(`· ${words[field]}: ${cap(before)} → ${cap(after)}, ${from}`);
  }
  const tiers = (list: LimitsEffect['after']['tiers']) =>
    list.length === 0
      ? words.none
      : list
          .map(
            (tier) =>
              `${words.salesFrom} ${decimalText(tier.minGmvMinor, news.currency)} ${news.currency}: +${percentText(tier.bonusBps)}`,
          )
          .join('; ');
  if (JSON.stringify(limits.before.tiers) !== JSON.stringify(limits.after.tiers))
    lines.push(`· ${words.tiers}: ${tiers(limits.before.tiers)} → ${tiers(limits.after.tiers)}, ${from}`);
  return lines;
}

function dayText(moment: string, { language, timezone }: PlanNews): string {
  // Browsers and Node write Kazakh months alike; the year's suffix is left to the language.
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: timezone }).format(new Date(moment));
}
