// The published plan of a store beside its rules: caps, tiers and campaigns with the moment each begins. Written by publishing alone.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../base/ids.js';
import { PlanRule } from '../plan-rule.entity.js';
import type { PlanAttribution } from './dated-terms.rules.js';
import type { CampaignTerms, LimitTerms, RuleTerms } from './plan.terms.rules.js';

/** Caps and tiers from a moment on, as the evaluator reads them; later ones of the list win. */
export interface PlanLimits extends LimitTerms {
  effectiveFrom: Date;
}

/** A campaign as it stands now. */
export interface PlanCampaign extends Omit<CampaignTerms, 'key'> {
  id: string;
}

/** One rule to add: `campaign` is already an id. */
export interface NewRule extends RuleTerms {
  id?: string;
  effectiveFrom: Date;
  effectiveTo: Date | null;
}

const LIMITS = `SELECT effective_from AS "effectiveFrom", order_cap_minor AS "orderCapMinor",
    creator_monthly_cap_minor AS "creatorMonthlyCapMinor", creator_daily_cap_minor AS "creatorDailyCapMinor", tiers
  FROM plan_limits WHERE store_id = $1 AND withdrawn_at IS NULL ORDER BY effective_from, id`;

const CAMPAIGNS = `SELECT DISTINCT ON (id) id, name, active_from AS "activeFrom", active_to AS "activeTo",
    product_ids AS "productIds", creator_ids AS "creatorIds", budget_minor AS "budgetMinor", daily_budget_minor AS "dailyBudgetMinor"
  FROM plan_campaigns WHERE store_id = $1 ORDER BY id, row_id DESC`;

const ATTRIBUTION = `SELECT effective_from AS "from", terms FROM plan_attribution
  WHERE store_id = $1 AND withdrawn_at IS NULL ORDER BY effective_from, id`;

@Injectable()
export class PlanBook {
  /** Windows, least view and match levels of published plans, earliest first. */
  async attributionOf(em: EntityManager, storeId: string): Promise<PlanAttribution[]> {
    return em.query(ATTRIBUTION, [storeId]);
  }

  /** Puts terms in force, each from its moment; what was announced and has not begun is withdrawn. */
  async setAttribution(
    em: EntityManager,
    storeId: string,
    versionId: string,
    steps: readonly PlanAttribution[],
    now: Date,
  ): Promise<void> {
    await em.query(
      'UPDATE plan_attribution SET withdrawn_at = $2 WHERE store_id = $1 AND effective_from > $2 AND withdrawn_at IS NULL',
      [storeId, now],
    );
    for (const { from, terms } of steps)
      await em.query(
        'INSERT INTO plan_attribution (store_id, version_id, effective_from, terms) VALUES ($1, $2, $3, $4)',
        [storeId, versionId, from, JSON.stringify(terms)],
      );
  }

  async limitsOf(em: EntityManager, storeId: string): Promise<PlanLimits[]> {
    return em.query(LIMITS, [storeId]);
  }

  /** The newest row of each campaign that ever was: an old order still finds its own. */
  async campaignsOf(em: EntityManager, storeId: string): Promise<PlanCampaign[]> {
    const rows: (Omit<PlanCampaign, 'activeFrom' | 'activeTo'> & { activeFrom: Date; activeTo: Date })[] =
      await em.query(CAMPAIGNS, [storeId]);
    return rows.map((row) => ({
      ...row,
      activeFrom: row.activeFrom.toISOString(),
      activeTo: row.activeTo.toISOString(),
    }));
  }

  /** Ends every rule that is in force or announced: at the moment, or where it would have begun. */
  async endRules(em: EntityManager, storeId: string, at: Date): Promise<void> {
    await em.query(
      `UPDATE plan_rules SET effective_to = greatest($2::timestamptz, coalesce(effective_from, $2))
       WHERE store_id = $1 AND (effective_to IS NULL OR effective_to > greatest($2::timestamptz, coalesce(effective_from, $2)))`,
      [storeId, at],
    );
  }

  async addRules(
    em: EntityManager,
    storeId: string,
    versionId: string,
    rules: readonly NewRule[],
    now: Date,
  ): Promise<void> {
    const rows = rules.map(({ campaign, amountMinor, id, ...rule }) => ({
      ...rule,
      ...{ id: id ?? newId('rul'), storeId, versionId, createdAt: now, campaignId: campaign },
      amountMinor: amountMinor === null ? null : BigInt(amountMinor),
    }));
    await em.insert(PlanRule, rows);
  }

  /** Puts caps and tiers in force from `from`; what was announced and has not begun is withdrawn. */
  async setLimits(
    em: EntityManager,
    storeId: string,
    versionId: string,
    limits: LimitTerms,
    { from, now }: { from: Date; now: Date },
  ): Promise<void> {
    await em.query(
      'UPDATE plan_limits SET withdrawn_at = $2 WHERE store_id = $1 AND effective_from > $2 AND withdrawn_at IS NULL',
      [storeId, now],
    );
    await em.query(
      `INSERT INTO plan_limits (store_id, version_id, effective_from, order_cap_minor, creator_monthly_cap_minor, tiers,
         creator_daily_cap_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[storeId, versionId, from, limits.orderCapMinor, limits.creatorMonthlyCapMinor],
        JSON.stringify(limits.tiers),
        limits.creatorDailyCapMinor,
      ],
    );
  }

  async addCampaign(em: EntityManager, storeId: string, versionId: string, campaign: PlanCampaign): Promise<void> {
    await em.query(
      `INSERT INTO plan_campaigns (id, store_id, version_id, name, active_from, active_to, product_ids, creator_ids, budget_minor,
         daily_budget_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[campaign.id, storeId, versionId, campaign.name.trim(), campaign.activeFrom, campaign.activeTo],
        ...[campaign.productIds, campaign.creatorIds, campaign.budgetMinor, campaign.dailyBudgetMinor],
      ],
    );
  }
}
