// What publishing a plan does and when: rates by kind of sale, caps and tiers by month, campaigns; and what a running campaign refuses.
import { Calendar } from '../../attribution/evaluator/input/months.rules.js';
import type { Rule } from '../../attribution/evaluator/input/config.rules.js';
import { parseConfig } from '../../attribution/evaluator/input/parse-config.rules.js';
import { attributionInput, campaignInput, limitsInput, ruleInput } from '../../attribution/plan-input.rules.js';
import type { PlanCampaign, PlanLimits } from '../../stores/plans/plan-book.service.js';
import type {
  CampaignTerms,
  LimitTerms,
  PlanTerms,
  RuleTerms,
  TermsFault,
  TierTerms,
} from '../../stores/plans/plan.terms.rules.js';
import type { AttributionChange } from './attribution-notice.rules.js';
import type { Effect } from './notice.rules.js';

/** Creators are told of lower pay this many days before (money.md 7). */
export const NOTICE_DAYS = 30;
const DAY_MS = 86_400_000;
export const NOTICE_MS = NOTICE_DAYS * DAY_MS;

/**
 * A plan begins so long after it is published. Orders of the meantime may be counted before the transaction is seen, and
 * must not find another plan when they are counted again.
 */
export const BEGINS_AFTER_MS = 60_000;

export interface LimitsEffect {
  before: LimitTerms;
  after: LimitTerms;
  direction: 'raised' | 'lowered';
  from: string;
}

export interface PlanEffects {
  /** Moments are ISO text: it is kept as JSON. */
  rates: (Omit<Effect, 'from'> & { from: string })[];
  limits: LimitsEffect | null;
  /** Versions from before plans had attribution terms lack it. */
  attribution?: AttributionChange[];
}

export const NO_LIMITS: LimitTerms = {
  ...{ orderCapMinor: null, creatorMonthlyCapMinor: null, creatorDailyCapMinor: null },
  tiers: [],
};

/** The evaluator's rules of a plan as if it had always been in force. */
export function rulesOfTerms(rules: readonly RuleTerms[]): Rule[] {
  const inputs = rules.map(({ campaign, ...rule }, at) =>
    // Numbered, so that equal terms give equal ids and a repeat gives equal bytes.
    ruleInput({
      ...rule,
      id: `pln_${String(at).padStart(4, '0')}`,
      campaignId: campaign,
      effectiveFrom: null,
      effectiveTo: null,
    }),
  );
  return [...parseConfig({ program: { currency: 'USD' }, rules: inputs }).rules];
}

/** Rules, campaigns, limits and attribution in the evaluator's form, in force for all time. */
export function evaluatedTerms(terms: PlanTerms) {
  const config = parseConfig({
    program: {
      ...{ currency: 'USD', later_limits: [limitsInput({ ...terms.limits, effectiveFrom: null })] },
      ...attributionInput(terms.attribution),
    },
    campaigns: terms.campaigns.map(({ key, ...campaign }) => campaignInput({ ...campaign, id: key })),
  });
  const { windowsHours, sameSession, precedence, scopes, matchBps, qualify } = config.program;
  return {
    rules: rulesOfTerms(terms.rules),
    campaigns: config.campaigns,
    attribution: { windowsHours, sameSession, precedence, scopes, matchBps, qualify },
    laterLimits: config.program.laterLimits.map((limits) => ({ ...limits, from: -Infinity })),
  };
}

/** The caps and tiers in force at a moment. */
export function limitsNow(limits: readonly PlanLimits[], now: Date): LimitTerms {
  const last = limits.filter((one) => one.effectiveFrom <= now).at(-1);
  if (!last) return NO_LIMITS;
  const { orderCapMinor, creatorMonthlyCapMinor, creatorDailyCapMinor, tiers } = last;
  return { orderCapMinor, creatorMonthlyCapMinor, creatorDailyCapMinor, tiers };
}

/** When new caps and tiers begin: with the next month, or with the first one after notice when somebody may get less. */
export function limitsEffect(
  before: LimitTerms,
  after: LimitTerms,
  at: number,
  noticeMs: number,
  timezone: string,
): LimitsEffect | null {
  if (sameLimits(before, after)) return null;
  const better = isAtLeast(after, before);
  const calendar = new Calendar(timezone);
  const from = calendar.monthOf(better ? at : at + noticeMs).end;
  return { before, after, direction: better ? 'raised' : 'lowered', from: new Date(from).toISOString() };
}

export const sameLimits = (a: LimitTerms, b: LimitTerms): boolean => textOf(a) === textOf(b);

const textOf = ({ orderCapMinor, creatorMonthlyCapMinor, creatorDailyCapMinor, tiers }: LimitTerms): string =>
  JSON.stringify([
    orderCapMinor,
    creatorMonthlyCapMinor,
    creatorDailyCapMinor,
    [...tiers].sort(bySales).map((tier) => [tier.minGmvMinor, tier.maxReturnBps, tier.bonusBps]),
  ]);

const bySales = (a: TierTerms, b: TierTerms): number => (BigInt(a.minGmvMinor) < BigInt(b.minGmvMinor) ? -1 : 1);

/** Nobody gets less: no cap is lower, and each tier has one that is reached as easily and adds as much. */
function isAtLeast(after: LimitTerms, before: LimitTerms): boolean {
  const cap = (a: string | null, b: string | null): boolean => a === null || (b !== null && BigInt(a) >= BigInt(b));
  return (
    cap(after.orderCapMinor, before.orderCapMinor) &&
    cap(after.creatorMonthlyCapMinor, before.creatorMonthlyCapMinor) &&
    cap(after.creatorDailyCapMinor, before.creatorDailyCapMinor) &&
    before.tiers.every((old) => after.tiers.some((tier) => reaches(tier, old))) &&
    // A tier of higher sales is looked at first: one that adds less than a lower one would take from those who reach it.
    after.tiers.every((tier) =>
      after.tiers.every((low) => BigInt(low.minGmvMinor) >= BigInt(tier.minGmvMinor) || low.bonusBps <= tier.bonusBps),
    )
  );
}

function reaches(tier: TierTerms, old: TierTerms): boolean {
  const returns = tier.maxReturnBps === null || (old.maxReturnBps !== null && tier.maxReturnBps >= old.maxReturnBps);
  return returns && tier.bonusBps >= old.bonusBps && BigInt(tier.minGmvMinor) <= BigInt(old.minGmvMinor);
}

/**
 * What may not be changed in a campaign that has begun to count: its budget may rise and its end may move where it has not
 * passed; anything else would take from sales already made. Returns the first fault.
 */
export function campaignFault(
  campaigns: readonly CampaignTerms[],
  known: ReadonlyMap<string, PlanCampaign>,
  now: Date,
): TermsFault | null {
  for (const [at, next] of campaigns.entries()) {
    const before = known.get(next.key);
    const field = `campaigns.${at}`;
    if (!before) {
      if (Date.parse(next.activeFrom) < now.getTime() - DAY_MS)
        return { field: `${field}.activeFrom`, detail: 'A new campaign cannot begin in the past.' };
      continue;
    }
    const fixed = (one: Omit<CampaignTerms, 'key'>): string =>
      JSON.stringify([Date.parse(one.activeFrom), one.productIds, one.creatorIds]);
    if (fixed(before) !== fixed(next))
      return { field, detail: 'A running campaign keeps its start, products and creators: make a new one.' };
    if (lowers(before.budgetMinor, next.budgetMinor))
      return { field: `${field}.budget`, detail: 'The budget of a running campaign may only rise.' };
    if (lowers(before.dailyBudgetMinor, next.dailyBudgetMinor))
      return { field: `${field}.dailyBudget`, detail: 'The daily budget of a running campaign may only rise.' };
    const moved = before.activeTo !== new Date(next.activeTo).toISOString();
    const soonest = Math.min(Date.parse(before.activeTo), Date.parse(next.activeTo));
    if (moved && soonest < now.getTime())
      return { field: `${field}.activeTo`, detail: 'The end of a campaign cannot move from or into the past.' };
  }
  return null;
}

function lowers(before: string | null, after: string | null): boolean {
  if (after === null) return false;
  return before === null || BigInt(after) < BigInt(before);
}
