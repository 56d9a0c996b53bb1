// The words in braces of a postback's address, and how they are filled. Pure.
import { judgeUrl, type UrlPolicy } from '../base/outside/address.rules.js';
import type { OutsideReason } from '../base/outside/outside.reasons.js';

export const POSTBACK_EVENTS = [
  'click',
  'order',
  'refund',
  'approved',
  'rejected',
  'paid',
  // What is told of the creator, not of one sale.
  'video',
  'first_sale',
  'payout',
  'rate',
] as const;
export type PostbackEvent = (typeof POSTBACK_EVENTS)[number];

export const MACROS = [
  'event',
  'event_id',
  'conversion_id',
  'click_id',
  'sub1',
  'sub2',
  'sub3',
  'sub4',
  'sub5',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'order_id',
  'product_id',
  'store_id',
  'video_id',
  'amount',
  'commission',
  'currency',
  'status',
  'time',
] as const;
export type Macro = (typeof MACROS)[number];
export type MacroValues = Partial<Record<Macro, string>>;

const MACRO = /\{([^{}]*)\}/g;

export type TemplateFault = { why: 'UNKNOWN_MACRO'; macro: string } | { why: 'MACRO_IN_HOST' } | { why: OutsideReason };

/** The first thing wrong with an address, or null. A macro may stand anywhere but in the name of the server. */
export function templateFault(template: string, policy: UrlPolicy): TemplateFault | null {
  for (const [, name = ''] of template.matchAll(MACRO)) {
    if (!MACROS.some((macro) => macro === name)) return { why: 'UNKNOWN_MACRO', macro: name.slice(0, 40) };
  }
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(template)?.[1] ?? '';
  if (/[{}]/.test(host)) return { why: 'MACRO_IN_HOST' };
  const verdict = judgeUrl(fill(template, {}), policy);
  return verdict.ok ? null : { why: verdict.reason };
}

/** The address with every macro replaced; values are escaped, what is not known becomes empty. */
export function fill(template: string, values: MacroValues): string {
  return template.replaceAll(MACRO, (_, name: string) => encodeURIComponent(values[name as Macro] ?? ''));
}

/** The body of a POST: every value that is known, by name. */
export function bodyOf(values: MacroValues): string {
  return JSON.stringify(Object.fromEntries(MACROS.flatMap((m) => (values[m] === undefined ? [] : [[m, values[m]]]))));
}

/** Pauses after each failed try, in seconds; after the last there is no other: about a day in all. */
export const PAUSES_S = [30, 120, 600, 3600, 10_800, 28_800, 43_200] as const;

/** When to try again after so many tries, or null when it was the last. */
export function nextTry(attempts: number, now: Date): Date | null {
  const pause = PAUSES_S[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * 1000);
}
