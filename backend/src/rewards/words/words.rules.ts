// The words in which a reward and an event of the register are explained, in the three languages; placeholders stand in braces.
import { pickLanguage, type Language } from '../../moderation/moderation.reasons.js';
import type { CancelReason, HoldReason, Verdict } from '../reward.reasons.js';
import type { RewardStatus, Side, Trigger } from '../reward.status.js';
import { EN } from './en.rules.js';
import { KK } from './kk.rules.js';
import { RU } from './ru.rules.js';

/** Everything that is ever said; a language that misses a sentence does not compile. */
export interface Words {
  verdicts: Record<Verdict, string>;
  /** Why a reward is held or was cancelled, where no verdict says it. */
  reasons: Record<HoldReason | CancelReason | 'POOL_EMPTY', string>;
  /** What happened: {friend}, {order}, {worth}, {n}. */
  happened: Record<Trigger, string>;
  /** What the rules give: {what}, {version}. */
  gives: Record<Side, string>;
  /** {percent} of {worth}, {amount}. */
  percent: string;
  points: string;
  certificate: string;
  /** How far it is: {due}. */
  states: Record<RewardStatus, string>;
}

const ALL: Record<Language, Words> = { ru: RU, kk: KK, en: EN };

export const wordsOf = (language: Language): Words => ALL[language];
export const languageFor = (locale: string): Language => pickLanguage(locale);

/** Puts values into their places. A place without a value stays visible, so that a test finds it. */
export function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
