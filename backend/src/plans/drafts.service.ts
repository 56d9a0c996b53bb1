// Drafts of a plan: begun from the plan in force, written, shown to a second person, thrown away. Publishing stands apart.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { assertStore, type AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { canonicalJson, type Json } from '../facts/canonical.rules.js';
import type { AttributionTerms } from '../stores/plans/attribution.terms.rules.js';
import { PlanBook } from '../stores/plans/plan-book.service.js';
import { completeTerms, termsFault, type PlanTerms } from '../stores/plans/plan.terms.rules.js';
import { StoresService } from '../stores/stores.service.js';
import { campaignFault, limitsNow, type PlanEffects } from './effects/effects.rules.js';
import type { PlanStatus } from './plan.status.js';
import * as sql from './plans.queries.js';

export interface VersionRow {
  id: string;
  store_id: string;
  store_name: string;
  currency: string;
  timezone: string;
  /** What the store began with. */
  windows_hours: AttributionTerms['windowsHours'];
  number: number | null;
  status: PlanStatus;
  title: string;
  terms: PlanTerms;
  based_on: string | null;
  based_on_number: number | null;
  made_by: string;
  made_name: string | null;
  made_at: Date;
  edited_by: string;
  edited_at: Date;
  proposed_by: string | null;
  proposed_name: string | null;
  proposed_at: Date | null;
  decided_by: string | null;
  decided_name: string | null;
  decided_at: Date | null;
  reason: string | null;
  effects: PlanEffects | null;
}

/** More open drafts than this and nobody knows which one counts. */
const MAX_DRAFTS = 20;

export const digestOf = (terms: PlanTerms): Buffer =>
  createHash('sha256')
    .update(canonicalJson(terms as unknown as Json))
    .digest();

@Injectable()
export class DraftsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly book: PlanBook,
  ) {}

  /** A version that this actor may see. NOT_FOUND for anybody else's store. */
  async require(who: AccountActor, id: string, em: EntityManager = this.db.manager): Promise<VersionRow> {
    const row = await this.byId(em, id);
    if (!row) throw new AppError('NOT_FOUND');
    assertStore(who, row.store_id, 'finance', 'administrator');
    return row;
  }

  /** A version, whoever asks. */
  async byId(em: EntityManager, id: string): Promise<VersionRow | null> {
    const rows: VersionRow[] = await em.query(sql.VERSION_BY_ID, [id]);
    return completeRows(rows)[0] ?? null;
  }

  /** The plan that holds once every announced change is in force, as terms: what a new draft begins with. */
  async present(em: EntityManager, storeId: string): Promise<{ terms: PlanTerms; id: string | null }> {
    const [newest]: { id: string; terms: PlanTerms }[] = await em.query(sql.NEWEST_PUBLISHED, [storeId]);
    const store = await this.stores.require(storeId, em);
    if (newest) return { terms: completeTerms(newest.terms, store.windowsHours), id: newest.id };
    // Before its first version a store has the rules it began with.
    const rules = (await this.stores.rulesOf(storeId, em)).filter((rule) => rule.effectiveTo === null);
    const limits = limitsNow(await this.book.limitsOf(em, storeId), this.clock.now());
    const terms = rules.map(
      ({ kind, rateBps, amountMinor, tiered, maxCycles, creatorId, productId, category, instruments }) => ({
        ...{
          kind,
          rateBps,
          amountMinor: amountMinor?.toString() ?? null,
          tiered,
          maxCycles,
          creatorId,
          campaign: null,
        },
        ...{ productId, category, instruments },
      }),
    );
    const attribution = await this.stores.attributionNow(store, em);
    return { terms: { rules: terms, limits, campaigns: [], attribution }, id: null };
  }

  /** Begins a draft with the plan in force, or with another version of the same store. */
  async create(who: AccountActor, storeId: string, title: string, fromId: string | null): Promise<VersionRow> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    const named = titleOf(title);
    const id = await inTransaction(this.db, async (em) => {
      await lockPlan(em, storeId);
      const open: { count: number }[] = await em.query(
        `SELECT count(*)::int AS count FROM plan_versions WHERE store_id = $1 AND status IN ('draft', 'proposed')`,
        [storeId],
      );
      if ((open[0]?.count ?? 0) >= MAX_DRAFTS)
        throw new AppError('CONFLICT', { detail: `A store has at most ${MAX_DRAFTS} open drafts.` });
      const present = await this.present(em, storeId);
      const from = fromId ? await this.require(who, fromId, em) : null;
      if (from && from.store_id !== storeId) throw new AppError('NOT_FOUND');
      const versionId = newId('pln');
      const terms = from?.terms ?? present.terms;
      await em.query(sql.ADD_VERSION, [
        ...[versionId, storeId, named, JSON.stringify(terms), present.id, who.accountId, this.clock.now()],
      ]);
      await audit(em, {
        actor: who,
        action: 'plans.drafted',
        ...subject(versionId, storeId),
        after: { title: named, fromId },
      });
      return versionId;
    });
    return this.require(who, id);
  }

  /** Writes a draft anew, whole. Two people at once: the later one is told when `editedAt` is not what they saw. */
  async save(
    who: AccountActor,
    id: string,
    input: { title: string; terms: PlanTerms; editedAt: Date },
  ): Promise<VersionRow> {
    const named = titleOf(input.title);
    await inTransaction(this.db, async (em) => {
      const before = await this.locked(em, who, id, 'draft');
      if (before.edited_at.getTime() !== input.editedAt.getTime())
        throw new AppError('CONFLICT', {
          field: 'editedAt',
          detail: 'Somebody saved this draft meanwhile. Reload it.',
        });
      await this.check(em, before.store_id, input.terms);
      await em.query(`UPDATE plan_versions SET title = $2, terms = $3, edited_by = $4, edited_at = $5 WHERE id = $1`, [
        id,
        named,
        JSON.stringify(input.terms),
        who.accountId,
        this.clock.now(),
      ]);
      const change = {
        before: { title: before.title, terms: before.terms },
        after: { title: named, terms: input.terms },
      };
      await audit(em, { actor: who, action: 'plans.draft_saved', ...subject(id, before.store_id), ...change });
    });
    return this.require(who, id);
  }

  async discard(who: AccountActor, id: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const { store_id: storeId } = await this.locked(em, who, id, 'draft');
      await em.query(`UPDATE plan_versions SET status = 'discarded' WHERE id = $1`, [id]);
      await audit(em, { actor: who, action: 'plans.draft_discarded', ...subject(id, storeId) });
    });
  }

  /** Shows the draft to a second person. It must have been tried on the past as it stands, beside the plan in force. */
  async propose(who: AccountActor, id: string): Promise<VersionRow> {
    await inTransaction(this.db, async (em) => {
      const row = await this.locked(em, who, id, 'draft');
      await this.check(em, row.store_id, row.terms);
      await this.assertRehearsed(em, row);
      await em.query(`UPDATE plan_versions SET status = 'proposed', proposed_by = $2, proposed_at = $3 WHERE id = $1`, [
        id,
        who.accountId,
        this.clock.now(),
      ]);
      await audit(em, { actor: who, action: 'plans.proposed', ...subject(id, row.store_id) });
    });
    return this.require(who, id);
  }

  /** Anyone of the store, or of finance, may say no; who proposed it takes it back this way. */
  async refuse(who: AccountActor, id: string, reason: string): Promise<VersionRow> {
    if (reason.trim().length < 3 || reason.length > 500)
      throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say why.' });
    await inTransaction(this.db, async (em) => {
      const row = await this.locked(em, who, id, 'proposed');
      await em.query(
        `UPDATE plan_versions SET status = 'refused', decided_by = $2, decided_at = $3, reason = $4 WHERE id = $1`,
        [id, who.accountId, this.clock.now(), reason.trim()],
      );
      await audit(em, {
        actor: who,
        action: 'plans.refused',
        ...subject(id, row.store_id),
        after: { reason: reason.trim() },
      });
    });
    return this.require(who, id);
  }

  /** Throws REHEARSAL_NEEDED unless these very terms were tried beside the very plan that is in force. */
  async assertRehearsed(em: EntityManager, row: VersionRow): Promise<void> {
    const { terms } = await this.present(em, row.store_id);
    const [done]: unknown[] = await em.query(
      `SELECT 1 FROM plan_rehearsals WHERE version_id = $1 AND status = 'done' AND terms_digest = $2 AND present_digest = $3 LIMIT 1`,
      [row.id, digestOf(row.terms), digestOf(terms)],
    );
    if (!done) throw new AppError('REHEARSAL_NEEDED');
  }

  /** Locks a version that must be in this status. */
  async locked(em: EntityManager, who: AccountActor, id: string, status: PlanStatus): Promise<VersionRow> {
    await em.query('SELECT 1 FROM plan_versions WHERE id = $1 FOR UPDATE', [id]);
    const row = await this.require(who, id, em);
    if (row.status !== status) throw new AppError('CONFLICT', { detail: `This version is ${row.status}.` });
    return row;
  }

  /** What may not stand in the plan of this store. Throws BAD_INPUT with the field. */
  async check(em: EntityManager, storeId: string, terms: PlanTerms): Promise<void> {
    const campaigns = new Map((await this.book.campaignsOf(em, storeId)).map((one) => [one.id, one]));
    const fault = termsFault(terms) ?? campaignFault(terms.campaigns, campaigns, this.clock.now());
    if (fault) throw new AppError('BAD_INPUT', { ...fault });
    const lists = terms.campaigns;
    const products = [...terms.rules.map((r) => r.productId ?? []), ...lists.map((c) => c.productIds ?? [])].flat();
    const [product]: { id: string }[] = await em.query(sql.UNKNOWN_PRODUCTS, [storeId, products]);
    if (product)
      throw new AppError('BAD_INPUT', { field: 'productId', detail: `The store has no product ${product.id}.` });
    const creators = [...terms.rules.map((r) => r.creatorId ?? []), ...lists.map((c) => c.creatorIds ?? [])].flat();
    const [creator]: { id: string }[] = await em.query(sql.UNKNOWN_CREATORS, [creators]);
    if (creator) throw new AppError('BAD_INPUT', { field: 'creatorId', detail: `There is no creator ${creator.id}.` });
  }
}

/** Versions as kept, with the fields that older ones lack. */
export const completeRows = (rows: readonly VersionRow[]): VersionRow[] =>
  rows.map((row) => ({ ...row, terms: completeTerms(row.terms, row.windows_hours) }));

/** One writer of a store's plan at a time. */
export async function lockPlan(em: EntityManager, storeId: string): Promise<void> {
  await em.query(`SELECT pg_advisory_xact_lock(hashtextextended('plan|' || $1, 0))`, [storeId]);
}

export const subject = (id: string, storeId: string) => ({ subjectType: 'plan_version', subjectId: id, storeId });

function titleOf(title: string): string {
  const text = title.trim();
  if (text.length < 2 || text.length > 120)
    throw new AppError('BAD_INPUT', { field: 'title', detail: 'Name the version in 2 to 120 letters.' });
  return text;
}
