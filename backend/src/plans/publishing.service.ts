// Publishes a plan: a second person, rules ended and added in one transaction, lower pay only after notice, creators told by a job.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { parseConfig } from '../attribution/evaluator/input/parse-config.rules.js';
import { ruleInput } from '../attribution/plan-input.rules.js';
import { audit } from '../base/audit.js';
import { holds, type AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { programmeId } from '../facts/fact.rules.js';
import { DEFAULT_ATTRIBUTION } from '../stores/plans/attribution.terms.rules.js';
import { PlanBook } from '../stores/plans/plan-book.service.js';
import type { CampaignTerms, PlanTerms } from '../stores/plans/plan.terms.rules.js';
import { StoresService } from '../stores/stores.service.js';
import { DraftsService, lockPlan, subject, type VersionRow } from './drafts.service.js';
import {
  BEGINS_AFTER_MS,
  limitsEffect,
  limitsNow,
  NOTICE_MS,
  rulesOfTerms,
  type PlanEffects,
} from './effects/effects.rules.js';
import { attributionWay, type AttributionWay } from './effects/attribution-notice.rules.js';
import { transition, type Transition, type TransitionInput } from './effects/notice.rules.js';
import * as sql from './plans.queries.js';

/** A plan was published: those whom it touches are told. */
export const planPublished = defineJob<{ versionId: string }>('plans.published', { heartbeat: true });

/** What a version does when it begins at a moment. */
interface Way extends Transition {
  effects: Transition['effects'];
  told: PlanEffects;
  attribution: AttributionWay;
  at: Date;
}

@Injectable()
export class PublishingService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly book: PlanBook,
    private readonly drafts: DraftsService,
    private readonly attribution: AttributionService,
    private readonly jobs: JobsService,
  ) {}

  /** What would happen if this version were published now. */
  async preview(row: VersionRow): Promise<PlanEffects> {
    if (row.effects) return row.effects;
    return (await this.wayOf(this.db.manager, row, NOTICE_MS)).told;
  }

  /**
   * The second person publishes. `withoutNotice`: an administrator's reason to lower pay at once, kept for ever.
   * Throws SAME_PERSON, OWN_TERMS, REHEARSAL_NEEDED.
   */
  async publish(who: AccountActor, id: string, withoutNotice: string | null): Promise<VersionRow> {
    if (!who.secondFactor) throw new AppError('SECOND_FACTOR_REQUIRED');
    const reason = this.reasonOf(who, withoutNotice);
    await inTransaction(this.db, async (em) => {
      const { store_id: storeId } = await this.drafts.require(who, id, em);
      await lockPlan(em, storeId);
      const row = await this.drafts.locked(em, who, id, 'proposed');
      if ([row.made_by, row.edited_by, row.proposed_by].includes(who.accountId)) throw new AppError('SAME_PERSON');
      await this.assertNotOwn(em, who, row.terms);
      await this.drafts.check(em, storeId, row.terms);
      await this.drafts.assertRehearsed(em, row);
      const way = await this.wayOf(em, row, reason ? 0 : NOTICE_MS);
      const terms = await this.write(em, row, way);
      const [last]: { number: number }[] = await em.query(sql.NEWEST_PUBLISHED, [storeId]);
      await em.query(
        `UPDATE plan_versions SET status = 'published', number = $2, terms = $3, effects = $4, decided_by = $5, decided_at = $6,
           reason = $7 WHERE id = $1`,
        [
          ...[id, (last?.number ?? 0) + 1, JSON.stringify(terms), JSON.stringify(way.told), who.accountId],
          ...[this.clock.now(), reason],
        ],
      );
      const after = { number: (last?.number ?? 0) + 1, withoutNotice: reason, effects: way.told };
      await audit(em, { actor: who, action: 'plans.published', ...subject(id, storeId), after });
      await this.lookAgain(em, storeId, way.at, row.terms.campaigns.length > 0);
      await this.jobs.announce(em, planPublished, { versionId: id });
    });
    return this.drafts.require(who, id);
  }

  private reasonOf(who: AccountActor, text: string | null): string | null {
    if (text === null) return null;
    if (!holds(who, 'administrator'))
      throw new AppError('FORBIDDEN', { detail: 'Only an administrator leaves out notice.' });
    if (text.trim().length < 10 || text.length > 500)
      throw new AppError('BAD_INPUT', { field: 'withoutNotice', detail: 'Say in a sentence why there is no notice.' });
    return text.trim();
  }

  /** Nobody publishes terms made for themselves. */
  private async assertNotOwn(em: EntityManager, who: AccountActor, { rules, campaigns }: PlanTerms): Promise<void> {
    const named = [
      ...rules.map((rule) => rule.creatorId ?? []),
      ...campaigns.map((one) => one.creatorIds ?? []),
    ].flat();
    const own: unknown[] = await em.query('SELECT 1 FROM creators WHERE account_id = $1 AND id = ANY($2)', [
      who.accountId,
      named,
    ]);
    if (own.length > 0) throw new AppError('OWN_TERMS');
  }

  private async wayOf(em: EntityManager, row: VersionRow, noticeMs: number): Promise<Way> {
    const at = new Date(this.clock.now().getTime() + BEGINS_AFTER_MS);
    const rules = await this.stores.rulesOf(row.store_id, em);
    const present = [...parseConfig({ program: { currency: row.currency }, rules: rules.map(ruleInput) }).rules];
    const products = [...rules, ...row.terms.rules].flatMap((rule) => rule.productId ?? []);
    const categories: { id: string; category: string | null }[] = await em.query(sql.CATEGORIES, [
      row.store_id,
      products,
    ]);
    const announced = await this.book.limitsOf(em, row.store_id);
    const limits = limitsNow(announced, at);
    const tiers = [...announced, row.terms.limits].flatMap((one) => one.tiers.map((tier) => BigInt(tier.bonusBps)));
    const way = transitionOf({
      ...{ present, next: rulesOfTerms(row.terms.rules), now: at.getTime(), noticeMs },
      categories: new Map(categories.map((one) => [one.id, one.category])),
      topBonusBps: tiers.reduce((most, bonus) => (bonus > most ? bonus : most), 0n),
    });
    const store = await this.stores.require(row.store_id, em);
    const attribution = attributionWay({
      ...{ began: { ...DEFAULT_ATTRIBUTION, windowsHours: store.windowsHours }, now: at.getTime(), noticeMs },
      ...{ plans: await this.book.attributionOf(em, row.store_id), next: row.terms.attribution },
    });
    const told: PlanEffects = {
      rates: way.effects.map((effect) => ({ ...effect, from: new Date(effect.from).toISOString() })),
      limits: limitsEffect(limits, row.terms.limits, at.getTime(), noticeMs, row.timezone),
      attribution: attribution.changes,
    };
    return { ...way, told, attribution, at };
  }

  /** Rules, guards, campaigns and limits; returns the terms with the ids that new campaigns got. */
  private async write(em: EntityManager, row: VersionRow, way: Way): Promise<PlanTerms> {
    const now = this.clock.now();
    const campaigns = await this.writeCampaigns(em, row);
    const idOf = new Map(row.terms.campaigns.map((one, at) => [one.key, campaigns[at]?.key ?? one.key]));
    const withIds = row.terms.rules.map((rule) => ({
      ...rule,
      campaign: rule.campaign && (idOf.get(rule.campaign) ?? rule.campaign),
    }));
    await this.book.endRules(em, row.store_id, way.at);
    const rules = withIds.map((rule) => ({ ...rule, effectiveFrom: way.at, effectiveTo: null }));
    const guards = way.guards.map(({ rule, from, to }) => ({
      ...rule,
      campaign: rule.campaign && (idOf.get(rule.campaign) ?? rule.campaign),
      // Smaller than the name of any rule: see guardsOf.
      ...{ id: newId('grd'), effectiveFrom: new Date(from), effectiveTo: new Date(to) },
    }));
    await this.book.addRules(em, row.store_id, row.id, [...rules, ...guards], now);
    if (way.told.limits) {
      const moments = { from: new Date(way.told.limits.from), now };
      await this.book.setLimits(em, row.store_id, row.id, row.terms.limits, moments);
    }
    const { steps } = way.attribution;
    if (steps.length > 0) await this.book.setAttribution(em, row.store_id, row.id, steps, now);
    return { ...row.terms, rules: withIds, campaigns };
  }

  private async writeCampaigns(em: EntityManager, row: VersionRow): Promise<CampaignTerms[]> {
    const known = new Map((await this.book.campaignsOf(em, row.store_id)).map((one) => [one.id, one]));
    const written: CampaignTerms[] = [];
    for (const { key, ...campaign } of row.terms.campaigns) {
      const before = known.get(key);
      const id = before ? key : newId('cam');
      const next = {
        ...{ ...campaign, id, activeFrom: new Date(campaign.activeFrom).toISOString() },
        activeTo: new Date(campaign.activeTo).toISOString(),
      };
      const same =
        before && JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(next).sort());
      // A campaign promises money of its own; rates go on for what is public already.
      if (!before) await this.stores.requireFunded(row.store_id, em);
      if (!same) await this.book.addCampaign(em, row.store_id, row.id, next);
      written.push({ ...campaign, key: id });
    }
    return written;
  }

  /**
   * Orders that a shop dated ahead of the plan's begin were counted by the former one. A campaign's budget that rose gives
   * back what it had cut: one order is enough, because shared money makes attribution look at all.
   */
  private async lookAgain(em: EntityManager, storeId: string, at: Date, withCampaigns: boolean): Promise<void> {
    for (const mode of ['live', 'test'] as const) {
      const programme = programmeId(storeId, mode);
      const rows: { external_id: string }[] = await em.query(
        `SELECT external_id FROM orders WHERE store_id = $1 AND mode = $2 AND placed_at >= $3
         UNION (SELECT external_id FROM orders WHERE $4 AND store_id = $1 AND mode = $2 ORDER BY placed_at DESC, id DESC LIMIT 1)`,
        [storeId, mode, at, withCampaigns],
      );
      await this.attribution.mark(
        em,
        programme,
        rows.map((row) => row.external_id),
      );
    }
  }
}

function transitionOf(input: TransitionInput): Transition {
  try {
    return transition(input);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = 'These rates tell too many kinds of sales apart: name fewer creators, products or ways.';
    throw new AppError('BAD_INPUT', { field: 'rules', detail });
  }
}
