// Sign-in, the second step, and the life of a session: opaque token, rolling expiry, ended by its owner or by us.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { Every } from '../../base/jobs/handles.js';
import { Account, RoleGrant } from '../account.entity.js';
import { normaliseEmail } from '../credentials.rules.js';
import { verifyPassword } from '../password.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { hashToken, newToken } from '../tokens.js';
import { Session } from './session.entity.js';
import { expiryOf, isDue } from './session.rules.js';

/** Where a request comes from. */
export interface Origin {
  ip: string | null;
  userAgent: string | null;
}

/** A session as its browser holds it. */
export interface OpenedSession {
  token: string;
  session: Session;
  account: Account;
  roles: RoleGrant[];
}

@Injectable()
export class SessionsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly secondFactor: SecondFactorService,
  ) {}

  /**
   * Checks e-mail and password and opens a session. One error for an unknown e-mail and a wrong password, after
   * equal work. What a blocked or unconfirmed account is told, only its own password can make us tell.
   */
  async signIn(email: string, password: string, from: Origin, oldToken: string | null): Promise<OpenedSession> {
    const account = await this.db.manager.findOneBy(Account, { email: normaliseEmail(email) ?? '' });
    if (!(await verifyPassword(password, account?.passwordHash ?? null)) || !account) {
      throw new AppError('WRONG_CREDENTIALS');
    }
    if (account.blockedAt) throw new AppError('ACCOUNT_BLOCKED');
    if (!account.emailConfirmedAt) throw new AppError('EMAIL_NOT_CONFIRMED');
    return inTransaction(this.db, async (em) => {
      if (oldToken) await em.delete(Session, { tokenHash: hashToken(oldToken) });
      const opened = await this.open(em, account, from);
      await audit(em, { ...by(opened, from), action: 'accounts.signed_in' });
      return opened;
    });
  }

  /** A session for an account whose identity is proved. */
  async open(em: EntityManager, account: Account, from: Origin): Promise<OpenedSession> {
    const token = newToken();
    const now = this.clock.now();
    const session = em.create(Session, {
      id: newId('ses'),
      accountId: account.id,
      tokenHash: hashToken(token),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: expiryOf(now, now),
      secondFactorAt: null,
      userAgent: from.userAgent?.slice(0, 300) ?? null,
      ip: from.ip,
    });
    await em.insert(Session, session);
    return { token, session, account, roles: await em.findBy(RoleGrant, { accountId: account.id }) };
  }

  /** The session of a token, or null: unknown, expired, or its account is blocked. Rolls the expiry on. */
  async find(token: string): Promise<OpenedSession | null> {
    const session = await this.db.manager.findOneBy(Session, { tokenHash: hashToken(token) });
    const now = this.clock.now();
    if (!session || session.expiresAt <= now) return null;
    const [account, roles] = await Promise.all([
      this.db.manager.findOneBy(Account, { id: session.accountId }),
      this.db.manager.findBy(RoleGrant, { accountId: session.accountId }),
    ]);
    if (!account || account.blockedAt) return null;
    if (isDue(session.lastSeenAt, now)) {
      const expiresAt = expiryOf(session.createdAt, now);
      await this.db.manager.update(Session, session.id, { lastSeenAt: now, expiresAt });
    }
    return { token, session, account, roles };
  }

  /** Passes the second factor of this session and gives it a new token, so that one seen before is worthless. */
  async passSecondFactor(opened: OpenedSession, code: string, from: Origin): Promise<OpenedSession> {
    return inTransaction(this.db, async (em) => {
      const where = { id: opened.account.id };
      const account = await em.findOneOrFail(Account, { where, lock: { mode: 'pessimistic_write' } });
      const used = await this.secondFactor.use(em, account, code);
      if (!used) throw new AppError('WRONG_CODE');
      const token = newToken();
      const passed = { secondFactorAt: this.clock.now(), tokenHash: hashToken(token) };
      await em.update(Session, opened.session.id, passed);
      await audit(em, { ...by(opened, from), action: 'accounts.second_factor_passed', after: { by: used } });
      return { ...opened, token, account, session: Object.assign(opened.session, passed) };
    });
  }

  /** The sessions of a person, the one seen last first. */
  async list(accountId: string): Promise<Session[]> {
    const sessions = await this.db.manager.find(Session, { where: { accountId }, order: { lastSeenAt: 'DESC' } });
    return sessions.filter((s) => s.expiresAt > this.clock.now());
  }

  /** Ends the session of this very browser. */
  async signOut(opened: OpenedSession, ip: string | null): Promise<void> {
    await inTransaction(this.db, async (em) => {
      await em.delete(Session, { id: opened.session.id });
      const what = { actor: toActor(opened, ip), subjectType: 'session', subjectId: opened.session.id };
      await audit(em, { ...what, action: 'accounts.signed_out' });
    });
  }

  /** Ends one of the person's own sessions. NOT_FOUND for anyone else's. */
  async end(who: AccountActor, sessionId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const gone = await em.delete(Session, { id: sessionId, accountId: who.accountId });
      if (!gone.affected) throw new AppError('NOT_FOUND');
      const what = { actor: who, subjectType: 'session', subjectId: sessionId };
      await audit(em, { ...what, action: 'accounts.session_ended' });
    });
  }

  /** Ends every session of an account: after a new password and when it is blocked. */
  async endAll(em: EntityManager, accountId: string): Promise<void> {
    await em.delete(Session, { accountId });
  }

  @Every('accounts.drop-old-sessions', 3600)
  async dropOld(): Promise<void> {
    await this.db.query('DELETE FROM sessions WHERE expires_at < $1', [this.clock.now()]);
    await this.db.query(`DELETE FROM one_time_links WHERE expires_at < $1`, [this.clock.now()]);
  }
}

/** The session as the actor of an audit row. */
function by(opened: OpenedSession, from: Origin) {
  return { actor: toActor(opened, from.ip), subjectType: 'account', subjectId: opened.account.id };
}

/** What doors know of who calls. */
export function toActor({ account, session, roles }: Omit<OpenedSession, 'token'>, ip: string | null): AccountActor {
  return {
    kind: 'account',
    accountId: account.id,
    sessionId: session.id,
    email: account.email,
    locale: account.locale,
    roles: roles.map(({ role, storeId }) => ({ role, storeId })),
    secondFactor: session.secondFactorAt !== null,
    ip,
  };
}
