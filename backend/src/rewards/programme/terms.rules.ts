// What a store promises its shoppers for inviting friends: the document of one version, what may stand in it, and which version counts. Pure.
import { rhu } from '../../base/money.js';
import { SIDES, TRIGGERS, type Side, type Trigger } from '../reward.status.js';

/** Money and points are credited by the shop, which confirms; a certificate comes from a pool of the store. */
export type Form =
  | { kind: 'money'; rateBps: number }
  | { kind: 'money'; amountMinor: string }
  | { kind: 'points'; points: number }
  | { kind: 'certificate'; poolId: string };

export interface Line {
  side: Side;
  on: Trigger;
  form: Form;
}

/** At most so many rewards; null: no limit. Above it a reward is held for a person of the store. */
export interface Limits {
  perPersonMonth: number | null;
  perDay: number | null;
  inAll: number | null;
}

/** As kept in JSON: amounts are text, because a document is copied from version to version. */
export interface Terms {
  /** New sign-ups earn nothing while paused; friends who came before go on. */
  paused: boolean;
  lines: Line[];
  /** The last order of a friend that still earns; 1 when nothing is promised for repeated orders. */
  repeatUpTo: number;
  minOrderMinor: string;
  /** Days after the order before a reward is issued: the time to give things back. */
  holdDays: number;
  /** What a friend does later than this after the invitation earns nothing. */
  endsAfterDays: number;
  limits: Limits;
  /** A day with more rewards than this many times the usual, and more than `surgeAtLeast`, stops the programme. */
  surgeTimes: number;
  surgeAtLeast: number;
}

/** A published version. It counts from its moment until a later version counts. */
export interface Version {
  version: number;
  validFrom: Date;
  terms: Terms;
}

export interface TermsFault {
  field: string;
  detail: string;
}

export const DEFAULT_TERMS: Terms = {
  paused: false,
  lines: [
    { side: 'inviter', on: 'first_order', form: { kind: 'money', rateBps: 1000 } },
    { side: 'invited', on: 'first_order', form: { kind: 'money', rateBps: 500 } },
  ],
  ...{ repeatUpTo: 1, minOrderMinor: '0', holdDays: 14, endsAfterDays: 90 },
  limits: { perPersonMonth: 20, perDay: 500, inAll: null },
  ...{ surgeTimes: 5, surgeAtLeast: 50 },
};

const MOST_MINOR = 10n ** 12n;
const whole = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;

function formFault({ form, on }: Line): string | null {
  if (form.kind === 'certificate') return form.poolId.trim() === '' ? 'Choose a pool.' : null;
  if (form.kind === 'points') return whole(form.points, 1, 1_000_000_000) ? null : '1 to 1 000 000 000 points.';
  if ('rateBps' in form) {
    if (on === 'signup') return 'A percentage needs an order.';
    return whole(form.rateBps, 1, 10_000) ? null : 'Above 0, at most 100 %.';
  }
  const minor = /^\d{1,13}$/.test(form.amountMinor) ? BigInt(form.amountMinor) : 0n;
  return minor > 0n && minor <= MOST_MINOR ? null : 'An amount above nothing.';
}

function limitsFault({ limits }: Terms): TermsFault | null {
  for (const [name, value] of Object.entries(limits) as [string, number | null][]) {
    if (value !== null && !whole(value, 1, 100_000_000))
      return { field: `limits.${name}`, detail: 'A whole number above 0.' };
  }
  return null;
}

/** The first thing wrong with a document, or null. */
export function termsFault(terms: Terms): TermsFault | null {
  if (terms.lines.length < 1 || terms.lines.length > SIDES.length * TRIGGERS.length) {
    return { field: 'lines', detail: 'Promise at least one reward.' };
  }
  const seen = new Set<string>();
  for (const [at, line] of terms.lines.entries()) {
    const detail = seen.has(`${line.side}|${line.on}`) ? 'This is promised twice.' : formFault(line);
    if (detail) return { field: `lines.${at}`, detail };
    seen.add(`${line.side}|${line.on}`);
  }
  const repeats = terms.lines.some(({ on }) => on === 'repeat_order');
  if (!whole(terms.repeatUpTo, repeats ? 2 : 1, 100))
    return { field: 'repeatUpTo', detail: 'From the second to the 100th order.' };
  if (!/^\d{1,13}$/.test(terms.minOrderMinor)) return { field: 'minOrderMinor', detail: 'An amount, or 0.' };
  if (!whole(terms.holdDays, 0, 365)) return { field: 'holdDays', detail: '0 to 365 days.' };
  if (!whole(terms.endsAfterDays, 1, 1825)) return { field: 'endsAfterDays', detail: '1 to 1825 days.' };
  if (!whole(terms.surgeTimes, 2, 100)) return { field: 'surgeTimes', detail: '2 to 100 times.' };
  if (!whole(terms.surgeAtLeast, 1, 1_000_000)) return { field: 'surgeAtLeast', detail: '1 to 1 000 000.' };
  return limitsFault(terms);
}

/** The version that counts at a moment: of those that have begun, the one published last. */
export function versionAt(versions: readonly Version[], at: Date): Version | null {
  let found: Version | null = null;
  for (const one of versions) if (one.validFrom <= at && (!found || one.version > found.version)) found = one;
  return found;
}

export const lineFor = (terms: Terms, side: Side, on: Trigger): Line | null =>
  terms.lines.find((line) => line.side === side && line.on === on) ?? null;

/** What one reward is worth: exact, half up once. `worthMinor` is what the order is worth now, 0 for a sign-up. */
export interface Worth {
  kind: Form['kind'];
  amountMinor: bigint | null;
  points: bigint | null;
  poolId: string | null;
}

export function worthOf(form: Form, worthMinor: bigint): Worth {
  if (form.kind === 'certificate') return { kind: 'certificate', amountMinor: null, points: null, poolId: form.poolId };
  if (form.kind === 'points') return { kind: 'points', amountMinor: null, points: BigInt(form.points), poolId: null };
  const amountMinor = 'rateBps' in form ? rhu(worthMinor * BigInt(form.rateBps), 10_000n) : BigInt(form.amountMinor);
  return { kind: 'money', amountMinor, points: null, poolId: null };
}
