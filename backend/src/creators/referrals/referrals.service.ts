// Invites creators, settles whose referral a newcomer is, and tells attribution who brought whom.
import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { normaliseEmail } from '../../accounts/credentials.rules.js';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { inTransaction, pgCode } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { normaliseBuyerEmail } from '../../stores/identity.rules.js';
import { Creator } from '../creator.entity.js';
import { CreatorsService } from '../creators.service.js';
import { isSlug, slugOf } from '../links/link.rules.js';
import { Referral, type MyInvitationType, type ReferralShareType } from './referral.entity.js';
import { referralLetter } from './referral-letters.rules.js';
import { invitationOver, joinFault, maskEmail, type ReferralFault } from './referral.rules.js';
import * as sql from './referrals.queries.js';

/** Who brought a creator, what a store pays for it, and while what orders. */
export interface Referrer {
  creatorId: string;
  referrerId: string;
  rateBps: number;
  from: Date;
  to: Date;
}

const SYSTEM = { kind: 'system', name: 'creators' } as const;

@Injectable()
export class ReferralsService {
  private readonly key: Buffer;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.key = deriveKey(config, 'invitations');
  }

  /** One's own address to give to others; it is made on first use and stays. */
  async own(who: AccountActor): Promise<MyInvitationType> {
    const creator = await this.creators.ofAccount(who.accountId);
    const slug = await this.slugOf(creator.id);
    const [by]: { name: string }[] = await this.db.query(
      'SELECT c.display_name AS name FROM referrals r JOIN creators c ON c.id = r.referrer_id WHERE r.creator_id = $1',
      [creator.id],
    );
    const stores: ReferralShareType[] = await this.db.query(sql.PAYING_STORES);
    return { url: this.addressOf(slug), invitedBy: by?.name ?? null, stores };
  }

  /** Whose invitation this is. REFERRAL_CLOSED when nobody's, or of someone who is blocked. */
  async inviter(slug: string): Promise<Creator> {
    const creator = await this.bySlug(this.db.manager, slug);
    const account = creator && (await this.db.manager.findOneBy(Account, { id: creator.accountId }));
    if (!creator || account?.blockedAt) throw new AppError('REFERRAL_CLOSED');
    return creator;
  }

  /**
   * Invites by mail. Nobody learns whether the address has an account or was invited by another: the answer is the same, and
   * no letter goes out then. REFERRAL_SELF for one's own address, CONFLICT for one that was invited already.
   */
  async invite(who: AccountActor, rawEmail: string): Promise<Referral> {
    const email = normaliseEmail(rawEmail);
    if (!email) throw new AppError('BAD_INPUT', { field: 'email', detail: 'This is not an e-mail address.' });
    if (mailbox(email) === mailbox(who.email)) throw new AppError('REFERRAL_SELF', { field: 'email' });
    const creator = await this.creators.ofAccount(who.accountId);
    const slug = await this.slugOf(creator.id);
    const emailDigest = this.digest(email);
    return inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `invite:${emailDigest.toString('hex')}`,
      ]);
      const now = this.clock.now();
      const silent = await this.wantsNoLetter(em, email, emailDigest, now);
      const old = await em.findOneBy(Referral, { referrerId: creator.id, emailDigest });
      if (old && (old.creatorId || !invitationOver(old.invitedAt, now))) {
        throw new AppError('CONFLICT', { field: 'email', detail: 'You have invited this address already.' });
      }
      const row = old ?? this.blank(em, creator.id, now);
      Object.assign(row, { emailDigest, emailShown: maskEmail(email), invitedAt: now });
      await em.save(Referral, row);
      if (!silent) {
        const letter = referralLetter('invited', who.locale, { name: creator.displayName, link: this.addressOf(slug) });
        await this.mails.write(em, email, 'creator_invited', letter);
      }
      await audit(em, { actor: who, action: 'creators.invited', ...subjectOf(row) });
      return row;
    });
  }

  /** Somebody who has an account already says by whom they came. Throws why not. */
  async accept(who: AccountActor, slug: string): Promise<Creator> {
    const referrer = await this.inviter(slug);
    const fault = await this.join(who, who.accountId, slug);
    if (fault) throw new AppError(fault);
    return referrer;
  }

  /** A newcomer has confirmed the address of a sign-up that came by an invitation. What is refused is noted, and stops nothing. */
  async joinAfterSignUp(accountId: string, slug: string): Promise<void> {
    await this.join(SYSTEM, accountId, slug);
  }

  private async join(actor: Actor, accountId: string, slug: string): Promise<ReferralFault | null> {
    return inTransaction(this.db, async (em) => {
      const referrer = await this.bySlug(em, slug);
      const creator = await this.creators.ofAccount(accountId, em);
      // In the order of ids, so that two who invite each other at once do not wait for one another.
      const both = [creator.id, ...(referrer ? [referrer.id] : [])].sort();
      await em.query('SELECT 1 FROM creators WHERE id = ANY($1) ORDER BY id FOR UPDATE', [both]);
      const own = await em.findOneBy(Referral, { creatorId: creator.id });
      // A second press, or the job again.
      if (own && own.referrerId === referrer?.id) return null;
      const fault = referrer ? await this.faultOf(em, { referrer, creator, own }) : 'REFERRAL_CLOSED';
      if (fault || !referrer) {
        const subject = { subjectType: 'creator', subjectId: creator.id };
        await audit(em, { actor, action: 'creators.referral_refused', ...subject, after: { slug, reason: fault } });
        return fault;
      }
      const row = await this.settle(em, referrer, creator);
      await audit(em, {
        actor,
        action: 'creators.referral_joined',
        ...subjectOf(row),
        after: { creatorId: creator.id },
      });
      return null;
    });
  }

  private async faultOf(
    em: EntityManager,
    { referrer, creator, own }: { referrer: Creator; creator: Creator; own: Referral | null },
  ): Promise<ReferralFault | null> {
    const [account, other] = await Promise.all(
      [creator, referrer].map((one) => em.findOneByOrFail(Account, { id: one.accountId })),
    );
    if (!account || !other) throw new AppError('INTERNAL');
    const devices: unknown[] = await em.query(sql.SHARED_DEVICE, [creator.id, referrer.id]);
    const published: unknown[] = await em.query(sql.PUBLISHED_BEFORE, [creator.id]);
    const phone = this.creators.phoneOfCreator(creator);
    const same = mailbox(account.email) === mailbox(other.email) || devices.length > 0;
    return joinFault(
      {
        referrerBlocked: other.blockedAt !== null,
        samePerson:
          referrer.id === creator.id || same || (phone !== null && phone === this.creators.phoneOfCreator(referrer)),
        invitedReferrer: (await em.countBy(Referral, { referrerId: creator.id, creatorId: referrer.id })) > 0,
        taken: own !== null,
        openedAt: account.createdAt,
        published: published.length > 0,
      },
      this.clock.now(),
    );
  }

  /** Whoever was invited by mail takes the place kept for them; others come by the address alone, which invited them as they came. */
  private async settle(em: EntityManager, referrer: Creator, creator: Creator): Promise<Referral> {
    const now = this.clock.now();
    const { email } = await em.findOneByOrFail(Account, { id: creator.accountId });
    const where = { referrerId: referrer.id, emailDigest: this.digest(email), creatorId: IsNull() };
    const row = (await em.findOneBy(Referral, where)) ?? this.blank(em, referrer.id, now);
    return em.save(Referral, Object.assign(row, { creatorId: creator.id, joinedAt: now }));
  }

  /** Those one has invited, the newest first. */
  async mine(who: AccountActor, args: PageArgs): Promise<Page<Referral>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const query = this.db.manager.createQueryBuilder(Referral, 'r').where('r.referrerId = :id', { id: creator.id });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(r.invitedAt, r.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('r.invitedAt', 'DESC').addOrderBy('r.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.invitedAt.toISOString(), row.id]);
  }

  /** What stores pay for each of these referrals. */
  async sharesOf(referralIds: readonly string[]): Promise<Map<string, ReferralShareType[]>> {
    const rows: (ReferralShareType & { id: string })[] = await this.db.query(sql.SHARES, [referralIds]);
    return Map.groupBy(rows, (row) => row.id);
  }

  /** Who brought these creators to a store. */
  async referrersIn(em: EntityManager, storeId: string, creatorIds: readonly string[]): Promise<Referrer[]> {
    const rows: Referrer[] = await em.query(sql.REFERRERS, [storeId, creatorIds]);
    return rows;
  }

  /** Tells referrers of the first videos of those they invited, each once. */
  async tellOfFirstVideos(): Promise<number> {
    return inTransaction(this.db, async (em) => {
      const rows: { id: string; endsAt: Date; name: string; email: string; locale: string; blockedAt: Date | null }[] =
        await em.query(sql.TO_TELL);
      for (const { id, endsAt, name, email, locale, blockedAt } of rows) {
        const link = `${this.config.studioUrl}/creator/referrals`;
        const letter = referralLetter('published', locale, { name, link, until: endsAt });
        if (!blockedAt) await this.mails.write(em, email, 'referral_published', letter);
        await em.update(Referral, id, { toldAt: this.clock.now() });
      }
      return rows.length;
    });
  }

  private blank(em: EntityManager, referrerId: string, now: Date): Referral {
    const empty = { creatorId: null, emailDigest: null, emailShown: null, joinedAt: null, toldAt: null };
    return em.create(Referral, { id: newId('inv'), referrerId, invitedAt: now, ...empty });
  }

  /** True when the address has an account, or had a letter of anyone lately. */
  private async wantsNoLetter(em: EntityManager, email: string, digest: Buffer, now: Date): Promise<boolean> {
    if ((await em.countBy(Account, { email })) > 0) return true;
    const [last]: { at: Date | null }[] = await em.query(sql.LAST_MAIL, [digest]);
    return last?.at ? !invitationOver(last.at, now) : false;
  }

  private async slugOf(creatorId: string): Promise<string> {
    for (let tries = 0; tries < 5; tries += 1) {
      try {
        const [rows]: [{ slug: string }[], number] = await this.db.query(
          'UPDATE creators SET invite_slug = coalesce(invite_slug, $2) WHERE id = $1 RETURNING invite_slug AS slug',
          [creatorId, slugOf(randomBytes(16))],
        );
        if (rows[0]) return rows[0].slug;
      } catch (error) {
        // Somebody has these very letters: once in milliards.
        if (pgCode(error) !== '23505') throw error;
      }
    }
    throw new AppError('INTERNAL');
  }

  private async bySlug(em: EntityManager, slug: string): Promise<Creator | null> {
    if (!isSlug(slug)) return null;
    const [row]: { id: string }[] = await em.query('SELECT id FROM creators WHERE invite_slug = $1', [slug]);
    return row ? this.creators.require(row.id, em) : null;
  }

  private addressOf(slug: string): string {
    return `${this.config.studioUrl}/join/${slug}`;
  }

  private digest(email: string): Buffer {
    return createHmac('sha256', this.key).update(mailbox(email)).digest();
  }
}

/** One form of every way to write an address of the same box. */
const mailbox = (email: string): string => normaliseBuyerEmail(email) ?? email;

const subjectOf = (row: Referral) => ({ subjectType: 'referral', subjectId: row.id });
