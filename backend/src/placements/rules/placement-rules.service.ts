// Keeps the placement rules of a store, says what they leave to decide for a product, and tries them on a visit.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { ProductsService } from '../../products/products.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { PlacementRuleList } from './placement-rule-list.entity.js';
import type { PlacementTrial, PlacementVisitInput } from './placement-rule.types.js';
import { decide, SHOWN, type Outcome, type PlacementRule, type RuleList } from './placing.rules.js';
import { checkList, type OutcomeDraft, type RuleDraft } from './rule-list.rules.js';

export interface KeptRules extends RuleList {
  version: number;
  updatedAt: Date | null;
}

@Injectable()
export class PlacementRulesService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly products: ProductsService,
  ) {}

  /** The rules of a store; none before the first change. Playback keeps them in memory. */
  async of(storeId: string): Promise<KeptRules> {
    const kept = await this.db.manager.findOneBy(PlacementRuleList, { storeId });
    return kept ?? { version: 0, rules: [], otherwise: SHOWN, updatedAt: null };
  }

  /** For the store's owners and those who look after it. */
  async read(who: Actor, storeId: string): Promise<KeptRules> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    return this.of(storeId);
  }

  /** Replaces the list. CONFLICT when somebody changed it since `version`; the same list again changes nothing. */
  async save(
    who: Actor,
    storeId: string,
    version: number,
    drafts: readonly RuleDraft[],
    below: OutcomeDraft,
  ): Promise<KeptRules> {
    await this.stores.requireOwn(who, storeId);
    const { rules: read, otherwise } = checked(drafts, below);
    return inTransaction(this.db, async (em) => {
      // The first list of a store has no row to lock.
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1590))', [storeId]);
      const known = await em.findOneBy(PlacementRuleList, { storeId });
      const ids = new Set(known?.rules.map(({ id }) => id));
      const rules = read.map((rule): PlacementRule => {
        const id = rule.id !== null && ids.has(rule.id) ? rule.id : newId('plr');
        return { ...rule, id };
      });
      const isSame = known !== null && sameList(known, { rules, otherwise });
      if (isSame) return known;
      if ((known?.version ?? 0) !== version) {
        throw new AppError('CONFLICT', { field: 'version', detail: 'Somebody changed these rules meanwhile.' });
      }
      const list = { storeId, version: version + 1, rules, otherwise, updatedAt: this.clock.now() };
      await em.upsert(PlacementRuleList, list, ['storeId']);
      const before = known && { rules: known.rules, otherwise: known.otherwise };
      await audit(em, {
        ...{ actor: who, action: 'placements.rules_changed', subjectType: 'store', subjectId: storeId, storeId },
        ...{ before, after: { rules, otherwise } },
      });
      return list;
    });
  }

  /** What a list, saved or not, would do on a visit, rule by rule. NOT_FOUND for a product that the store does not have. */
  async try(
    who: Actor,
    storeId: string,
    visit: PlacementVisitInput,
    drafts: readonly RuleDraft[],
    below: OutcomeDraft,
  ): Promise<PlacementTrial> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const { rules: read, otherwise } = checked(drafts, below);
    if (!URL.canParse(visit.url)) {
      throw new AppError('BAD_INPUT', { field: 'visit.url', detail: 'Give the whole address, with https://.' });
    }
    const product = await this.products.byExternalId(storeId, visit.product.trim(), true);
    if (!product) throw new AppError('NOT_FOUND', { field: 'visit.product' });
    const rules = read.map((rule, at): PlacementRule => ({ ...rule, id: String(at) }));
    const { externalId, collections, tags, title } = product;
    const country = visit.country?.trim().toUpperCase() || null;
    const tried = decide({ rules, otherwise }, { externalId, collections, tags, country }, visit);
    return {
      outcome: tried.outcome,
      decidedBy: tried.ruleId === null ? null : Number(tried.ruleId),
      steps: tried.steps.map(({ ruleId, fits, failed }) => ({ at: Number(ruleId), fits, failed })),
      ...{ title, collections, tags },
    };
  }
}

function checked(drafts: readonly RuleDraft[], below: OutcomeDraft) {
  const verdict = checkList(drafts, below);
  if (!verdict.ok) throw new AppError('BAD_INPUT', { ...verdict.fault });
  return verdict;
}

/** PostgreSQL gives the fields of an object back in an order of its own. */
function sameList(known: RuleList, list: RuleList): boolean {
  const written = ({ shows, form, limit }: Outcome) => [shows, form, limit];
  const plain = ({ rules, otherwise }: RuleList) =>
    JSON.stringify([
      written(otherwise),
      ...rules.map((rule) => [
        ...[rule.id, rule.name, rule.enabled, rule.products, rule.collections, rule.tags, rule.devices],
        ...[rule.countries, rule.languages, rule.urls, written(rule.outcome)],
      ]),
    ]);
  return plain(known) === plain(list);
}
