// What staff do with people: find them, grant and revoke roles, block and unblock.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Brackets, In, IsNull, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor, Role } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { containing } from '../../base/database/columns.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { Account, RoleGrant } from '../account.entity.js';
import { SessionsService } from '../sessions/sessions.service.js';

/** Whom to write to in a store. */
export interface StoreOwner {
  id: string;
  name: string;
  email: string;
  locale: string;
  blocked: boolean;
}

const OWNERS = `
  SELECT a.id, coalesce(a.name, '') AS name, a.email, a.locale, a.blocked_at IS NOT NULL AS blocked
  FROM role_grants g JOIN accounts a ON a.id = g.account_id
  WHERE g.role = 'store_owner' AND g.store_id = $1 ORDER BY a.id`;

const LAST_ADMIN_LOCK = 7_301_100;

@Injectable()
export class PeopleService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
  ) {}

  /** Everyone who owns a store, blocked people too. */
  async ownersOf(em: EntityManager, storeId: string): Promise<StoreOwner[]> {
    return em.query(OWNERS, [storeId]);
  }

  /** Gives a role, in the caller's transaction; granting it twice changes nothing. */
  async grant(em: EntityManager, actor: Actor, accountId: string, role: Role, storeId: string | null): Promise<void> {
    if ((role === 'store_owner') !== (storeId !== null)) {
      throw new AppError('BAD_INPUT', { field: 'storeId', detail: 'A store owner owns one store; other roles none.' });
    }
    const done = await em
      .createQueryBuilder()
      .insert()
      .into(RoleGrant)
      .values({ accountId, role, storeId, grantedAt: this.clock.now() })
      .orIgnore()
      .returning('account_id')
      .execute();
    if ((done.raw as unknown[]).length === 0) return;
    const subject = { subjectType: 'account', subjectId: accountId, storeId };
    await audit(em, { actor, action: 'accounts.role_granted', ...subject, after: { role, storeId } });
  }

  /** Gives a role to a person. */
  async grantRole(actor: Actor, personId: string, role: Role, storeId: string | null): Promise<Account> {
    return inTransaction(this.db, async (em) => {
      const person = await this.require(em, personId);
      await this.grant(em, actor, person.id, role, storeId);
      return person;
    });
  }

  /** Takes a role away. Roles are read at every request, so open sessions lose their powers at once. */
  async revokeRole(actor: Actor, personId: string, role: Role, storeId: string | null): Promise<Account> {
    return inTransaction(this.db, async (em) => {
      const person = await this.require(em, personId);
      if (role === 'administrator') await this.keepAnAdministrator(em, personId);
      const gone = await em.delete(RoleGrant, { accountId: personId, role, storeId: storeId ?? IsNull() });
      if (!gone.affected) throw new AppError('NOT_FOUND', { detail: 'This person does not hold that role.' });
      const subject = { subjectType: 'account', subjectId: personId, storeId };
      await audit(em, { actor, action: 'accounts.role_revoked', ...subject, before: { role, storeId } });
      return person;
    });
  }

  /** Blocks a person: no sign-in, and every session ends now. */
  async block(actor: Actor, personId: string, reason: string): Promise<Account> {
    const blockedReason = reason.trim().slice(0, 500);
    if (!blockedReason) throw new AppError('BAD_INPUT', { field: 'reason', detail: 'Say why.' });
    return inTransaction(this.db, async (em) => {
      const person = await this.require(em, personId);
      if (actor.kind === 'account' && actor.accountId === personId) {
        throw new AppError('CONFLICT', { detail: 'Nobody blocks oneself.' });
      }
      await this.keepAnAdministrator(em, personId);
      const blockedAt = person.blockedAt ?? this.clock.now();
      await em.update(Account, personId, { blockedAt, blockedReason });
      await this.sessions.endAll(em, personId);
      const subject = { subjectType: 'account', subjectId: personId };
      await audit(em, { actor, action: 'accounts.blocked', ...subject, after: { reason: blockedReason } });
      return Object.assign(person, { blockedAt, blockedReason });
    });
  }

  async unblock(actor: Actor, personId: string): Promise<Account> {
    return inTransaction(this.db, async (em) => {
      const person = await this.require(em, personId);
      if (!person.blockedAt) return person;
      await em.update(Account, personId, { blockedAt: null, blockedReason: null });
      const subject = { subjectType: 'account', subjectId: personId };
      await audit(em, { actor, action: 'accounts.unblocked', ...subject, before: { reason: person.blockedReason } });
      return Object.assign(person, { blockedAt: null, blockedReason: null });
    });
  }

  /** People, the newest first, by part of name or e-mail and by role. */
  async list(filter: { search?: string | null; role?: Role | null }, args: PageArgs): Promise<Page<Account>> {
    const query = this.db.manager.createQueryBuilder(Account, 'a');
    const search = filter.search?.trim();
    if (search) {
      const like = containing(search);
      query.andWhere(new Brackets((or) => or.where('a.email ILIKE :like').orWhere('a.name ILIKE :like')), { like });
    }
    if (filter.role) {
      query.andWhere('EXISTS (SELECT 1 FROM role_grants g WHERE g.account_id = a.id AND g.role = :role)', filter);
    }
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 1);
    if (after) query.andWhere('a.id < :id', { id: after[0] });
    // Ids begin with their time: by id is by creation.
    const rows = await query
      .orderBy('a.id', 'DESC')
      .limit(pageSize(args) + 1)
      .getMany();
    return toPage(rows, args, totalCount, (account) => [account.id]);
  }

  /** The roles of many people in one query. */
  async rolesOf(accountIds: readonly string[]): Promise<Map<string, RoleGrant[]>> {
    const grants = await this.db.manager.find(RoleGrant, {
      where: { accountId: In([...accountIds]) },
      order: { role: 'ASC' },
    });
    return Map.groupBy(grants, (grant) => grant.accountId);
  }

  /** Names by account id, for lists that show who did something. */
  async namesOf(accountIds: readonly string[]): Promise<Map<string, string>> {
    const accounts = await this.db.manager.findBy(Account, { id: In([...new Set(accountIds)]) });
    return new Map(accounts.map((account) => [account.id, account.name]));
  }

  private async require(em: EntityManager, personId: string): Promise<Account> {
    const person = await em.findOneBy(Account, { id: personId });
    if (!person) throw new AppError('NOT_FOUND');
    return person;
  }

  /** Refuses what would leave nobody to grant roles. One at a time, or two administrators could remove each other. */
  private async keepAnAdministrator(em: EntityManager, exceptId: string): Promise<void> {
    await em.query('SELECT pg_advisory_xact_lock($1)', [LAST_ADMIN_LOCK]);
    const rows: { held: boolean; others: boolean }[] = await em.query(
      `SELECT coalesce(bool_or(g.account_id = $1), false) AS held, coalesce(bool_or(g.account_id <> $1), false) AS others
       FROM role_grants g JOIN accounts a ON a.id = g.account_id
       WHERE g.role = 'administrator' AND a.blocked_at IS NULL`,
      [exceptId],
    );
    if (rows[0]?.held && !rows[0].others) throw new AppError('LAST_ADMINISTRATOR');
  }
}
