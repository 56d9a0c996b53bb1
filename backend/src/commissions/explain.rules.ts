// Turns the trace of a decision into plain sentences: what counted, what did not, how the amount came about.
import { formatDecimal } from '../base/money.js';
import { CREDITED, type AttributedUnit, type LineTrace, type TraceTouch } from '../attribution/attribution.rules.js';
import type { ChangeCause, CommissionState } from './commission.status.js';
import { fill, type Words } from './words/words.rules.js';

/** How to say dates and amounts: the reader's language, the programme's time zone. */
export interface Speech {
  words: Words;
  locale: string;
  timezone: string;
}

export interface Step {
  label: string;
  text: string;
}

/** `15 000,00 ₸` or `KZT 15,000.00`, exact: the digits are never a float. */
export function sayMoney(speech: Speech, minor: bigint, currency: string): string {
  const decimal = formatDecimal(minor, currency) as `${number}`;
  return new Intl.NumberFormat(speech.locale, { style: 'currency', currency }).format(decimal);
}

/** A day and a time in the programme's time zone. */
export function sayMoment(speech: Speech, moment: Date): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: speech.timezone } as const;
  return new Intl.DateTimeFormat(speech.locale, options).format(moment);
}

/** Why a line was credited or not, as one sentence. */
export function sayReason(speech: Speech, reason: string): string {
  const reasons: Record<string, string> = speech.words.reasons;
  return reasons[reason] ?? reason;
}

/** The line under a commission: what it is for. */
export function sayBecause(
  speech: Speech,
  unit: { kind: string; instrument: string | null; videoTitle: string | null },
): string {
  const { because, instruments } = speech.words;
  if (unit.kind === 'referral') return because.referral;
  if (unit.instrument === 'promo_code') return because.code;
  const instrument = instrumentName(speech, unit.instrument, instruments);
  if (unit.videoTitle !== null) return capital(fill(because.video, { instrument, video: unit.videoTitle }));
  return capital(fill(because.plain, { instrument }));
}

function instrumentName(speech: Speech, instrument: string | null, names: Record<string, string>): string {
  return instrument === null ? '' : (names[instrument] ?? instrument);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface StepsInput {
  trace: LineTrace;
  reason: string;
  /** The units the reader may see: all for staff, the own one for a creator. */
  units: readonly AttributedUnit[];
  /** What the plan pays, by rule id, as `10 %` or an amount. */
  rates: ReadonlyMap<string, string>;
}

/** From the order to the day of payment, one step a sentence. A line without credit ends with its reason. */
export function saySteps(speech: Speech, input: StepsInput): Step[] {
  const { steps } = speech.words;
  const { trace, units } = input;
  const money = (minor: bigint) => sayMoney(speech, minor, trace.currency);
  const said: Step[] = [];
  const say = (key: keyof Words['steps'], values: Record<string, string>) =>
    said.push({ label: steps[key].label, text: capital(fill(steps[key].text, values)) });
  say('order', { date: sayMoment(speech, new Date(trace.placedAt)) });
  const gross = BigInt(trace.grossBaseMinor);
  const net = BigInt(trace.netBaseMinor);
  if (gross > 0n) say('base', { base: money(gross) });
  if (net < gross) say('refund', { refunded: money(gross - net), net: money(net) });
  if (units.length === 0) {
    if (input.reason !== CREDITED) said.push({ label: steps.amount.label, text: sayReason(speech, input.reason) });
    return said;
  }
  for (const unit of units) {
    const deciding = trace.touches.find(
      (t) => t.instrument === unit.instrument && t.creatorIds.includes(unit.creatorId) && t.weight !== null,
    );
    const instrument = instrumentName(speech, unit.instrument, speech.words.instruments);
    if (deciding?.at) say('touches', { instrument, date: sayMoment(speech, new Date(deciding.at)) });
    const rate = unit.ruleId === null ? undefined : input.rates.get(unit.ruleId);
    if (rate) say('rate', { rate });
    say('amount', { amount: money(BigInt(unit.amountMinor)) });
    if (unit.capped) say('capped', {});
    if (unit.holdUntil !== null && unit.state !== 'reversed' && unit.state !== 'rejected') {
      say('hold', { date: sayMoment(speech, new Date(unit.holdUntil)) });
    }
  }
  return said;
}

export interface SaidTouch {
  instrument: string;
  at: Date;
  label: string;
  kept: boolean;
  why: string;
  weight: string | null;
}

/** Each touch with the sentence that kept or dropped it. `creatorId` narrows to one creator's own. */
export function sayTouches(speech: Speech, touches: readonly TraceTouch[], creatorId: string | null): SaidTouch[] {
  const verdicts: Record<string, string> = speech.words.verdicts;
  return touches
    .filter((touch) => creatorId === null || touch.creatorIds.includes(creatorId))
    .filter((touch) => touch.at !== null)
    .map((touch) => ({
      instrument: touch.instrument ?? '',
      at: new Date(touch.at ?? 0),
      label: capital(instrumentName(speech, touch.instrument, speech.words.instruments)),
      kept: touch.weight !== null,
      why: verdicts[touch.verdict] ?? touch.verdict,
      weight: touch.weight,
    }));
}

export interface ChangeInput {
  at: Date;
  cause: ChangeCause;
  amountMinor: bigint;
  deltaMinor: bigint;
  state: CommissionState;
}

/** One row of a unit's history as a sentence. */
export function sayChange(speech: Speech, change: ChangeInput, currency: string): string {
  const size = change.deltaMinor < 0n ? -change.deltaMinor : change.deltaMinor;
  const sign = change.deltaMinor < 0n ? '−' : '+';
  return fill(speech.words.causes[change.cause], {
    amount: sayMoney(speech, change.amountMinor, currency),
    delta: `${sign}${sayMoney(speech, size, currency)}`,
  });
}
