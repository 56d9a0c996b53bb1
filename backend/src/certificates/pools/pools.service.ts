// Opens and changes a store's pools of certificates, stops them and lets them go on, and says what is in them.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { assertStore } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { StoresService } from '../../stores/stores.service.js';
import { CertificateServing } from '../serving.service.js';
import { CertificatePauses, subjectOf } from './pauses.service.js';
import { readPool, type PoolInput, type PoolValues } from './pool.rules.js';
import { CertificatePool } from './pool.entity.js';
import * as sql from './pools.queries.js';

export interface PoolContents {
  free: number;
  expired: number;
  waiting: number;
  held: number;
  issued: number;
  cancelled: number;
  toBlock: number;
}

export interface PoolDay {
  day: string;
  issued: number;
}

export const DAYS_SHOWN = 30;

@Injectable()
export class CertificatePools {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly serving: CertificateServing,
    private readonly pauses: CertificatePauses,
  ) {}

  async create(who: AccountActor, storeId: string, input: PoolInput): Promise<CertificatePool> {
    const store = await this.stores.requireOwn(who, storeId, 'administrator');
    const now = this.clock.now();
    const values = checked(input, store.currency, dayOf(now, store.timezone));
    return inTransaction(this.db, async (em) => {
      const pool = em.create(CertificatePool, {
        ...{ id: newId('cpl'), storeId, ...values, surgeFrom: null, pausedAt: null, pausedWhy: null },
        ...{ surgeHour: null, surgeUsual: null, lowToldAt: null, emptyToldAt: null, counted: 0 },
        ...{ createdBy: who.accountId, createdAt: now },
      });
      await em.insert(CertificatePool, pool);
      await audit(em, { actor: who, action: 'certificates.pool_created', ...subjectOf(pool), after: values });
      return pool;
    });
  }

  /** What one is worth is fixed with the first code: it was promised. Raised limits release nobody; that is a person's decision. */
  async update(who: AccountActor, id: string, input: PoolInput): Promise<CertificatePool> {
    return inTransaction(this.db, async (em) => {
      const { pool, at } = await this.serving.lock(em, id);
      assertStore(who, pool.storeId, 'administrator');
      const store = await this.stores.require(pool.storeId, em);
      // A pool that was over before may keep its last day.
      const today = input.validUntil === pool.validUntil ? '2000-01-01' : at.day;
      const values = checked(input, store.currency, today);
      if (values.worthMinor !== pool.worthMinor || values.worthText !== pool.worthText) {
        const [row]: { filled: boolean }[] = await em.query(sql.IS_FILLED, [id]);
        if (row?.filled) {
          throw new AppError('CONFLICT', { field: 'worth', detail: 'Codes of this worth are in the pool already.' });
        }
      }
      const before = Object.fromEntries(Object.keys(values).map((name) => [name, pool[name as keyof PoolValues]]));
      await em.update(CertificatePool, id, values);
      await audit(em, { actor: who, action: 'certificates.pool_changed', ...subjectOf(pool), before, after: values });
      await this.pauses.supply(em, id);
      return Object.assign(pool, values);
    });
  }

  /** Nobody gets a code until it goes on; new ones wait in order. */
  pause(who: AccountActor, id: string): Promise<CertificatePool> {
    return inTransaction(this.db, async (em) => {
      const locked = await this.serving.lock(em, id);
      assertStore(who, locked.pool.storeId, 'administrator');
      return this.pauses.pause(em, locked, who);
    });
  }

  /** Who waits is served. Who was held stays held: each is released or cancelled by hand. */
  resume(who: AccountActor, id: string): Promise<CertificatePool> {
    return inTransaction(this.db, async (em) => {
      const locked = await this.serving.lock(em, id);
      assertStore(who, locked.pool.storeId, 'administrator');
      return this.pauses.resume(em, locked, who);
    });
  }

  async get(who: AccountActor, id: string): Promise<CertificatePool> {
    const pool = await this.db.manager.findOneBy(CertificatePool, { id });
    if (!pool) throw new AppError('NOT_FOUND');
    assertStore(who, pool.storeId, 'finance', 'administrator');
    return pool;
  }

  /** The newest first. */
  async page(who: AccountActor, storeId: string, args: PageArgs): Promise<Page<CertificatePool>> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    const query = this.db.manager.createQueryBuilder(CertificatePool, 'p').where('p.storeId = :storeId', { storeId });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(p.createdAt, p.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('p.createdAt', 'DESC').addOrderBy('p.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (pool) => [pool.createdAt.toISOString(), pool.id]);
  }

  /** Who may see them was decided with the pools. */
  async contents(poolIds: readonly string[], em: EntityManager = this.db.manager): Promise<Map<string, PoolContents>> {
    const rows: ({ id: string } & PoolContents)[] = await em.query(sql.CONTENTS, [poolIds, this.clock.now()]);
    return new Map(rows.map(({ id, ...contents }) => [id, contents]));
  }

  /** How many went out on each of the last thirty days of the store. */
  async days(poolId: string): Promise<PoolDay[]> {
    return this.db.query(sql.DAYS, [poolId, this.clock.now(), DAYS_SHOWN]);
  }

  /** Pools by id, for lists that show names. Who may see them was decided before. */
  async byIds(poolIds: readonly string[]): Promise<Map<string, CertificatePool>> {
    const pools = await this.db.manager
      .createQueryBuilder(CertificatePool, 'p')
      .where('p.id = ANY(:ids)', { ids: [...poolIds] })
      .getMany();
    return new Map(pools.map((pool) => [pool.id, pool]));
  }
}

function checked(input: PoolInput, currency: string, today: string): PoolValues {
  const values = readPool(input, currency, today);
  if ('field' in values) throw new AppError('BAD_INPUT', { ...values });
  return values;
}
