// Keeps how creators are paid and taxed, sealed and version by version, what staff saw of their status, and who pays.
import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { type AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { parseDecimal } from '../../base/money.js';
import { seal, unseal } from '../../base/sealing.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StoresService } from '../../stores/stores.service.js';
import type { PayoutMethod } from '../sends/send.status.js';
import { TaxRulesService } from '../tax/tax-rules.service.js';
import {
  isBic,
  isBik,
  isIban,
  isRussianAccount,
  plainAccount,
  paypalEmail,
  profileFault,
  shownAccount,
  shownEmail,
  type ProfileInput,
} from './profile.rules.js';

const PURPOSE = 'payout-profile';

/** A version of a profile without what is sealed. */
export interface ProfileRow {
  id: string;
  creatorId: string;
  version: number;
  country: string;
  taxStatus: string;
  method: PayoutMethod;
  accountShown: string;
  /** Null for PayPal. */
  bankCode: string | null;
  currency: string | null;
  minAmountMinor: bigint;
  madeAt: Date;
  /** The newest look at this version by staff. */
  checkedAt: Date | null;
  confirmed: boolean;
}

/** What payment files and registers need; it leaves this service only for them. */
export interface OpenProfile {
  name: string;
  method: PayoutMethod;
  account: string;
  bankCode: string | null;
  country: string;
  taxNumber: string | null;
}

interface Stored extends Omit<ProfileRow, 'minAmountMinor'> {
  minAmount: string;
  nameSealed: Buffer;
  taxSealed: Buffer | null;
  accountSealed: Buffer;
}

const COLUMNS = `p.id, p.creator_id AS "creatorId", p.version, p.country, p.tax_status AS "taxStatus", p.method, p.account_shown AS "accountShown",
  p.bank_code AS "bankCode", p.currency, p.min_amount_minor::text AS "minAmount", p.made_at AS "madeAt",
  p.name_sealed AS "nameSealed", p.tax_number_sealed AS "taxSealed", p.account_sealed AS "accountSealed",
  c.checked_at AS "checkedAt", coalesce(c.confirmed, false) AS confirmed`;
const CHECK = `LEFT JOIN LATERAL (SELECT checked_at, confirmed FROM payout_status_checks k WHERE k.profile_id = p.id
  ORDER BY k.id DESC LIMIT 1) c ON true`;
const NEWEST = `SELECT DISTINCT ON (p.creator_id) ${COLUMNS} FROM payout_profiles p ${CHECK}
  WHERE p.creator_id = ANY($1) AND ($2::timestamptz IS NULL OR p.made_at <= $2) ORDER BY p.creator_id, p.version DESC`;
/** Creators whose newest account is also the newest of an older creator account. */
const SHARED = `
  WITH newest AS (
    SELECT DISTINCT ON (p.creator_id) p.creator_id, p.account_digest, c.created_at FROM payout_profiles p
    JOIN creators c ON c.id = p.creator_id
    WHERE p.account_digest IN (SELECT account_digest FROM payout_profiles WHERE creator_id = ANY($1))
    ORDER BY p.creator_id, p.version DESC
  )
  SELECT DISTINCT a.creator_id FROM newest a JOIN newest b ON a.account_digest = b.account_digest
    AND (b.created_at, b.creator_id) < (a.created_at, a.creator_id)`;

@Injectable()
export class ProfilesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly stores: StoresService,
    private readonly taxRules: TaxRulesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One's own profile: every change is a new version, which staff look at anew. */
  async save(who: AccountActor, input: ProfileInput): Promise<ProfileRow> {
    const country = input.country.trim().toUpperCase();
    const statuses = await this.taxRules.statusesOf(country);
    const fault = profileFault({ ...input, country }, statuses);
    if (fault) throw new AppError(fault.code ?? 'BAD_INPUT', { field: fault.field, detail: fault.detail });
    const creator = await this.creators.ofAccount(who.accountId);
    return inTransaction(this.db, async (em) => {
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creator.id]);
      const before = await this.newest(em, creator.id, null);
      const id = newId('ppr');
      const to = receiverOf(input);
      const taxNumber = input.taxNumber?.trim() || null;
      const minimum = parseDecimal(input.minAmount?.trim() || '0', input.currency || 'KZT');
      await em.query(
        `INSERT INTO payout_profiles (id, creator_id, version, country, tax_status, name_sealed, tax_number_sealed, account_sealed,
           account_shown, account_digest, bank_code, currency, min_amount_minor, made_at, method)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        [
          ...[id, creator.id, (before?.version ?? 0) + 1, country, input.taxStatus],
          ...[this.seal(id, input.name.trim()), taxNumber && this.seal(id, taxNumber), this.seal(id, to.account)],
          ...[to.shown, this.digest(to.compared), to.bankCode, input.currency || null],
          ...[minimum.toString(), this.clock.now(), to.method],
        ],
      );
      const shown = {
        country,
        taxStatus: input.taxStatus,
        method: to.method,
        account: to.shown,
        currency: input.currency || null,
      };
      const subject = { subjectType: 'creator', subjectId: creator.id };
      await audit(em, { actor: who, action: 'payouts.profile_saved', ...subject, after: shown });
      return this.require(em, creator.id);
    });
  }

  /** Staff looked at the status of a creator's newest profile: at the tax office's page, at a document. */
  async check(who: AccountActor, creatorId: string, confirmed: boolean, note: string): Promise<ProfileRow> {
    if (note.trim().length < 3 || note.length > 500)
      throw new AppError('BAD_INPUT', { field: 'note', detail: 'Say what you looked at.' });
    return inTransaction(this.db, async (em) => {
      const profile = await this.require(em, creatorId);
      await em.query(
        'INSERT INTO payout_status_checks (profile_id, confirmed, note, checked_by, checked_at) VALUES ($1, $2, $3, $4, $5)',
        [profile.id, confirmed, note.trim(), who.accountId, this.clock.now()],
      );
      const subject = { subjectType: 'creator', subjectId: creatorId };
      await audit(em, {
        actor: who,
        action: 'payouts.status_checked',
        ...subject,
        after: { confirmed, note: note.trim() },
      });
      return this.require(em, creatorId);
    });
  }

  /** The newest version at a moment; null for none. */
  async newest(em: EntityManager, creatorId: string, at: Date | null): Promise<ProfileRow | null> {
    return (await this.newestOf(em, [creatorId], at)).get(creatorId) ?? null;
  }

  async newestOf(em: EntityManager, creatorIds: readonly string[], at: Date | null): Promise<Map<string, ProfileRow>> {
    const rows: Stored[] = await em.query(NEWEST, [creatorIds, at]);
    return new Map(rows.map((row) => [row.creatorId, shownProfile(row)]));
  }

  /** One version by its id. */
  async version(em: EntityManager, id: string): Promise<ProfileRow | null> {
    const [row]: Stored[] = await em.query(`SELECT ${COLUMNS} FROM payout_profiles p ${CHECK} WHERE p.id = $1`, [id]);
    return row ? shownProfile(row) : null;
  }

  /** Creators who would be paid to the bank account of an older creator account (money.md 11). */
  async sharingAccounts(em: EntityManager, creatorIds: readonly string[]): Promise<Set<string>> {
    const rows: { creator_id: string }[] = await em.query(SHARED, [creatorIds]);
    return new Set(rows.map((row) => row.creator_id));
  }

  /** Names, accounts and tax numbers of these versions, for a payment file or a register. */
  async open(em: EntityManager, profileIds: readonly string[]): Promise<Map<string, OpenProfile>> {
    const rows: Stored[] = await em.query(`SELECT ${COLUMNS} FROM payout_profiles p ${CHECK} WHERE p.id = ANY($1)`, [
      profileIds,
    ]);
    return new Map(
      rows.map((row) => [
        row.id,
        {
          name: this.unseal(row.id, row.nameSealed),
          account: this.unseal(row.id, row.accountSealed),
          taxNumber: row.taxSealed && this.unseal(row.id, row.taxSealed),
          method: row.method,
          bankCode: row.bankCode,
          country: row.country,
        },
      ]),
    );
  }

  /** From whose account a programme pays; a change is a new row, and a batch names the one it was confirmed with. */
  async setPayer(who: AccountActor, storeId: string, input: PayerInput): Promise<Payer> {
    await this.stores.require(storeId);
    const account = plainAccount(input.account);
    const code = plainAccount(input.bankCode);
    const bad = (field: string, detail: string) => new AppError('BAD_INPUT', { field, detail });
    if (input.name.trim().length < 3 || input.name.length > 140) throw bad('name', 'Write the name of the payer.');
    if (!isIban(account) && !isRussianAccount(account, code))
      throw bad('account', 'The check digits of this account number do not fit.');
    if (!isBic(code) && !isBik(code)) throw bad('bankCode', 'Write the BIC of the bank (in Russia the BIK).');
    if (!/^[A-Z]{2}$/.test(input.country)) throw bad('country', 'Choose a country.');
    return inTransaction(this.db, async (em) => {
      await em.query(
        `INSERT INTO payout_payers (programme_id, name, account_sealed, account_shown, bank_code, country, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[storeId, input.name.trim(), this.seal(storeId, account), shownAccount(account), code],
          ...[input.country, who.accountId, this.clock.now()],
        ],
      );
      const after = { name: input.name.trim(), account: shownAccount(account), bankCode: code };
      const subject = { subjectType: 'store', subjectId: storeId, storeId };
      await audit(em, { actor: who, action: 'payouts.payer_set', ...subject, after });
      const payer = await this.payer(em, storeId, null);
      if (!payer) throw new AppError('NOT_FOUND');
      return payer;
    });
  }

  /** The newest payer of a programme, or the one with this id. */
  async payer(em: EntityManager, storeId: string, id: string | null): Promise<Payer | null> {
    const [row]: (Omit<Payer, 'account'> & { sealed: Buffer })[] = await em.query(
      `SELECT id::text AS id, name, account_sealed AS sealed, account_shown AS "accountShown", bank_code AS "bankCode", country
       FROM payout_payers WHERE programme_id = $1 AND ($2::bigint IS NULL OR id = $2) ORDER BY payout_payers.id DESC LIMIT 1`,
      [storeId, id],
    );
    if (!row) return null;
    const { sealed, ...shown } = row;
    return { ...shown, account: this.unseal(storeId, sealed) };
  }

  private async require(em: EntityManager, creatorId: string): Promise<ProfileRow> {
    const profile = await this.newest(em, creatorId, null);
    if (!profile) throw new AppError('NOT_FOUND');
    return profile;
  }

  private seal(owner: string, text: string): Buffer {
    return seal(this.config, PURPOSE, owner, text);
  }

  private unseal(owner: string, sealed: Buffer): string {
    return unseal(this.config, PURPOSE, owner, sealed);
  }

  private digest(account: string): Buffer {
    return createHmac('sha256', deriveKey(this.config, 'payout-account')).update(account).digest();
  }
}

export interface PayerInput {
  name: string;
  account: string;
  bankCode: string;
  country: string;
}

export interface Payer extends PayerInput {
  id: string;
  accountShown: string;
}

/** Where the money goes, in the form it is sealed, shown and compared with those of others. */
function receiverOf(input: ProfileInput) {
  if (input.method === 'paypal') {
    const email = paypalEmail(input.account) ?? '';
    return { method: 'paypal', account: email, compared: `paypal:${email}`, shown: shownEmail(email), bankCode: null };
  }
  const account = plainAccount(input.account);
  const bankCode = plainAccount(input.bankCode ?? '');
  return { method: 'bank', account, compared: account, shown: shownAccount(account), bankCode };
}

function shownProfile(row: Stored): ProfileRow {
  const { minAmount, nameSealed: _, taxSealed: __, accountSealed: ___, ...shown } = row;
  return { ...shown, minAmountMinor: BigInt(minAmount) };
}
