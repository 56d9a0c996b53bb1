// Says in plain sentences why a reward is what it is: the event, the rule, the amount, how far it is and why. Pure.
import { formatDecimal } from '../../base/money.js';
import type { Language } from '../../moderation/moderation.reasons.js';
import type { Form } from '../programme/terms.rules.js';
import type { RewardReason, Verdict } from '../reward.reasons.js';
import type { RewardStatus, Side, Trigger } from '../reward.status.js';
import { fill, wordsOf, type Words } from './words.rules.js';

/** A reward with the form that its version of the rules gives it. */
export interface Told {
  side: Side;
  trigger: Trigger;
  invitee: string;
  orderId: string | null;
  nth: number | null;
  rulesVersion: number;
  form: Form | null;
  worthMinor: bigint;
  amountMinor: bigint | null;
  points: bigint | null;
  currency: string;
  dueAt: Date;
  status: RewardStatus;
  reason: RewardReason | null;
}

/** The reader's language and the store's time zone. */
export interface Speech {
  language: Language;
  timezone: string;
}

/** Exact: the digits are never a float. */
export function sayMoney({ language }: Speech, minor: bigint, currency: string): string {
  const decimal = formatDecimal(minor, currency) as `${number}`;
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(decimal);
}

function sayPercent(language: Language, rateBps: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(rateBps / 10_000);
}

function sayWhat(speech: Speech, words: Words, told: Told): string {
  if (told.points !== null) return fill(words.points, { points: told.points.toLocaleString(speech.language) });
  if (told.amountMinor === null) return words.certificate;
  const amount = sayMoney(speech, told.amountMinor, told.currency);
  if (!told.form || !('rateBps' in told.form)) return amount;
  const worth = sayMoney(speech, told.worthMinor, told.currency);
  return fill(words.percent, { percent: sayPercent(speech.language, told.form.rateBps), worth, amount });
}

/** Why a reward is held or was cancelled, or null. */
export function sayReason(language: Language, reason: RewardReason | null): string | null {
  if (reason === null) return null;
  const { reasons, verdicts } = wordsOf(language);
  return (reasons as Record<string, string>)[reason] ?? (verdicts as Record<string, string>)[reason] ?? reason;
}

export const sayVerdict = (language: Language, verdict: Verdict): string => wordsOf(language).verdicts[verdict];

/** What happened, what the rules give, how far it is, and why. */
export function sayReward(speech: Speech, told: Told): string {
  const words = wordsOf(speech.language);
  const options = { dateStyle: 'long', timeZone: speech.timezone } as const;
  const values = {
    ...{
      friend: told.invitee,
      order: told.orderId ?? '',
      n: String(told.nth ?? ''),
      version: String(told.rulesVersion),
    },
    ...{ worth: sayMoney(speech, told.worthMinor, told.currency), what: sayWhat(speech, words, told) },
    due: new Intl.DateTimeFormat(speech.language, options).format(told.dueAt),
  };
  const reason = sayReason(speech.language, told.reason);
  const sentences = [words.happened[told.trigger], words.gives[told.side], words.states[told.status]];
  return [...sentences.map((one) => fill(one, values)), ...(reason === null ? [] : [reason])].join(' ');
}
