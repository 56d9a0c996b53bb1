// Keeps a shop's theme: a draft that nobody else sees, versions that pages get, and the way back to any of them.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { AccountActor, Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { StoresService } from '../stores/stores.service.js';
import { ThemeDraft, ThemeVersion, type ThemeDesk } from './theme.entity.js';
import { checkTheme, findContrast, NO_THEME, styleOf, variablesOf, type ThemeValues } from './theme.rules.js';

/** What a publication stands on: the version that the person saw last. */
type Change = { storeId: string; seen: number };

const same = (one: ThemeValues, other: ThemeValues): boolean =>
  JSON.stringify(variablesOf(one)) === JSON.stringify(variablesOf(other));

@Injectable()
export class ThemesService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** The values that stand on the pages of a store. */
  async publishedOf(storeId: string, em: EntityManager = this.db.manager): Promise<ThemeVersion | null> {
    return em.findOne(ThemeVersion, { where: { storeId }, order: { version: 'DESC' } });
  }

  /** The style sheet of a store's theme; empty without one. */
  async styleOf(storeId: string, selector: string): Promise<string> {
    return styleOf((await this.publishedOf(storeId))?.values ?? NO_THEME, selector);
  }

  async desk(who: Actor, storeId: string): Promise<ThemeDesk> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    return this.deskOf(storeId);
  }

  /** The newest first. */
  async versions(who: Actor, storeId: string, args: PageArgs): Promise<Page<ThemeVersion>> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const query = this.db.manager.createQueryBuilder(ThemeVersion, 'v').where('v.store_id = :storeId', { storeId });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 1);
    if (after) query.andWhere('v.version < :version', { version: Number(after[0]) });
    const rows = await query
      .orderBy('v.version', 'DESC')
      .limit(pageSize(args) + 1)
      .getMany();
    return toPage(rows, args, totalCount, ({ version }) => [version]);
  }

  /** Keeps the draft. Nothing on the pages changes. */
  async saveDraft(who: Actor, storeId: string, given: ThemeValues): Promise<ThemeDesk> {
    await this.stores.requireOwn(who, storeId);
    const read = checkTheme(given);
    if (!read.ok) throw new AppError('BAD_INPUT', { ...read.fault });
    await inTransaction(this.db, async (em) => {
      await em.upsert(ThemeDraft, { storeId, values: read.values, updatedAt: this.clock.now() }, ['storeId']);
      await audit(em, { ...about(who, storeId, 'themes.drafted'), after: read.values });
    });
    return this.deskOf(storeId);
  }

  /** Puts the draft on the pages. The same values again make no version; CONFLICT when another was published meanwhile. */
  async publish(who: AccountActor, change: Change): Promise<ThemeDesk> {
    return this.put(
      who,
      change,
      null,
      async (em) => (await em.findOneBy(ThemeDraft, { storeId: change.storeId }))?.values,
    );
  }

  /** Puts an earlier version on the pages again, as a new one; the draft becomes it too. 0 is the player's own look. */
  async revert(who: AccountActor, change: Change, to: number): Promise<ThemeDesk> {
    return this.put(who, change, to, async (em) =>
      to === 0 ? NO_THEME : (await em.findOneBy(ThemeVersion, { storeId: change.storeId, version: to }))?.values,
    );
  }

  private async put(
    who: AccountActor,
    { storeId, seen }: Change,
    backTo: number | null,
    find: (em: EntityManager) => Promise<ThemeValues | undefined>,
  ): Promise<ThemeDesk> {
    await this.stores.requireOwn(who, storeId);
    await inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1591))', [storeId]);
      const values = await find(em);
      if (!values) throw new AppError('NOT_FOUND', { field: backTo === null ? 'draft' : 'version' });
      const now = await this.publishedOf(storeId, em);
      const isSame = same(values, now?.values ?? NO_THEME);
      if (!isSame && (now?.version ?? 0) !== seen) {
        throw new AppError('CONFLICT', { field: 'seen', detail: 'Another theme was published meanwhile.' });
      }
      const at = this.clock.now();
      if (backTo !== null) await em.upsert(ThemeDraft, { storeId, values, updatedAt: at }, ['storeId']);
      if (isSame) return;
      const version = (now?.version ?? 0) + 1;
      await em.insert(ThemeVersion, { storeId, version, values, backTo, publishedBy: who.accountId, publishedAt: at });
      const action = backTo === null ? 'themes.published' : 'themes.reverted';
      await audit(em, { ...about(who, storeId, action), before: now?.values, after: { version, backTo, ...values } });
    });
    return this.deskOf(storeId);
  }

  private async deskOf(storeId: string): Promise<ThemeDesk> {
    const published = await this.publishedOf(storeId);
    const values = published?.values ?? NO_THEME;
    const draft = (await this.db.manager.findOneBy(ThemeDraft, { storeId }))?.values ?? values;
    const version = published?.version ?? 0;
    return { draft, isChanged: !same(draft, values), version, published: values, contrast: findContrast(draft) };
  }
}

const about = (actor: Actor, storeId: string, action: string) => ({
  ...{ actor, action, subjectType: 'store', subjectId: storeId, storeId },
});
