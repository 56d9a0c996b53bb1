// A whole commission plan as people write it: rates, tiers, caps, campaigns; and what may not stand in one.

import { attributionFault, DEFAULT_ATTRIBUTION, type AttributionTerms } from './attribution.terms.rules.js';

export const PLAN_INSTRUMENTS = [
  'promo_code',
  'onsite_cart',
  'onsite_click',
  'storefront',
  'deep_link',
  'onsite_view',
] as const;
export type PlanInstrument = (typeof PLAN_INSTRUMENTS)[number];
export const RULE_KINDS = ['percent', 'fixed_per_item', 'fixed_per_order'] as const;

/** One rate and for whom: selectors left out mean "everyone" (money.md 7). Amounts are text, because terms are kept as JSON. */
export interface RuleTerms {
  kind: (typeof RULE_KINDS)[number];
  rateBps: number | null;
  amountMinor: string | null;
  tiered: boolean;
  maxCycles: number | null;
  creatorId: string | null;
  /** The key of a campaign in the same plan. */
  campaign: string | null;
  productId: string | null;
  category: string | null;
  instruments: PlanInstrument[] | null;
}

export interface TierTerms {
  minGmvMinor: string;
  maxReturnBps: number | null;
  bonusBps: number;
}

export interface LimitTerms {
  orderCapMinor: string | null;
  creatorMonthlyCapMinor: string | null;
  creatorDailyCapMinor: string | null;
  tiers: TierTerms[];
}

export interface CampaignTerms {
  /** Of a running campaign its id, so that its budget goes on; of a new one any word. */
  key: string;
  name: string;
  activeFrom: string;
  activeTo: string;
  productIds: string[] | null;
  creatorIds: string[] | null;
  budgetMinor: string | null;
  /** The most that one calendar day of the store may take. */
  dailyBudgetMinor: string | null;
}

export interface PlanTerms {
  rules: RuleTerms[];
  limits: LimitTerms;
  campaigns: CampaignTerms[];
  attribution: AttributionTerms;
}

/** Terms as kept: versions from before a field was there lack it. */
export interface KeptTerms extends Pick<PlanTerms, 'rules'> {
  limits: Omit<LimitTerms, 'creatorDailyCapMinor'> & Partial<LimitTerms>;
  campaigns: (Omit<CampaignTerms, 'dailyBudgetMinor'> & Partial<CampaignTerms>)[];
  attribution?: AttributionTerms;
}

/** The same with every field: no daily cap, and the windows that the store began with. */
export function completeTerms(kept: KeptTerms, windowsHours: AttributionTerms['windowsHours']): PlanTerms {
  return {
    ...kept,
    limits: { ...kept.limits, creatorDailyCapMinor: kept.limits.creatorDailyCapMinor ?? null },
    campaigns: kept.campaigns.map((one) => ({ ...one, dailyBudgetMinor: one.dailyBudgetMinor ?? null })),
    attribution: kept.attribution ?? { ...DEFAULT_ATTRIBUTION, windowsHours },
  };
}

export interface TermsFault {
  field: string;
  detail: string;
}

export const MAX_RULES = 200;
export const MAX_TIERS = 10;
export const MAX_CAMPAIGNS = 50;
const MAX_LIST = 500;

/** The selectors of a rule as one text: two rules of one plan must differ in them. */
export function selectorsOf(rule: RuleTerms): string {
  const instruments = rule.instruments && [...rule.instruments].sort();
  return JSON.stringify([rule.creatorId, rule.campaign, rule.productId, rule.category, instruments]);
}

/** The first thing that is wrong, or null. What stands in the catalogue is asked elsewhere. */
export function termsFault(terms: PlanTerms): TermsFault | null {
  return (
    listFault(terms) ??
    rulesFault(terms) ??
    limitsFault(terms.limits) ??
    campaignsFault(terms.campaigns) ??
    attributionFault(terms.attribution)
  );
}

function listFault({ rules, limits, campaigns }: PlanTerms): TermsFault | null {
  if (rules.length > MAX_RULES) return { field: 'rules', detail: `A plan has at most ${MAX_RULES} rates.` };
  if (limits.tiers.length > MAX_TIERS) return { field: 'tiers', detail: `A plan has at most ${MAX_TIERS} tiers.` };
  if (campaigns.length > MAX_CAMPAIGNS)
    return { field: 'campaigns', detail: `A plan has at most ${MAX_CAMPAIGNS} campaigns.` };
  if (rules.length === 0) return { field: 'rules', detail: 'A plan pays something: give at least one rate.' };
  return null;
}

function rulesFault({ rules, campaigns }: PlanTerms): TermsFault | null {
  const seen = new Set<string>();
  const keys = new Set(campaigns.map((campaign) => campaign.key));
  for (const [at, rule] of rules.entries()) {
    const fault = ruleFault(rule, keys);
    if (fault) return { field: `rules.${at}.${fault.field}`, detail: fault.detail };
    const selectors = selectorsOf(rule);
    if (seen.has(selectors))
      return { field: `rules.${at}`, detail: 'Two rates are for exactly the same sales: only one can count.' };
    seen.add(selectors);
  }
  return null;
}

function ruleFault(rule: RuleTerms, campaigns: ReadonlySet<string>): TermsFault | null {
  if (rule.kind === 'percent') {
    if (rule.rateBps === null || !isWhole(rule.rateBps, 0, 10_000))
      return { field: 'rateBps', detail: 'A rate is 0 to 100 percent.' };
  } else if (rule.amountMinor === null || !isMinor(rule.amountMinor)) {
    return { field: 'amount', detail: 'Give the fixed amount.' };
  }
  if (rule.tiered && rule.kind !== 'percent')
    return { field: 'tiered', detail: 'Only a percentage grows with a tier.' };
  if (rule.productId !== null && rule.category !== null)
    return { field: 'category', detail: 'A rate is for a product or for a category, not for both.' };
  if (rule.maxCycles !== null && !isWhole(rule.maxCycles, 1, 1200))
    return { field: 'maxCycles', detail: 'Renewals are paid 1 to 1200 times.' };
  if (rule.campaign !== null && !campaigns.has(rule.campaign))
    return { field: 'campaign', detail: 'This campaign is not in the plan.' };
  if (rule.instruments?.some((one) => !PLAN_INSTRUMENTS.includes(one)))
    return { field: 'instruments', detail: `Ways are ${PLAN_INSTRUMENTS.join(', ')}.` };
  return null;
}

function limitsFault(limits: LimitTerms): TermsFault | null {
  for (const field of ['orderCapMinor', 'creatorMonthlyCapMinor', 'creatorDailyCapMinor'] as const) {
    const cap = limits[field];
    if (cap !== null && (!isMinor(cap) || BigInt(cap) === 0n))
      return { field: field.replace('Minor', ''), detail: 'A cap is above zero; leave it empty for none.' };
  }
  const starts = new Set<string>();
  for (const [at, tier] of limits.tiers.entries()) {
    const field = `tiers.${at}`;
    if (!isMinor(tier.minGmvMinor))
      return { field: `${field}.minGmv`, detail: 'Sales are an amount of at least zero.' };
    if (starts.has(tier.minGmvMinor))
      return { field: `${field}.minGmv`, detail: 'Two tiers begin with the same sales.' };
    starts.add(tier.minGmvMinor);
    if (!isWhole(tier.bonusBps, 1, 10_000))
      return { field: `${field}.bonusBps`, detail: 'A tier adds 0.01 to 100 percent.' };
    if (tier.maxReturnBps !== null && !isWhole(tier.maxReturnBps, 0, 10_000))
      return { field: `${field}.maxReturnBps`, detail: 'A share of returns is 0 to 100 percent.' };
  }
  return null;
}

function campaignsFault(campaigns: readonly CampaignTerms[]): TermsFault | null {
  const keys = new Set<string>();
  for (const [at, one] of campaigns.entries()) {
    const field = `campaigns.${at}`;
    if (keys.has(one.key) || !one.key) return { field: `${field}.key`, detail: 'Each campaign has a key of its own.' };
    keys.add(one.key);
    if (one.name.trim().length < 2 || one.name.length > 120)
      return { field: `${field}.name`, detail: 'Name the campaign.' };
    const [from, to] = [Date.parse(one.activeFrom), Date.parse(one.activeTo)];
    if (Number.isNaN(from) || Number.isNaN(to) || to <= from)
      return { field: `${field}.activeTo`, detail: 'A campaign ends after it begins.' };
    for (const budget of ['budgetMinor', 'dailyBudgetMinor'] as const) {
      const minor = one[budget];
      if (minor !== null && (!isMinor(minor) || BigInt(minor) === 0n))
        return {
          field: `${field}.${budget.replace('Minor', '')}`,
          detail: 'A budget is above zero; leave it empty for none.',
        };
    }
    for (const list of ['productIds', 'creatorIds'] as const) {
      const length = one[list]?.length ?? 1;
      if (length === 0 || length > MAX_LIST)
        return { field: `${field}.${list}`, detail: `Name 1 to ${MAX_LIST}, or leave it empty for all.` };
    }
  }
  return null;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const isMinor = (text: string): boolean => /^\d{1,15}$/.test(text);
