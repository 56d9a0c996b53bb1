// Profiles, promo codes and what is known of a creator's own purchases: hashes and devices, never plain data.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction, pgCode } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { seal, unseal } from '../base/sealing.js';
import { normalisePhone } from '../stores/identity.rules.js';
import { StoresService } from '../stores/stores.service.js';
import { Creator } from './creator.entity.js';
import { HandlesService } from './profile/handles.service.js';
import { MAX_LINKS, readLinks } from './profile/profile-links.rules.js';
import { profileFault, type ProfileInput } from './profile.rules.js';
import { PromoCode } from './promo-code.entity.js';
import { codeFault, MAX_CODES, normaliseCode } from './promo-code.rules.js';

const PURPOSE = 'creator-phone';

type Said = Pick<Creator, 'displayName' | 'bio' | 'country' | 'handle' | 'links'>;

const PHONES = `
  SELECT nullif(valid_from, '-infinity') AS "from", lead(valid_from) OVER (ORDER BY seq) AS "to", phone_sealed AS sealed
  FROM creator_phones WHERE creator_id = $1 ORDER BY seq`;

/** What tells that an order's buyer is the creator (money.md, T4). Hashes are under the store's own key. */
export interface CreatorIdentity {
  emailHashes: string[];
  /** The shop's customer ids; empty until shops tell them. */
  customerIds: string[];
  /** Each device from the day it was linked, to the day it ends to be theirs; null is without end. */
  devices: { viewerId: string; from: Date; to: Date | null }[];
  /** Each telephone while it was in the profile; null is without bound. */
  phones: { hashes: string[]; from: Date | null; to: Date | null }[];
}

@Injectable()
export class CreatorsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly handles: HandlesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The creator of an account, made when it is not there yet: at sign-up by a job, at the latest on first use. */
  async ofAccount(accountId: string, em: EntityManager = this.db.manager): Promise<Creator> {
    const present = await em.findOneBy(Creator, { accountId });
    if (present) return present;
    const account = await em.findOneByOrFail(Account, { id: accountId });
    await em.query(
      `INSERT INTO creators (id, account_id, display_name, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id) DO NOTHING`,
      [newId('cre'), accountId, account.name, this.clock.now()],
    );
    return em.findOneByOrFail(Creator, { accountId });
  }

  /** A creator by id. Throws NOT_FOUND. */
  async require(creatorId: string, em: EntityManager = this.db.manager): Promise<Creator> {
    const creator = await em.findOneBy(Creator, { id: creatorId });
    if (!creator) throw new AppError('NOT_FOUND');
    return creator;
  }

  /** Creators by id, for lists that show names. */
  async byIds(creatorIds: readonly string[]): Promise<Map<string, Creator>> {
    const creators = await this.db.manager.findBy(Creator, { id: In([...new Set(creatorIds)]) });
    return new Map(creators.map((creator) => [creator.id, creator]));
  }

  /**
   * Changes one's own profile. A phone left out stays; an empty one is given up: it is compared with orders of its time and
   * with no later ones.
   */
  async updateProfile(who: AccountActor, input: ProfileInput): Promise<Creator> {
    const fault = profileFault(input);
    if (fault) throw new AppError('BAD_INPUT', fault);
    return inTransaction(this.db, async (em) => {
      const { id } = await this.ofAccount(who.accountId, em);
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [id]);
      const creator = await this.require(id, em);
      const change = {
        displayName: input.displayName.trim(),
        bio: input.bio === undefined ? creator.bio : input.bio?.trim() || null,
        country: input.country === undefined ? creator.country : input.country || null,
        phoneSealed: this.phoneOf(creator, input.phone),
        handle: input.handle === undefined ? creator.handle : await this.handles.take(em, creator.id, input.handle),
        links: input.links ? linksOf(input.links) : creator.links,
      };
      await em.update(Creator, creator.id, change);
      if (change.phoneSealed !== creator.phoneSealed) {
        const row = [creator.id, this.clock.now(), change.phoneSealed];
        await em.query('INSERT INTO creator_phones (creator_id, valid_from, phone_sealed) VALUES ($1, $2, $3)', row);
      }
      const shown = ({ displayName, bio, country, handle, links }: Said) => ({
        ...{ displayName, bio, country, handle, links },
      });
      const subject = { subjectType: 'creator', subjectId: creator.id };
      const [before, after] = [shown(creator), { ...shown(change), phoneSet: change.phoneSealed !== null }];
      await audit(em, { actor: who, action: 'creators.profile_updated', ...subject, before, after });
      return Object.assign(creator, change);
    });
  }

  private phoneOf(creator: Creator, phone: string | null | undefined): Buffer | null {
    if (phone === undefined || phone === null) return creator.phoneSealed;
    if (phone.trim() === '') return null;
    const digits = normalisePhone(phone);
    if (!digits)
      throw new AppError('BAD_INPUT', { field: 'phone', detail: 'Write the phone with its country: +7 701 ...' });
    return seal(this.config, PURPOSE, creator.id, digits);
  }

  /** The digits of a creator's telephone, to compare with another's; never shown. */
  phoneOfCreator(creator: Creator): string | null {
    return creator.phoneSealed && unseal(this.config, PURPOSE, creator.id, creator.phoneSealed);
  }

  /** Makes a code for oneself in a store. CODE_TAKEN when anyone has it there, in any case of letters. */
  async createPromoCode(who: AccountActor, storeId: string, raw: string): Promise<PromoCode> {
    const code = normaliseCode(raw);
    const fault = codeFault(code);
    if (fault) throw new AppError('CODE_NOT_ALLOWED', { field: 'code', fault });
    try {
      return await inTransaction(this.db, async (em) => {
        const store = await this.stores.requireFunded(storeId, em);
        const creator = await this.ofAccount(who.accountId, em);
        await this.assertRoomForCode(em, creator.id, store.id);
        const now = this.clock.now();
        const row = em.create(PromoCode, { id: newId('cod'), creatorId: creator.id, storeId: store.id, code });
        Object.assign(row, { validFrom: now, validTo: null, createdAt: now });
        await em.insert(PromoCode, row);
        const subject = { subjectType: 'promo_code', subjectId: row.id, storeId };
        await audit(em, { actor: who, action: 'creators.promo_code_created', ...subject, after: { code } });
        return row;
      });
    } catch (error) {
      // The unique index decides, not a look before: two creators may ask at the same moment.
      if (pgCode(error) === '23505') throw new AppError('CODE_TAKEN', { field: 'code' });
      throw error;
    }
  }

  /** The creator's row is locked first, so that codes asked for at once are counted one after another. */
  private async assertRoomForCode(em: EntityManager, creatorId: string, storeId: string): Promise<void> {
    await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creatorId]);
    const codes = await em.countBy(PromoCode, { creatorId, storeId });
    if (codes < MAX_CODES) return;
    throw new AppError('CONFLICT', { field: 'code', detail: `A creator has at most ${MAX_CODES} codes in a store.` });
  }

  /** The codes of a creator, the newest first. */
  async codesOf(creatorId: string): Promise<PromoCode[]> {
    return this.db.manager.find(PromoCode, { where: { creatorId }, order: { createdAt: 'DESC', id: 'DESC' } });
  }

  /** Every code of a store with its creator and period, for attribution. */
  async promoCodesOfStore(storeId: string, em: EntityManager = this.db.manager): Promise<PromoCode[]> {
    return em.find(PromoCode, { where: { storeId }, order: { id: 'ASC' } });
  }

  /** What tells that a buyer is this creator, in the terms of one store, with the times at which it did. */
  async identityHashes(
    creatorId: string,
    storeId: string,
    em: EntityManager = this.db.manager,
  ): Promise<CreatorIdentity> {
    const creator = await this.require(creatorId, em);
    const account = await em.findOneByOrFail(Account, { id: creator.accountId });
    const devices: CreatorIdentity['devices'] = await em.query(
      `SELECT viewer_id AS "viewerId", linked_at AS "from", ends_at AS "to" FROM creator_devices
        WHERE creator_id = $1 ORDER BY viewer_id, linked_at`,
      [creatorId],
    );
    const phones: { from: Date | null; to: Date | null; sealed: Buffer | null }[] = await em.query(PHONES, [creatorId]);
    const hashes = (sealed: Buffer): string[] => {
      const digits = unseal(this.config, PURPOSE, creator.id, sealed);
      return digits ? this.stores.identityForms(storeId, 'phone', `+${digits}`) : [];
    };
    return {
      emailHashes: this.stores.identityForms(storeId, 'email', account.email),
      customerIds: [],
      devices,
      phones: phones.flatMap(({ from, to, sealed }) => (sealed ? [{ hashes: hashes(sealed), from, to }] : [])),
    };
  }

  /**
   * Notes that this viewer is a browser of the creator: its purchases from now on pay the creator nothing. One that was being taken back
   * stays theirs without a gap; one that is theirs already changes nothing.
   */
  async linkDevice(
    creatorId: string,
    viewerId: string,
    from: { storeId: string | null; browser: string | null } = { storeId: null, browser: null },
    em?: EntityManager,
  ): Promise<void> {
    if (!em) return inTransaction(this.db, (own) => this.linkDevice(creatorId, viewerId, from, own));
    await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creatorId]);
    const now = this.clock.now();
    const [last]: { id: string; endsAt: Date | null }[] = await em.query(
      `SELECT id, ends_at AS "endsAt" FROM creator_devices
        WHERE creator_id = $1 AND viewer_id = $2 AND (ends_at IS NULL OR ends_at > $3) LIMIT 1`,
      [creatorId, viewerId, now],
    );
    if (last && !last.endsAt) return;
    const id = last?.id ?? newId('dev');
    if (last) await em.query('UPDATE creator_devices SET ends_at = NULL WHERE id = $1', [id]);
    else {
      await em.query(
        'INSERT INTO creator_devices (id, creator_id, viewer_id, store_id, browser, linked_at) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, creatorId, viewerId, from.storeId, from.browser, now],
      );
    }
    const actor = { kind: 'system', name: 'creators' } as const;
    const subject = { subjectType: 'creator', subjectId: creatorId, storeId: from.storeId };
    await audit(em, { actor, action: 'creators.device_linked', ...subject, after: { id, browser: from.browser } });
  }
}

/** BAD_INPUT with the line that is wrong. */
function linksOf(raw: readonly string[]): string[] {
  const read = readLinks(raw);
  if (read.links) return read.links;
  const details = {
    TOO_MANY: `At most ${MAX_LINKS} links.`,
    SHAPE: 'Write a web address that begins with https://.',
    TWICE: 'This link stands there twice.',
  };
  throw new AppError('BAD_INPUT', { field: `links.${read.at}`, detail: details[read.fault] });
}
