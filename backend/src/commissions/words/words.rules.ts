// The words in which a commission is explained, in the three languages of the studio; placeholders stand in braces.
import type { ExclusionReason, TouchVerdict } from '../../attribution/evaluator/evaluator.reasons.js';
import type { Instrument } from '../../attribution/evaluator/input/config.rules.js';
import { pickLanguage, type Language } from '../../moderation/moderation.reasons.js';
import type { ChangeCause } from '../commission.status.js';
import { EN } from './en.rules.js';
import { KK } from './kk.rules.js';
import { RU } from './ru.rules.js';

/** Everything that is ever said; a language that misses a sentence does not compile. */
export interface Words {
  /** Why a line was credited, or the one reason why not. */
  reasons: Record<ExclusionReason | 'CREDITED' | 'LINE_GONE' | 'WAITING', string>;
  instruments: Record<Instrument, string>;
  /** Why a touch was kept or dropped. */
  verdicts: Record<TouchVerdict, string>;
  causes: Record<ChangeCause, string>;
  /** The line under a commission in a list: {instrument}, {video}. */
  because: { video: string; code: string; referral: string; plain: string };
  steps: Record<
    'order' | 'base' | 'refund' | 'touches' | 'rate' | 'amount' | 'capped' | 'hold',
    { label: string; text: string }
  >;
  /** {amount} of {base}. */
  summary: { earned: string; nothing: string };
}

const ALL: Record<Language, Words> = { ru: RU, kk: KK, en: EN };

/** The words of a locale; English for one that is not spoken here. */
export function wordsOf(locale: string): Words {
  return ALL[pickLanguage(locale)];
}

/** Puts values into their places. A place without a value stays visible, so that a test finds it. */
export function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
