// A store's rules for shoppers who invite friends: a draft, published as a version that counts from a moment on, and the pause.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, type AccountActor, type Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { programmeId } from '../../facts/fact.rules.js';
import { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { RewardGiver } from '../issue/giver.service.js';
import { RewardRegister } from '../register/register.service.js';
import { RewardDraft, RewardRules } from './reward-rules.entity.js';
import { RewardRulesBook } from './rules-book.service.js';
import { termsFault, versionAt, type Terms } from './terms.rules.js';

/** Rules may be announced so far ahead. */
const FURTHEST_MS = 365 * 86_400_000;

export interface Programme {
  store: Store;
  draft: RewardDraft | null;
  versions: RewardRules[];
  /** The version that counts now. */
  current: RewardRules | null;
  pools: { id: string; name: string }[];
}

@Injectable()
export class RewardProgrammes {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly rules: RewardRulesBook,
    private readonly register: RewardRegister,
    private readonly giver: RewardGiver,
  ) {}

  /** For the store's people and administrators. */
  async of(who: Actor, storeId: string, em: EntityManager = this.db.manager): Promise<Programme> {
    const store = await this.stores.require(storeId, em);
    assertStore(who, storeId, 'administrator');
    const versions = await this.rules.versions(em, storeId);
    const current = versionAt(versions, this.clock.now());
    const draft = await em.findOneBy(RewardDraft, { storeId });
    const pools = await this.giver.pools(em, storeId);
    return {
      store,
      draft,
      versions,
      pools,
      current: versions.find(({ version }) => version === current?.version) ?? null,
    };
  }

  /** Keeps a draft; the one before it is replaced. */
  async saveDraft(who: AccountActor, storeId: string, terms: Terms): Promise<Programme> {
    return this.change(who, storeId, async (em) => {
      const fault = termsFault(terms);
      if (fault) throw new AppError('BAD_INPUT', { ...fault });
      const pools = terms.lines.flatMap(({ form }) => (form.kind === 'certificate' ? [form.poolId] : []));
      const [unknown] = await this.giver.unknownPools(em, storeId, pools);
      if (unknown !== undefined) {
        const at = terms.lines.findIndex(({ form }) => form.kind === 'certificate' && form.poolId === unknown);
        throw new AppError('NOT_FOUND', {
          field: `lines.${at}`,
          detail: 'This store has no such pool of certificates.',
        });
      }
      const draft = { storeId, terms, savedBy: who.accountId, savedAt: this.clock.now() };
      await em.upsert(RewardDraft, draft, ['storeId']);
      await this.note(em, who, storeId, 'rewards.draft_saved', terms);
    });
  }

  /** Publishes the draft from a moment on, at the earliest now; null is now. Orders before it count as before. */
  async publish(who: AccountActor, storeId: string, from: Date | null): Promise<Programme> {
    return this.change(who, storeId, async (em, now) => {
      const draft = await em.findOneBy(RewardDraft, { storeId });
      if (!draft) throw new AppError('CONFLICT', { detail: 'There is no draft to publish.' });
      // A page that was open for a while may say a moment that has just passed.
      const validFrom = from === null || from < now ? now : from;
      if (from !== null && now.getTime() - from.getTime() > 5 * 60_000) {
        throw new AppError('BAD_INPUT', { field: 'from', detail: 'Rules do not count backwards.' });
      }
      if (validFrom.getTime() - now.getTime() > FURTHEST_MS) {
        throw new AppError('BAD_INPUT', { field: 'from', detail: 'At most a year ahead.' });
      }
      await this.add(em, who, storeId, { terms: draft.terms, validFrom, now });
      await em.delete(RewardDraft, { storeId });
    });
  }

  /** A pause and its end are versions too: what counts now, from now on, with new sign-ups or without. */
  async pause(who: AccountActor, storeId: string, paused: boolean): Promise<Programme> {
    return this.change(who, storeId, async (em, now) => {
      const current = versionAt(await this.rules.versions(em, storeId), now);
      if (!current) throw new AppError('CONFLICT', { detail: 'There are no rules yet.' });
      if (current.terms.paused === paused) return;
      await this.add(em, who, storeId, { terms: { ...current.terms, paused }, validFrom: now, now });
    });
  }

  /** The store's row is locked: versions are numbered one after another. The register waits, so that none is judged in between. */
  private async change(
    who: AccountActor,
    storeId: string,
    apply: (em: EntityManager, now: Date) => Promise<void>,
  ): Promise<Programme> {
    return inTransaction(this.db, async (em) => {
      for (const mode of ['live', 'test'] as const) await this.register.lock(em, programmeId(storeId, mode));
      const store = await em.findOne(Store, { where: { id: storeId }, lock: { mode: 'pessimistic_read' } });
      if (!store) throw new AppError('NOT_FOUND');
      assertStore(who, storeId);
      await apply(em, this.clock.now());
      return this.of(who, storeId, em);
    });
  }

  private async add(
    em: EntityManager,
    who: AccountActor,
    storeId: string,
    { terms, validFrom, now }: { terms: Terms; validFrom: Date; now: Date },
  ): Promise<void> {
    const versions = await this.rules.versions(em, storeId);
    const version = (versions.at(-1)?.version ?? 0) + 1;
    await em.insert(RewardRules, { storeId, version, terms, validFrom, publishedBy: who.accountId, publishedAt: now });
    await this.note(em, who, storeId, 'rewards.rules_published', { version, validFrom, terms });
  }

  private async note(
    em: EntityManager,
    who: AccountActor,
    storeId: string,
    action: string,
    after: unknown,
  ): Promise<void> {
    await audit(em, { actor: who, action, subjectType: 'store', subjectId: storeId, storeId, after });
  }
}
