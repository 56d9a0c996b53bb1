// When new attribution terms begin, field by field: what credits more holds at once, what credits less after notice.
import {
  MATCH_SCOPES,
  TOUCH_WAYS,
  type AttributionTerms,
  type MatchScope,
} from '../../stores/plans/attribution.terms.rules.js';
import { attributionAt, type PlanAttribution } from '../../stores/plans/dated-terms.rules.js';
import type { Instrument } from '../../stores/plan.rules.js';

/** One field as people are told it; values are text, because effects are kept as JSON. */
export interface AttributionChange {
  field: string;
  before: string;
  after: string;
  direction: 'raised' | 'lowered' | 'changed';
  from: string;
}

type Value = string | number | boolean;

interface TermsField {
  name: string;
  read: (terms: AttributionTerms) => Value;
  write: (terms: AttributionTerms, value: Value) => AttributionTerms;
  /** Above zero when the first credits more than the second; null when nobody can say. */
  compare: ((a: Value, b: Value) => number) | null;
}

const more = (a: Value, b: Value): number => Number(a) - Number(b);
const less = (a: Value, b: Value): number => Number(b) - Number(a);
const wider = (a: Value, b: Value): number => rank(a) - rank(b);
const rank = (scope: Value): number => MATCH_SCOPES.indexOf(scope as MatchScope);

type Plain = Exclude<keyof AttributionTerms, 'windowsHours' | 'scopes'>;
const plain = (name: Plain, compare: TermsField['compare']): TermsField => ({
  name,
  read: (terms) => terms[name],
  write: (terms, value) => ({ ...terms, [name]: value }),
  compare,
});

const perWay = (group: 'windowsHours' | 'scopes', way: Instrument, compare: TermsField['compare']): TermsField => ({
  name: `${group}.${way}`,
  read: (terms) => terms[group][way],
  write: (terms, value) => ({ ...terms, [group]: { ...terms[group], [way]: value } }),
  compare,
});

/** Every field, in the order in which people read them. */
const FIELDS: readonly TermsField[] = [
  ...TOUCH_WAYS.map((way) => perWay('windowsHours', way, more)),
  plain('sameSession', less),
  // Either order takes a sale from one creator and gives it to another.
  plain('clickOverView', null),
  plain('watchMs', less),
  plain('watchBps', less),
  ...TOUCH_WAYS.map((way) => perWay('scopes', way, wider)),
  plain('categoryBps', more),
  plain('anyBps', more),
];

export interface AttributionWay {
  /** The terms to put in force, each from its moment. */
  steps: PlanAttribution[];
  changes: AttributionChange[];
}

export interface AttributionWayInput {
  /** Of the store's first day. */
  began: AttributionTerms;
  /** Those of published plans, announced ones among them. */
  plans: readonly PlanAttribution[];
  next: AttributionTerms;
  now: number;
  noticeMs: number;
}

/**
 * The way from the terms in force to the next ones. Until notice is over each field keeps what credits more: its present value or
 * the next one. A day that an earlier notice named still counts, as far as it was announced.
 */
export function attributionWay({ began, plans, next, now, noticeMs }: AttributionWayInput): AttributionWay {
  const end = now + noticeMs;
  const announced = plans.map(({ from }) => from.getTime()).filter((from) => from > now && from < end);
  const moments = [...new Set([now, ...announced, end])].sort((a, b) => a - b);
  const before = attributionAt(began, plans, now);
  const steps: PlanAttribution[] = [];
  let standing = before;
  for (const moment of moments) {
    const terms = moment >= end ? next : kept(attributionAt(began, plans, moment), next);
    if (same(terms, standing)) continue;
    steps.push({ from: new Date(moment), terms });
    standing = terms;
  }
  // What an earlier version announced is withdrawn, so the terms to stay on have to be written even when nothing changes now.
  const promised = plans.some(({ from }) => from.getTime() > now);
  if (steps.length === 0 && promised) steps.push({ from: new Date(now), terms: next });
  return { steps, changes: changesOf(before, next, steps) };
}

/** Field by field what credits more; where nobody can say, what stands. */
function kept(stands: AttributionTerms, next: AttributionTerms): AttributionTerms {
  return FIELDS.reduce((terms, { read, write, compare }) => {
    return compare !== null && compare(read(next), read(stands)) > 0 ? write(terms, read(next)) : terms;
  }, stands);
}

function changesOf(
  before: AttributionTerms,
  next: AttributionTerms,
  steps: readonly PlanAttribution[],
): AttributionChange[] {
  return FIELDS.flatMap(({ name, read, compare }): AttributionChange[] => {
    const [old, fresh] = [read(before), read(next)];
    if (old === fresh) return [];
    const sign = compare?.(fresh, old) ?? 0;
    // From this step on the field never leaves its new value again.
    const since = steps.findLastIndex(({ terms }) => read(terms) !== fresh) + 1;
    return [
      {
        ...{ field: name, before: String(old), after: String(fresh) },
        direction: sign === 0 ? 'changed' : sign > 0 ? 'raised' : 'lowered',
        from: (steps[since]?.from ?? new Date(0)).toISOString(),
      },
    ];
  });
}

const same = (a: AttributionTerms, b: AttributionTerms): boolean => FIELDS.every(({ read }) => read(a) === read(b));

/** How far back these terms look, in hours. */
export const widestHours = ({ windowsHours }: AttributionTerms): number => Math.max(...Object.values(windowsHours));
