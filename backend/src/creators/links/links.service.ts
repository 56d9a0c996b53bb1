// Makes creators' links, counts clicks on them, and tells which creator and link a click id belongs to.
import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { Product } from '../../products/product.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { CreatorsService } from '../creators.service.js';
import { CreatorLink } from './link.entity.js';
import { isFault, isSlug, MAX_LINKS, readSubs, slugOf } from './link.rules.js';
import { landingUrl, type Tags } from './tags.rules.js';

/** A click that an order may name. */
export interface KnownClick {
  id: string;
  linkId: string;
  viewerId: string;
  at: Date;
  robot: boolean;
}

/** One visit of a link's address; one that is not counted leads to the shop all the same. */
export interface Following {
  tags: Tags;
  robot: boolean;
  counted: boolean;
}

export interface LinkInput {
  storeId: string;
  productId?: string | null;
  label?: string | null;
  subs?: (string | null)[] | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

@Injectable()
export class LinksService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly stores: StoresService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes a link to a product of a store, or to the store itself. */
  async create(who: AccountActor, input: LinkInput): Promise<CreatorLink> {
    const subs = readSubs(input.subs ?? []);
    if (isFault(subs)) throw new AppError('BAD_INPUT', subs);
    const label = input.label?.trim() || null;
    if (label && (label.length > 80 || !label.isWellFormed())) {
      throw new AppError('BAD_INPUT', { field: 'label', detail: 'At most 80 characters.' });
    }
    return inTransaction(this.db, async (em) => {
      const store = await this.stores.requireFunded(input.storeId, em);
      const product = await this.target(em, store.id, input.productId ?? null);
      if (!product && !store.url) {
        throw new AppError('CONFLICT', { field: 'productId', detail: 'This store has no address; choose a product.' });
      }
      const creator = await this.creators.ofAccount(who.accountId, em);
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creator.id]);
      if ((await em.countBy(CreatorLink, { creatorId: creator.id })) >= MAX_LINKS) {
        throw new AppError('CONFLICT', { detail: `A creator has at most ${MAX_LINKS} links.` });
      }
      const link = em.create(CreatorLink, {
        ...{ id: newId('lnk'), slug: slugOf(randomBytes(16)), creatorId: creator.id, storeId: store.id, label, subs },
        ...{ productId: product?.id ?? null, createdAt: this.clock.now(), closedAt: null },
      });
      await em.insert(CreatorLink, link);
      const after = { productId: link.productId, label, subs };
      await audit(em, { actor: who, action: 'creators.link_created', ...subjectOf(link), after });
      return link;
    });
  }

  /** From now on the link leads to the shop without counting; printed codes go on working. A second time changes nothing. */
  async close(who: AccountActor, id: string): Promise<CreatorLink> {
    return inTransaction(this.db, async (em) => {
      const creator = await this.creators.ofAccount(who.accountId, em);
      const link = await em.findOne(CreatorLink, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!link || link.creatorId !== creator.id) throw new AppError('NOT_FOUND');
      if (link.closedAt) return link;
      link.closedAt = this.clock.now();
      await em.save(link);
      await audit(em, { actor: who, action: 'creators.link_closed', ...subjectOf(link) });
      return link;
    });
  }

  /** One's own links, the newest first. */
  async mine(who: AccountActor, args: PageArgs): Promise<Page<CreatorLink>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const query = this.db.manager.createQueryBuilder(CreatorLink, 'l').where('l.creatorId = :id', { id: creator.id });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(l.createdAt, l.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('l.createdAt', 'DESC').addOrderBy('l.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (link) => [link.createdAt.toISOString(), link.id]);
  }

  /**
   * Follows a link: counts the click and gives the shop's page with the click id and tags. No address and no browser is
   * kept. NOT_FOUND for a slug that nobody has.
   */
  async follow(slug: string, { tags, robot, counted }: Following): Promise<string> {
    const link = isSlug(slug) ? await this.db.manager.findOneBy(CreatorLink, { slug }) : null;
    if (!link) throw new AppError('NOT_FOUND');
    const page = await this.pageOf(link);
    if (link.closedAt || !counted) return page;
    const all = { ...tags, ...link.subs };
    const [id, viewerId] = [randomUUID(), randomUUID()];
    await this.db.query(
      `INSERT INTO link_clicks (id, link_id, store_id, viewer_id, at, robot, tags) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, link.id, link.storeId, viewerId, this.clock.now(), robot, JSON.stringify(all)],
    );
    return landingUrl(page, id, all);
  }

  /** The clicks of a store among these ids; what is not one of ours is left out. */
  async clicks(em: EntityManager, storeId: string, ids: readonly string[]): Promise<KnownClick[]> {
    const good = ids.filter((id) => UUID.test(id));
    if (good.length === 0) return [];
    const rows: { id: string; link_id: string; viewer_id: string; at: Date; robot: boolean }[] = await em.query(
      'SELECT id, link_id, viewer_id, at, robot FROM link_clicks WHERE store_id = $1 AND id = ANY($2::uuid[]) ORDER BY id',
      [storeId, good],
    );
    return rows.map((row) => ({
      ...{ id: row.id, linkId: row.link_id, viewerId: row.viewer_id, at: row.at, robot: row.robot },
    }));
  }

  /** The address that people follow. */
  addressOf(link: Pick<CreatorLink, 'slug'>): string {
    return new URL(`/go/${link.slug}`, this.config.publicUrl).href;
  }

  /** How often each of these links was followed by people. */
  async clickCounts(linkIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { link_id: string; n: number }[] = await this.db.query(
      'SELECT link_id, count(*)::int AS n FROM link_clicks WHERE link_id = ANY($1) AND NOT robot GROUP BY link_id',
      [linkIds],
    );
    return new Map(rows.map((row) => [row.link_id, row.n]));
  }

  private async pageOf(link: CreatorLink): Promise<string> {
    const product = link.productId && (await this.db.manager.findOneBy(Product, { id: link.productId }));
    if (product) return product.url;
    const store = await this.stores.require(link.storeId);
    if (!store.url) throw new AppError('NOT_FOUND');
    return store.url;
  }

  private async target(em: EntityManager, storeId: string, productId: string | null): Promise<Product | null> {
    if (!productId) return null;
    const product = await em.findOneBy(Product, { id: productId, storeId });
    if (!product || product.removedAt) throw new AppError('NOT_FOUND', { field: 'productId' });
    return product;
  }
}

const subjectOf = (link: CreatorLink) => ({ subjectType: 'link', subjectId: link.id, storeId: link.storeId });
