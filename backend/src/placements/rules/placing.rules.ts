// Which outcome a shop's rules have for a product on a page: in order, the first that fits wins, else what stands below them.
import { addressFits } from './address.rules.js';

export const DEVICES = ['phone', 'tablet', 'desktop'] as const;
export type Device = (typeof DEVICES)[number];

/** The forms of `<vitrina-reviews>` that a rule may choose. */
export const RULE_FORMS = ['carousel', 'grid', 'stories', 'slide', 'bubble'] as const;
export type RuleForm = (typeof RULE_FORMS)[number];

/** `form` null is the page's own; `limit` null is as many as there are. */
export interface Outcome {
  shows: boolean;
  form: RuleForm | null;
  limit: number | null;
}

/** All have to hold; one holds when any of its values fits, and an empty one asks nothing. */
export interface Conditions {
  /** The shop's own ids. */
  products: readonly string[];
  collections: readonly string[];
  tags: readonly string[];
  devices: readonly Device[];
  /** ISO 3166, two capital letters. */
  countries: readonly string[];
  /** `ru` fits `ru-KZ` too. */
  languages: readonly string[];
  /** Patterns of `addressFits`. */
  urls: readonly string[];
}

export const CONDITION_NAMES = [
  'products',
  'collections',
  'tags',
  'devices',
  'countries',
  'languages',
  'urls',
] as const;
export type ConditionName = (typeof CONDITION_NAMES)[number];

export interface PlacementRule extends Conditions {
  id: string;
  name: string;
  enabled: boolean;
  outcome: Outcome;
}

export interface RuleList {
  rules: readonly PlacementRule[];
  otherwise: Outcome;
}

/** What the service knows; a country that is not known fits no condition on countries. */
export interface OfProduct {
  externalId: string;
  collections: readonly string[];
  tags: readonly string[];
  country: string | null;
}

/** What only the page knows. */
export interface OfPage {
  device: Device;
  /** `ru`, `ru-KZ`; empty where the page does not say. */
  language: string;
  url: string;
}

/** A rule as far as only the page can decide it; the last one of a list has no conditions. */
export interface PageRule {
  devices?: readonly Device[];
  languages?: readonly string[];
  urls?: readonly string[];
  hide?: true;
  form?: RuleForm;
  limit?: number;
}

export const SHOWN: Outcome = { shows: true, form: null, limit: null };

const fold = (text: string): string => text.trim().toLowerCase();
const anyOf = (wanted: readonly string[], given: readonly string[]): boolean => {
  const names = new Set(wanted.map(fold));
  return given.some((name) => names.has(fold(name)));
};
const languageFits = (wanted: string, given: string): boolean => `${fold(given)}-`.startsWith(`${fold(wanted)}-`);

function failsInService(rule: Conditions, of: OfProduct): ConditionName[] {
  const fails = {
    products: !rule.products.includes(of.externalId),
    collections: !anyOf(rule.collections, of.collections),
    tags: !anyOf(rule.tags, of.tags),
    countries: of.country === null || !rule.countries.includes(of.country),
  };
  return (Object.keys(fails) as (keyof typeof fails)[]).filter((name) => rule[name].length > 0 && fails[name]);
}

function failsOnPage(rule: Conditions, page: OfPage): ConditionName[] {
  const fails = {
    devices: !rule.devices.includes(page.device),
    languages: !rule.languages.some((wanted) => languageFits(wanted, page.language)),
    urls: !rule.urls.some((pattern) => addressFits(pattern, page.url)),
  };
  return (Object.keys(fails) as (keyof typeof fails)[]).filter((name) => rule[name].length > 0 && fails[name]);
}

export interface Step {
  ruleId: string;
  fits: boolean;
  /** The conditions that do not hold; none of a rule that is switched off. */
  failed: ConditionName[];
}

/** The outcome, the rule it comes from (null: none fitted) and what each rule before it lacked. */
export function decide(
  list: RuleList,
  of: OfProduct,
  page: OfPage,
): { outcome: Outcome; ruleId: string | null; steps: Step[] } {
  const steps: Step[] = [];
  for (const rule of list.rules) {
    const failed = rule.enabled ? [...failsInService(rule, of), ...failsOnPage(rule, page)] : [];
    const fits = rule.enabled && failed.length === 0;
    steps.push({ ruleId: rule.id, fits, failed });
    if (fits) return { outcome: rule.outcome, ruleId: rule.id, steps };
  }
  return { outcome: list.otherwise, ruleId: null, steps };
}

function pageRule(outcome: Outcome, rule?: Conditions): PageRule {
  return {
    ...(rule && rule.devices.length > 0 ? { devices: rule.devices } : {}),
    ...(rule && rule.languages.length > 0 ? { languages: rule.languages } : {}),
    ...(rule && rule.urls.length > 0 ? { urls: rule.urls } : {}),
    ...(outcome.shows ? {} : { hide: true as const }),
    ...(outcome.shows && outcome.form ? { form: outcome.form } : {}),
    ...(outcome.shows && outcome.limit ? { limit: outcome.limit } : {}),
  };
}

/**
 * What is left to decide once the product and the country are known: the outcome, or the rules for the page, in order, the
 * last of them without conditions. `choose` of the player on these rules gives what `decide` gives on the whole list.
 */
export function narrow(list: RuleList, of: OfProduct): { decided: Outcome } | { rules: PageRule[] } {
  const left = list.rules.filter((rule) => rule.enabled && failsInService(rule, of).length === 0);
  const certain = left.findIndex((rule) => rule.devices.length + rule.languages.length + rule.urls.length === 0);
  const open = certain < 0 ? left : left.slice(0, certain);
  const last = certain < 0 ? list.otherwise : (left[certain]?.outcome ?? list.otherwise);
  const same = open.every(({ outcome }) => JSON.stringify(pageRule(outcome)) === JSON.stringify(pageRule(last)));
  if (same) return { decided: last };
  return { rules: [...open.map((rule) => pageRule(rule.outcome, rule)), pageRule(last)] };
}
