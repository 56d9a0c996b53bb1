// A store's plan in the words of the evaluator's configuration (money.md 16).
import type { PlanRule } from '../stores/plan-rule.entity.js';
import type { AttributionTerms } from '../stores/plans/attribution.terms.rules.js';
import type { PlanCampaign, PlanLimits } from '../stores/plans/plan-book.service.js';

const iso = (moment: Date | null): string | undefined => moment?.toISOString();

/** What the evaluator reads of a rule; `creatorId` and its like left out mean everyone. */
export type InputRule = Pick<
  PlanRule,
  | 'id'
  | 'kind'
  | 'rateBps'
  | 'tiered'
  | 'maxCycles'
  | 'creatorId'
  | 'campaignId'
  | 'productId'
  | 'category'
  | 'instruments'
  | 'effectiveFrom'
  | 'effectiveTo'
> & { amountMinor: bigint | string | null };

export function ruleInput(rule: InputRule): Record<string, unknown> {
  return {
    id: rule.id,
    kind: rule.kind,
    rate_bps: rule.rateBps,
    amount: rule.amountMinor,
    tiered: rule.tiered,
    max_cycles: rule.maxCycles,
    creator_id: rule.creatorId,
    campaign_id: rule.campaignId,
    product_id: rule.productId,
    category: rule.category,
    instruments: rule.instruments,
    effective_from: iso(rule.effectiveFrom),
    effective_to: iso(rule.effectiveTo),
  };
}

export function limitsInput(limits: Omit<PlanLimits, 'effectiveFrom'> & { effectiveFrom: Date | null }) {
  return {
    from: iso(limits.effectiveFrom) ?? 0,
    order_cap: limits.orderCapMinor,
    creator_monthly_cap: limits.creatorMonthlyCapMinor,
    creator_daily_cap: limits.creatorDailyCapMinor,
    tiers: limits.tiers.map((tier) => ({
      min_gmv: tier.minGmvMinor,
      max_return_bps: tier.maxReturnBps,
      bonus_bps: tier.bonusBps,
    })),
  };
}

export function campaignInput(campaign: PlanCampaign): Record<string, unknown> {
  return {
    id: campaign.id,
    active_from: campaign.activeFrom,
    active_to: campaign.activeTo,
    product_ids: campaign.productIds,
    creator_ids: campaign.creatorIds,
    budget: campaign.budgetMinor,
    daily_budget: campaign.dailyBudgetMinor,
  };
}

const CLICKS = ['onsite_cart', 'onsite_click', 'storefront', 'deep_link'];

/** Windows, minimum view and match levels; every key of each, because a change replaces what stood before. */
export function attributionInput(terms: AttributionTerms): Record<string, unknown> {
  return {
    windows_hours: { ...terms.windowsHours },
    same_session: terms.sameSession,
    precedence: terms.clickOverView
      ? [['promo_code'], CLICKS, ['onsite_view']]
      : [['promo_code'], [...CLICKS, 'onsite_view']],
    scopes: { ...terms.scopes },
    match_bps: { category: terms.categoryBps, halo: terms.anyBps },
    qualify: { watch_ms: terms.watchMs, watch_bps: terms.watchBps },
  };
}
