// Which rule of the plan sets a creator's terms for a product at a moment (P1, P5).
import type { Instrument, Rule } from '../input/config.rules.js';
import { categoryAt, type Programme } from '../input/programme.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';

/** What a rule is chosen for. `at` is the order's time, `known` the moment whose categories count. */
export interface Question {
  readonly creatorId: string;
  readonly productId: string;
  readonly instrument: Instrument;
  readonly at: number;
  readonly known: number;
}

/** The rule that applies, or null. Individual terms win; then the order of P1; the last tie goes to the smaller id. */
export function chooseRule(programme: Programme, question: Question): Rule | null {
  const individual = best(programme, programme.individualRules.get(question.creatorId) ?? [], question);
  return individual ?? best(programme, programme.generalRules, question);
}

function best(programme: Programme, rules: readonly Rule[], question: Question): Rule | null {
  let chosen: Rule | null = null;
  for (const rule of rules) {
    if (matches(programme, rule, question) && (!chosen || isStronger(rule, chosen))) chosen = rule;
  }
  return chosen;
}

function matches(programme: Programme, rule: Rule, question: Question): boolean {
  if (question.at < rule.effectiveFrom || question.at >= rule.effectiveTo) return false;
  if (rule.productId !== null && rule.productId !== question.productId) return false;
  if (rule.instruments !== null && !rule.instruments.includes(question.instrument)) return false;
  if (rule.category !== null && categoryAt(programme, question.productId, question.known) !== rule.category)
    return false;
  return rule.campaignId === null || campaignMatches(programme, rule.campaignId, question);
}

function campaignMatches(programme: Programme, campaignId: string, question: Question): boolean {
  const campaign = programme.campaigns.get(campaignId);
  if (!campaign || question.at < campaign.activeFrom || question.at >= campaign.activeTo) return false;
  if (campaign.productIds !== null && !campaign.productIds.includes(question.productId)) return false;
  return campaign.creatorIds === null || campaign.creatorIds.includes(question.creatorId);
}

function isStronger(rule: Rule, chosen: Rule): boolean {
  const difference =
    byCodePoint(strength(rule), strength(chosen)) ||
    rule.effectiveFrom - chosen.effectiveFrom ||
    byCodePoint(chosen.id, rule.id);
  return difference > 0;
}

/** The yes-or-no part of P1's key as a text: compared from the left, "1" is greater than "0". */
function strength(rule: Rule): string {
  const key = [rule.creatorId, rule.campaignId, rule.productId, rule.category, rule.instruments];
  return key.map((selector) => (selector === null ? '0' : '1')).join('');
}

/** P5: whether the rule pays a cycle of a subscription; without `max_cycles` only the first. */
export function paysCycle(rule: Rule, cycle: number): boolean {
  return cycle <= (rule.maxCycles ?? 1);
}
