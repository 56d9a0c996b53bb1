// Makes, rotates and revokes the keys of stores' servers, and finds a key when a server calls.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { assertStore, type Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { seal, unseal } from '../../base/sealing.js';
import type { KeyMode } from '../plan.rules.js';
import { StoresService } from '../stores.service.js';
import { ApiKey } from './api-key.entity.js';
import { endOfOverlap, isUsable, keyFault, MAX_OVERLAP_HOURS } from './key.rules.js';

const PURPOSE = 'api-key';
const USED_EVERY_MS = 60_000;

/** A new key with its secret, which is shown this once. */
export interface MadeKey {
  key: ApiKey;
  secret: string;
}

@Injectable()
export class ApiKeysService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async create(who: Actor, storeId: string, mode: KeyMode, label: string, scopes: string[]): Promise<MadeKey> {
    await this.stores.requireOwn(who, storeId);
    const fault = keyFault(mode, label, scopes);
    if (fault) throw new AppError('BAD_INPUT', fault);
    // Videos of a sandbox are published unseen, so no money may ever come of them.
    if (mode === 'live' && (await this.stores.require(storeId)).sandbox) {
      throw new AppError('CONFLICT', { field: 'mode', detail: 'A sandbox has test keys only.' });
    }
    return inTransaction(this.db, (em) => this.make(em, who, storeId, mode, label.trim(), [...new Set(scopes)]));
  }

  /** A new secret beside the old one, which works for the overlap and then no more. */
  async rotate(who: Actor, keyId: string, overlapHours: number): Promise<MadeKey> {
    if (!Number.isInteger(overlapHours) || overlapHours < 0 || overlapHours > MAX_OVERLAP_HOURS) {
      throw new AppError('BAD_INPUT', { field: 'overlapHours', detail: `0 to ${MAX_OVERLAP_HOURS} hours.` });
    }
    return inTransaction(this.db, async (em) => {
      const old = await this.requireOwn(em, who, keyId);
      const now = this.clock.now();
      if (!isUsable(old, now)) throw new AppError('CONFLICT', { detail: 'This key works no more. Create a new one.' });
      const made = await this.make(em, who, old.storeId, old.mode, old.label, old.scopes);
      const expiresAt = endOfOverlap(old, overlapHours, now);
      await em.update(ApiKey, old.id, { expiresAt });
      const after = { newKey: made.key.id, expiresAt };
      await audit(em, { actor: who, action: 'stores.key_rotated', ...subjectOf(old), after });
      return made;
    });
  }

  /** Ends a key now; a second time changes nothing. */
  async revoke(who: Actor, keyId: string): Promise<ApiKey> {
    return inTransaction(this.db, async (em) => {
      const key = await this.requireOwn(em, who, keyId);
      if (key.revokedAt) return key;
      const revokedAt = this.clock.now();
      await em.update(ApiKey, key.id, { revokedAt });
      await audit(em, { actor: who, action: 'stores.key_revoked', ...subjectOf(key) });
      return Object.assign(key, { revokedAt });
    });
  }

  /** The keys of a store, the newest first. */
  async list(who: Actor, storeId: string): Promise<ApiKey[]> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    return this.db.manager.find(ApiKey, { where: { storeId }, order: { createdAt: 'DESC', id: 'DESC' } });
  }

  /** A usable key with its secret, or null: unknown, expired and revoked look alike from outside. */
  async find(keyId: string): Promise<{ key: ApiKey; secret: string } | null> {
    const key = await this.db.manager.findOneBy(ApiKey, { id: keyId });
    if (!key || !isUsable(key, this.clock.now())) return null;
    return { key, secret: unseal(this.config, PURPOSE, key.id, key.secretSealed) };
  }

  /** Notes that a key was used, at most once a minute. */
  async touch(key: ApiKey): Promise<void> {
    const now = this.clock.now();
    if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < USED_EVERY_MS) return;
    await this.db.manager.update(ApiKey, key.id, { lastUsedAt: now });
  }

  private async make(
    em: EntityManager,
    who: Actor,
    storeId: string,
    mode: KeyMode,
    label: string,
    scopes: string[],
  ): Promise<MadeKey> {
    const id = newId('key');
    const secret = `sk_${mode}_${randomBytes(24).toString('base64url')}`;
    const key = em.create(ApiKey, {
      ...{ id, storeId, label, mode, scopes, last4: secret.slice(-4), createdAt: this.clock.now() },
      secretSealed: seal(this.config, PURPOSE, id, secret),
      ...{ lastUsedAt: null, expiresAt: null, revokedAt: null },
    });
    await em.insert(ApiKey, key);
    await audit(em, { actor: who, action: 'stores.key_created', ...subjectOf(key), after: { label, mode, scopes } });
    return { key, secret };
  }

  private async requireOwn(em: EntityManager, who: Actor, keyId: string): Promise<ApiKey> {
    const key = await em.findOne(ApiKey, { where: { id: keyId }, lock: { mode: 'pessimistic_write' } });
    if (!key) throw new AppError('NOT_FOUND');
    // No question to the store here: it would take a second connection while this transaction holds the first.
    assertStore(who, key.storeId);
    return key;
  }
}

const subjectOf = (key: ApiKey) => ({ subjectType: 'api_key', subjectId: key.id, storeId: key.storeId });
