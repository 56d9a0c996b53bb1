// Sign-up, confirmation, new passwords and one's own details. Nobody learns here which e-mails have an account.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { Account, RoleGrant } from './account.entity.js';
import { normaliseEmail, normaliseLocale, normaliseName, passwordFault } from './credentials.rules.js';
import { letter } from './mails/letters.rules.js';
import { MailsService } from './mails/mails.service.js';
import { OneTimeLink, type LinkPurpose } from './one-time-link.entity.js';
import { hashPassword } from './password.js';
import { SessionsService } from './sessions/sessions.service.js';
import { hashToken, newToken } from './tokens.js';

/** An account exists; creators gives it a profile. */
export const accountOpened = defineJob<{ accountId: string }>('accounts.opened');
/** Who owns the address came by an invitation; creators notes whose. */
export const invitationUsed = defineJob<{ accountId: string; invitation: string }>('accounts.invitation_used');
/** Someone asked for a link by mail. Whether the e-mail has an account is found out by the worker, unseen. */
export const linkRequested = defineJob<{ email: string; purpose: LinkPurpose }>('accounts.link_requested');

/** Longer than any invitation of ours. */
const MAX_INVITATION = 40;
const LINK_LIVES_MS: Record<LinkPurpose, number> = { confirm_email: 24 * 3_600_000, reset_password: 3_600_000 };

export interface SignUp {
  email: string;
  password: string;
  name: string;
  locale: string;
  /** What the address of an invitation ends with. */
  invitation?: string | null;
}

/** What the link of one sign-up brings when it is pressed. */
type Brought = Pick<OneTimeLink, 'passwordHash' | 'invitation'>;
const NOTHING: Brought = { passwordHash: null, invitation: null };

@Injectable()
export class AccountsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly mails: MailsService,
    private readonly sessions: SessionsService,
    private readonly jobs: JobsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Opens an account and mails its confirmation link. For an e-mail that has an account the answer, and the
   * work behind it, is the same: its owner gets a mail that says so.
   */
  async signUp(input: SignUp, ip: string | null): Promise<void> {
    const { email, name, locale } = checkSignUp(input);
    const passwordHash = await hashPassword(input.password);
    await inTransaction(this.db, async (em) => {
      // A form sent twice at once: the second sees the account of the first.
      await em.query("SELECT pg_advisory_xact_lock(hashtextextended('sign-up:' || $1, 0))", [email]);
      const present = await em.findOneBy(Account, { email });
      if (present?.emailConfirmedAt) {
        const link = `${this.config.studioUrl}/forgot`;
        await this.mails.write(em, email, 'already_registered', letter('already_registered', present.locale, { link }));
        return;
      }
      const account = present ?? (await this.open(em, { email, name, locale, passwordHash }));
      // Nobody has proved to own the address yet: the password of the sign-up whose mail is pressed will count.
      const invitation = input.invitation?.trim().slice(0, MAX_INVITATION) || null;
      await this.mailLink(em, { ...account, name, locale }, 'confirm_email', { passwordHash, invitation });
      const actor = selfOf(account, ip);
      await audit(em, { actor, action: 'accounts.signed_up', subjectType: 'account', subjectId: account.id });
    });
  }

  /** Writes a new account, a creator from the start. Also for the seed, with `confirmedAt`. */
  async open(
    em: EntityManager,
    input: { email: string; name: string; locale: string; passwordHash: string; confirmedAt?: Date },
  ): Promise<Account> {
    const now = this.clock.now();
    const account = em.create(Account, {
      id: newId('acc'),
      email: input.email,
      passwordHash: input.passwordHash,
      name: input.name,
      locale: input.locale,
      emailConfirmedAt: input.confirmedAt ?? null,
      totpSealed: null,
      totpPendingSealed: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      blockedAt: null,
      blockedReason: null,
      createdAt: now,
    });
    await em.insert(Account, account);
    await em.insert(RoleGrant, { accountId: account.id, role: 'creator', storeId: null, grantedAt: now });
    await this.jobs.announce(em, accountOpened, { accountId: account.id });
    return account;
  }

  /** Confirms the e-mail a link was sent to. A second press on the same link is a success too. */
  async confirmEmail(token: string, ip: string | null): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const link = await this.takeLink(em, token, 'confirm_email');
      const account = await em.findOneByOrFail(Account, { id: link.accountId });
      if (link.usedAt && !account.emailConfirmedAt) throw new AppError('TOKEN_EXPIRED');
      if (account.emailConfirmedAt) return;
      const passwordHash = link.passwordHash ?? account.passwordHash;
      await em.update(Account, account.id, { emailConfirmedAt: this.clock.now(), passwordHash });
      await this.killLinks(em, account.id, 'confirm_email');
      const { invitation } = link;
      if (invitation) await this.jobs.announce(em, invitationUsed, { accountId: account.id, invitation });
      const actor = selfOf(account, ip);
      await audit(em, { actor, action: 'accounts.email_confirmed', subjectType: 'account', subjectId: account.id });
    });
  }

  /** Asks for a mail with a link. The same answer and the same work whatever the e-mail is. */
  async requestLink(rawEmail: string, purpose: LinkPurpose): Promise<void> {
    const email = normaliseEmail(rawEmail);
    if (!email) throw new AppError('BAD_INPUT', { field: 'email', detail: 'This is not an e-mail address.' });
    await inTransaction(this.db, (em) => this.jobs.announce(em, linkRequested, { email, purpose }));
  }

  /** The worker's half of requestLink: writes the mail when there is someone to write to. */
  async mailRequestedLink(email: string, purpose: LinkPurpose): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const account = await em.findOneBy(Account, { email });
      if (!account || account.blockedAt) return;
      if (purpose === 'reset_password') return this.mailLink(em, account, purpose);
      if (account.emailConfirmedAt) return;
      // Asked for again: the password of the newest sign-up, as its lost mail would have brought it.
      const order = { createdAt: 'DESC' } as const;
      const newest = await em.findOne(OneTimeLink, { where: { accountId: account.id, purpose }, order });
      const passwordHash = newest?.passwordHash ?? account.passwordHash;
      await this.mailLink(em, account, purpose, { passwordHash, invitation: newest?.invitation ?? null });
    });
  }

  /** Sets a new password by a mailed link: the link dies, every session ends, the owner is told. */
  async resetPassword(token: string, password: string, ip: string | null): Promise<void> {
    const passwordHash = await hashPassword(password);
    await inTransaction(this.db, async (em) => {
      const link = await this.takeLink(em, token, 'reset_password');
      if (link.usedAt) throw new AppError('TOKEN_EXPIRED');
      const account = await em.findOneByOrFail(Account, { id: link.accountId });
      if (account.blockedAt) throw new AppError('ACCOUNT_BLOCKED');
      refuseWeak(password, account.email);
      const now = this.clock.now();
      // Who reads the mailbox has proved the address as well.
      await em.update(Account, account.id, { passwordHash, emailConfirmedAt: account.emailConfirmedAt ?? now });
      await this.killLinks(em, account.id, 'reset_password');
      await this.sessions.endAll(em, account.id);
      const forgot = { name: account.name, link: `${this.config.studioUrl}/forgot` };
      await this.mails.write(em, account.email, 'password_changed', letter('password_changed', account.locale, forgot));
      const actor = selfOf(account, ip);
      await audit(em, { actor, action: 'accounts.password_reset', subjectType: 'account', subjectId: account.id });
    });
  }

  /** Changes one's own name and language. */
  async update(who: AccountActor, change: { name?: string | null; locale?: string | null }): Promise<void> {
    const name = typeof change.name === 'string' ? (normaliseName(change.name) ?? bad('name')) : undefined;
    const locale = typeof change.locale === 'string' ? (normaliseLocale(change.locale) ?? bad('locale')) : undefined;
    if (name === undefined && locale === undefined) return;
    await inTransaction(this.db, async (em) => {
      const { name: oldName, locale: oldLocale } = await em.findOneByOrFail(Account, { id: who.accountId });
      const after = { name: name ?? oldName, locale: locale ?? oldLocale };
      await em.update(Account, who.accountId, after);
      const subject = { subjectType: 'account', subjectId: who.accountId };
      const before = { name: oldName, locale: oldLocale };
      await audit(em, { actor: who, action: 'accounts.updated', ...subject, before, after });
    });
  }

  /**
   * Mails a new link; the older ones of that purpose stop working, but for confirmations of a sign-up: each stands
   * for its own password until one of them is pressed.
   */
  private async mailLink(
    em: EntityManager,
    account: Pick<Account, 'id' | 'email' | 'name' | 'locale'>,
    purpose: LinkPurpose,
    { passwordHash, invitation }: Brought = NOTHING,
  ): Promise<void> {
    const token = newToken();
    const now = this.clock.now();
    if (!passwordHash) await this.killLinks(em, account.id, purpose);
    await em.insert(OneTimeLink, {
      tokenHash: hashToken(token),
      accountId: account.id,
      purpose,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LINK_LIVES_MS[purpose]),
      usedAt: null,
      passwordHash,
      invitation,
    });
    const page = purpose === 'confirm_email' ? 'confirm' : 'reset';
    const link = `${this.config.studioUrl}/${page}?token=${token}`;
    await this.mails.write(em, account.email, purpose, letter(purpose, account.locale, { name: account.name, link }));
  }

  private async killLinks(em: EntityManager, accountId: string, purpose: LinkPurpose): Promise<void> {
    await em.query(
      'UPDATE one_time_links SET used_at = $3 WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL',
      [accountId, purpose, this.clock.now()],
    );
  }

  /** Marks a link as used and gives it as it was before. TOKEN_EXPIRED when unknown or past its time. */
  private async takeLink(em: EntityManager, token: string, purpose: LinkPurpose): Promise<OneTimeLink> {
    const where = { tokenHash: hashToken(token), purpose };
    const link = await em.findOne(OneTimeLink, { where, lock: { mode: 'pessimistic_write' } });
    if (!link || link.expiresAt <= this.clock.now()) throw new AppError('TOKEN_EXPIRED');
    if (!link.usedAt) await em.update(OneTimeLink, { tokenHash: link.tokenHash }, { usedAt: this.clock.now() });
    return link;
  }
}

function bad(field: string): never {
  throw new AppError('BAD_INPUT', { field });
}

function refuseWeak(password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault) throw new AppError('WEAK_PASSWORD', { field: 'password', fault });
}

function checkSignUp(input: SignUp): { email: string; name: string; locale: string } {
  const email = normaliseEmail(input.email) ?? bad('email');
  const name = normaliseName(input.name) ?? bad('name');
  refuseWeak(input.password, email);
  return { email, name, locale: normaliseLocale(input.locale) ?? bad('locale') };
}

/** Someone who acts on one's own account before a session exists. */
function selfOf(account: Pick<Account, 'id' | 'email' | 'locale'>, ip: string | null): AccountActor {
  const { id: accountId, email, locale } = account;
  return { kind: 'account', accountId, sessionId: '', email, locale, roles: [], secondFactor: false, ip };
}
