// A store's plan in the words of the evaluator's configuration (money.md 16).
import type { PlanRule } from '../stores/plan-rule.entity.js';
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
  };
}
