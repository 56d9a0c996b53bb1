// Takes products in, once each, by whichever way they come; finds and removes them.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, IsNull, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { containing } from '../base/database/columns.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { newId } from '../base/ids.js';
import { Store } from '../stores/store.entity.js';
import { StoresService } from '../stores/stores.service.js';
import { Product } from './product.entity.js';
import {
  changeOf,
  checkProduct,
  ProductFault,
  sameVariants,
  type Change,
  type ProductDraft,
  type ProductInput,
} from './product.rules.js';
import { Variant } from './variant.entity.js';

export interface Saved {
  product: Product;
  change: Change;
}

@Injectable()
export class ProductsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** Stores one product of the actor's store under the shop's own id. The same content again changes nothing. */
  async save(who: Actor, storeId: string, input: ProductInput, currency?: string): Promise<Saved> {
    const store = await this.stores.requireOwn(who, storeId);
    if (currency !== undefined && currency !== store.currency) {
      throw new AppError('BAD_INPUT', { field: 'currency', detail: `This store settles in ${store.currency}.` });
    }
    const draft = checked(input, store.currency);
    return inTransaction(this.db, async (em) => {
      const [saved] = await this.write(em, store, [draft]);
      if (!saved) throw new AppError('INTERNAL');
      if (saved.change !== 'unchanged') {
        const what = { subjectType: 'product', subjectId: saved.product.id, storeId };
        const after = { externalId: draft.externalId, title: draft.title, priceMinor: draft.priceMinor };
        await audit(em, { actor: who, action: `products.${saved.change}`, ...what, after });
      }
      return saved;
    });
  }

  /** Takes a product off its card. The row stays, because orders and videos still name it. */
  async remove(who: Actor, productId: string): Promise<Product> {
    const product = await this.db.manager.findOneBy(Product, { id: productId });
    if (!product) throw new AppError('NOT_FOUND');
    await this.stores.requireOwn(who, product.storeId);
    return this.removeRow(who, product.storeId, product.externalId);
  }

  /** The same by the shop's own id. */
  async removeByExternalId(who: Actor, storeId: string, externalId: string): Promise<Product> {
    await this.stores.requireOwn(who, storeId);
    return this.removeRow(who, storeId, externalId);
  }

  private async removeRow(who: Actor, storeId: string, externalId: string): Promise<Product> {
    return inTransaction(this.db, async (em) => {
      const where = { storeId, externalId };
      const product = await em.findOne(Product, { where, lock: { mode: 'pessimistic_write' } });
      if (!product) throw new AppError('NOT_FOUND');
      if (product.removedAt) return product;
      const now = this.clock.now();
      await em.update(Product, product.id, { removedAt: now, updatedAt: now });
      const what = { subjectType: 'product', subjectId: product.id, storeId };
      await audit(em, { actor: who, action: 'products.removed', ...what, before: { externalId } });
      return Object.assign(product, { removedAt: now });
    });
  }

  /** Products of a store, by title; `search` is any part of title, SKU, GTIN or the shop's id. */
  async list(
    storeId: string,
    filter: { search?: string | null; includeRemoved?: boolean },
    args: PageArgs,
  ): Promise<Page<Product>> {
    const query = this.db.manager.createQueryBuilder(Product, 'p').where('p.store_id = :storeId', { storeId });
    if (!filter.includeRemoved) query.andWhere('p.removed_at IS NULL');
    const search = filter.search?.trim().toLowerCase();
    if (search) query.andWhere('p.search_text LIKE :like', { like: containing(search) });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(p.title, p.id) > (:title, :id)', { title: after[0], id: after[1] });
    query.orderBy('p.title', 'ASC').addOrderBy('p.id', 'ASC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (product) => [product.title, product.id]);
  }

  /** Products by our ids, in no order; also removed ones. */
  async byIds(ids: readonly string[]): Promise<Product[]> {
    return this.db.manager.findBy(Product, { id: In([...new Set(ids)]) });
  }

  /** A product of a store by the shop's own id, or null; removed ones too unless `live`. */
  async byExternalId(storeId: string, externalId: string, live = false): Promise<Product | null> {
    const where = { storeId, externalId, ...(live ? { removedAt: IsNull() } : {}) };
    return this.db.manager.findOneBy(Product, where);
  }

  /** The variants of many products in one query, in the shop's order. */
  async variantsOf(
    productIds: readonly string[],
    em: EntityManager = this.db.manager,
  ): Promise<Map<string, Variant[]>> {
    const where = { productId: In([...new Set(productIds)]) };
    const variants = await em.find(Variant, { where, order: { productId: 'ASC', position: 'ASC' } });
    return Map.groupBy(variants, (variant) => variant.productId);
  }

  /**
   * Writes drafts of one store, in the caller's transaction: one read, one write for the products and one for
   * their variants, however many there are. Gives a result for each draft, in order.
   */
  async write(em: EntityManager, store: Store, drafts: readonly ProductDraft[]): Promise<Saved[]> {
    // Two writers of one store in turn: the comparison and the write must see the same rows.
    await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [store.id]);
    const externalIds = drafts.map((d) => d.externalId);
    const rows = await em.findBy(Product, { storeId: store.id, externalId: In(externalIds) });
    const known = new Map(rows.map((row) => [row.externalId, row]));
    const variants = await this.variantsOf(
      rows.map((row) => row.id),
      em,
    );
    const saved = drafts.map((draft) => this.decide(store, draft, known.get(draft.externalId) ?? null, variants));
    const changed = saved.filter((one) => one.change !== 'unchanged');
    for (const part of chunks(changed.map((one) => one.product))) await em.upsert(Product, part, ['id']);
    await this.writeVariants(em, saved, drafts, variants);
    return saved;
  }

  private decide(store: Store, draft: ProductDraft, known: Product | null, variants: Map<string, Variant[]>): Saved {
    const change = changeOf(draft, known, known ? (variants.get(known.id) ?? []) : []);
    if (known && change === 'unchanged') return { product: known, change };
    const { variants: _, ...given } = draft;
    const labels = {
      collections: draft.collections ?? known?.collections ?? [],
      tags: draft.tags ?? known?.tags ?? [],
    };
    const fields = { ...given, ...labels };
    const now = this.clock.now();
    const base = { id: known?.id ?? newId('prd'), storeId: store.id, createdAt: known?.createdAt ?? now };
    const product = Object.assign(new Product(), { ...base, ...fields, currency: store.currency });
    return { product: Object.assign(product, { removedAt: null, updatedAt: now }), change };
  }

  private async writeVariants(
    em: EntityManager,
    saved: readonly Saved[],
    drafts: readonly ProductDraft[],
    known: Map<string, Variant[]>,
  ): Promise<void> {
    const rows: Variant[] = [];
    const replaced: string[] = [];
    saved.forEach(({ product }, i) => {
      const wanted = drafts[i]?.variants ?? null;
      const present = known.get(product.id) ?? [];
      if (wanted === null || sameVariants(wanted, present)) return;
      replaced.push(product.id);
      const ids = new Map(present.map((variant) => [variant.externalId, variant.id]));
      wanted.forEach((variant, position) => {
        // A variant that stays keeps its id.
        const id = ids.get(variant.externalId) ?? newId('var');
        rows.push(Object.assign(new Variant(), { id, productId: product.id, ...variant, position }));
      });
    });
    if (replaced.length === 0) return;
    await em.delete(Variant, { productId: In(replaced) });
    for (const part of chunks(rows)) await em.insert(Variant, part);
  }
}

/** PostgreSQL takes 65,535 parameters a statement; a product has 20. */
function chunks<T>(items: readonly T[], size = 1000): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** The checked product; a fault becomes the error of its code. */
function checked(input: ProductInput, currency: string): ProductDraft {
  try {
    return checkProduct(input, currency);
  } catch (error) {
    if (!(error instanceof ProductFault)) throw error;
    const { code, field, detail } = error.fault;
    throw new AppError(code, { field, detail });
  }
}
