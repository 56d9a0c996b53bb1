// Opens and changes stores and their plans; tells other modules what a programme pays.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { PeopleService } from '../accounts/people/people.service.js';
import { audit } from '../base/audit.js';
import { assertStore, type AccountActor, type Actor, type Role } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../base/config.js';
import { containing } from '../base/database/columns.js';
import { waitForDecisions } from '../base/database/programme-lock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { newId } from '../base/ids.js';
import { decimalsOf } from '../base/money.js';
import { hashIdentity, identityHash, shopDigest, type IdentityKind } from './identity.rules.js';
import { isPublishableKey } from './keys/key.rules.js';
import { PlanRule } from './plan-rule.entity.js';
import { DEFAULT_WINDOWS_HOURS, rateAt, type KeyMode } from './plan.rules.js';
import { DEFAULT_ATTRIBUTION, type AttributionTerms } from './plans/attribution.terms.rules.js';
import { attributionAt, datedTerms, type NotedTerms, type TermsChange } from './plans/dated-terms.rules.js';
import { PlanBook, type PlanCampaign, type PlanLimits } from './plans/plan-book.service.js';
import { Store } from './store.entity.js';
import * as sql from './stores.queries.js';
import {
  checkStore,
  dailyLimitOf,
  DEFAULT_DISPUTE_DAYS,
  DEFAULT_SANDBOX_MINUTES,
  DEFAULT_TRUSTED_AFTER,
  type StoreDetails,
} from './store.rules.js';

/** What attribution and commissions need to know of a programme: the terms of its first day, and how they changed. */
export interface Programme extends Omit<NotedTerms, 'from'> {
  storeId: string;
  name: string;
  currency: string;
  changes: TermsChange[];
  /** Every rule ever made, so that an old order finds the rule of its day. */
  rules: PlanRule[];
  /** Caps and tiers by the month they begin with. */
  limits: PlanLimits[];
  campaigns: PlanCampaign[];
}

@Injectable()
export class StoresService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly book: PlanBook,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens a store; the person becomes its owner. */
  async create(who: AccountActor, input: StoreDetails): Promise<Store> {
    const details = this.check(input);
    return inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const store = em.create(Store, {
        ...{ id: newId('sto'), name: details.name, url: details.url, createdAt: now },
        ...{ currency: details.currency, timezone: details.timezone, holdDays: details.holdDays },
        windowsHours: DEFAULT_WINDOWS_HOURS,
        moderationMode: details.moderationMode ?? 'pre',
        trustedAfter: details.trustedAfter ?? DEFAULT_TRUSTED_AFTER,
        sandbox: details.sandbox ?? false,
        sandboxApproveMinutes: details.sandboxApproveMinutes ?? DEFAULT_SANDBOX_MINUTES,
        oneVideoPerCreator: details.oneVideoPerCreator ?? false,
        newCreatorDailyMinor: limitOr(details, null),
        disputeDays: details.disputeDays ?? DEFAULT_DISPUTE_DAYS,
        referralBps: details.referralBps ?? 0,
        publishableKey: `pk_live_${randomBytes(15).toString('hex')}`,
        testPublishableKey: `pk_test_${randomBytes(15).toString('hex')}`,
      });
      await em.insert(Store, store);
      await this.firstRate(em, store.id, details.rateBps);
      await this.people.grant(em, who, who.accountId, 'store_owner', store.id);
      await audit(em, { actor: who, action: 'stores.created', ...subjectOf(store), after: details });
      return store;
    });
  }

  /** Changes a store. Its currency never changes, its rates only with a plan version. */
  async update(who: Actor, storeId: string, input: StoreDetails): Promise<Store> {
    const details = this.check(input);
    return inTransaction(this.db, async (em) => {
      const store = await em.findOne(Store, { where: { id: storeId }, lock: { mode: 'pessimistic_write' } });
      if (!store) throw new AppError('NOT_FOUND');
      assertStore(who, storeId, 'administrator');
      await waitForDecisions(em, storeId);
      if (details.currency !== store.currency) {
        throw new AppError('CONFLICT', { field: 'currency', detail: 'The settlement currency is fixed for ever.' });
      }
      if ((details.sandbox ?? store.sandbox) !== store.sandbox) {
        throw new AppError('CONFLICT', {
          field: 'sandbox',
          detail: 'A store is a sandbox from its first day or never.',
        });
      }
      if (details.rateBps !== rateAt(await this.rulesOf(storeId, em), this.clock.now())) {
        const detail = 'A rate changes with a version of the plan, which a second person publishes.';
        throw new AppError('CONFLICT', { field: 'rateBps', detail });
      }
      const { name, url, timezone, holdDays, moderationMode, trustedAfter } = store;
      const { sandboxApproveMinutes, oneVideoPerCreator, newCreatorDailyMinor, disputeDays, referralBps } = store;
      const change = {
        ...{ name: details.name, url: details.url, timezone: details.timezone, holdDays: details.holdDays },
        moderationMode: details.moderationMode ?? moderationMode,
        trustedAfter: details.trustedAfter ?? trustedAfter,
        sandboxApproveMinutes: details.sandboxApproveMinutes ?? sandboxApproveMinutes,
        oneVideoPerCreator: details.oneVideoPerCreator ?? oneVideoPerCreator,
        newCreatorDailyMinor: limitOr(details, newCreatorDailyMinor),
        disputeDays: details.disputeDays ?? disputeDays,
        referralBps: details.referralBps ?? referralBps,
      };
      await em.update(Store, storeId, change);
      if (change.timezone !== timezone || change.holdDays !== holdDays) {
        const { windowsHours } = store;
        await em.query(sql.CHANGE_TERMS, [storeId, this.clock.now(), change.timezone, change.holdDays, windowsHours]);
      }
      const rules = {
        sandboxApproveMinutes,
        oneVideoPerCreator,
        referralBps,
        newCreatorDailyMinor: newCreatorDailyMinor?.toString(),
        disputeDays,
      };
      const before = { name, url, timezone, holdDays, moderationMode, trustedAfter, ...rules };
      await audit(em, {
        actor: who,
        action: 'stores.updated',
        ...subjectOf(store),
        before,
        after: { ...change, newCreatorDailyMinor: change.newCreatorDailyMinor?.toString() },
      });
      return Object.assign(store, change);
    });
  }

  /** A store by its id. Throws NOT_FOUND. */
  async require(storeId: string, em: EntityManager = this.db.manager): Promise<Store> {
    const store = await em.findOneBy(Store, { id: storeId });
    if (!store) throw new AppError('NOT_FOUND');
    return store;
  }

  /** A store that may promise creators something new. Throws NOT_FOUND, or STORE_UNFUNDED when its money is used up. */
  async requireFunded(storeId: string, em: EntityManager = this.db.manager): Promise<Store> {
    const store = await this.require(storeId, em);
    if (store.unfundedSince) throw new AppError('STORE_UNFUNDED', { since: store.unfundedSince.toISOString() });
    return store;
  }

  /** A store that this actor may act for, or these staff roles may see. NOT_FOUND otherwise. */
  async requireOwn(who: Actor, storeId: string, ...staff: Role[]): Promise<Store> {
    const store = await this.require(storeId);
    assertStore(who, storeId, ...staff);
    return store;
  }

  /** The store and mode of a publishable key, or null; what cannot be one is not looked for. */
  async byPublishableKey(key: string): Promise<{ store: Store; mode: KeyMode } | null> {
    if (!isPublishableKey(key)) return null;
    const where = key.startsWith('pk_test_') ? { testPublishableKey: key } : { publishableKey: key };
    const store = await this.db.manager.findOneBy(Store, where);
    return store && { store, mode: 'testPublishableKey' in where ? 'test' : 'live' };
  }

  /** Stores by id, for lists that show names. */
  async byIds(storeIds: readonly string[]): Promise<Map<string, Store>> {
    const stores = await this.db.manager.findBy(Store, { id: In([...new Set(storeIds)]) });
    return new Map(stores.map((store) => [store.id, store]));
  }

  /** The stores a person owns, by name. */
  async mine(who: AccountActor): Promise<Store[]> {
    const owned = who.roles.flatMap((r) => (r.role === 'store_owner' && r.storeId ? [r.storeId] : []));
    return this.db.manager.find(Store, { where: { id: In(owned) }, order: { name: 'ASC', id: 'ASC' } });
  }

  /** Every store, by name: creators choose where a video goes. */
  async list(search: string | null, args: PageArgs): Promise<Page<Store>> {
    const query = this.db.manager.createQueryBuilder(Store, 's');
    if (search?.trim()) query.andWhere('s.name ILIKE :like', { like: containing(search.trim()) });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(s.name, s.id) > (:name, :id)', { name: after[0], id: after[1] });
    query.orderBy('s.name', 'ASC').addOrderBy('s.id', 'ASC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (store) => [store.name, store.id]);
  }

  /** The plan of a store, with every rule in the order they were made. */
  async rulesOf(storeId: string, em: EntityManager = this.db.manager): Promise<PlanRule[]> {
    return em.find(PlanRule, { where: { storeId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** Windows, least view and match levels in force at this moment. */
  async attributionNow(store: Store, em: EntityManager = this.db.manager): Promise<AttributionTerms> {
    const began = { ...DEFAULT_ATTRIBUTION, windowsHours: store.windowsHours };
    return attributionAt(began, await this.book.attributionOf(em, store.id), this.clock.now().getTime());
  }

  /** What the plan pays in general at this moment, in basis points. */
  async rateNow(storeId: string): Promise<number> {
    return rateAt(await this.rulesOf(storeId), this.clock.now());
  }

  /** A programme's terms. `storeId` may carry `:test`: test facts live under the same terms, apart from money. */
  async programOf(programmeId: string, em: EntityManager = this.db.manager): Promise<Programme> {
    const storeId = programmeId.split(':')[0] ?? '';
    const { name, currency } = await this.require(storeId, em);
    const noted: NotedTerms[] = await em.query(sql.TERMS, [storeId]);
    const { first, changes } = datedTerms(noted, await this.book.attributionOf(em, storeId));
    const { timezone, holdDays, windowsHours } = first;
    const rules = await this.rulesOf(storeId, em);
    const limits = await this.book.limitsOf(em, storeId);
    const campaigns = await this.book.campaignsOf(em, storeId);
    return { storeId, name, currency, timezone, holdDays, windowsHours, changes, rules, limits, campaigns };
  }

  /** A buyer's or creator's e-mail or phone, hashed under this store's own key; null when it is neither. */
  identityHash(storeId: string, kind: IdentityKind, raw: string): string | null {
    return hashIdentity(deriveKey(this.config, `identity:${storeId}`), kind, raw);
  }

  /** A digest that the shop made itself, hashed once more under this store's own key. */
  identityHashOfDigest(storeId: string, digest: string): string {
    return identityHash(deriveKey(this.config, `identity:${storeId}`), digest.toLowerCase());
  }

  /** Every form under which an order of this store may name this e-mail or phone: itself, or the shop's digest of it. */
  identityForms(storeId: string, kind: IdentityKind, raw: string): string[] {
    const digest = shopDigest(kind, raw);
    const forms = [this.identityHash(storeId, kind, raw), digest && this.identityHashOfDigest(storeId, digest)];
    return forms.filter((form) => form !== null);
  }

  /** The plan a store begins with: one rate for everything. */
  private async firstRate(em: EntityManager, storeId: string, rateBps: number): Promise<void> {
    const now = this.clock.now();
    await em.insert(PlanRule, {
      id: newId('rul'),
      storeId,
      kind: 'percent',
      rateBps,
      effectiveFrom: now,
      createdAt: now,
    });
  }

  private check(input: StoreDetails): StoreDetails {
    const fault = checkStore(input);
    if (fault) throw new AppError('BAD_INPUT', fault);
    try {
      decimalsOf(input.currency);
    } catch {
      throw new AppError('UNKNOWN_CURRENCY', { field: 'currency' });
    }
    if (!isTimeZone(input.timezone)) throw new AppError('UNKNOWN_TIME_ZONE', { field: 'timezone' });
    const url = input.url?.trim();
    return { ...input, name: input.name.trim(), url: url ? url : null };
  }
}

/** Only names of the IANA list: `Intl` also takes bare offsets such as +05:00, which know no months of summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const subjectOf = (store: Store) => ({ subjectType: 'store', subjectId: store.id, storeId: store.id });

/** Checked before: what is wrong does not come here. */
function limitOr(details: StoreDetails, kept: bigint | null): bigint | null {
  const limit = dailyLimitOf(details);
  return limit === undefined || limit === 'wrong' ? kept : limit;
}
