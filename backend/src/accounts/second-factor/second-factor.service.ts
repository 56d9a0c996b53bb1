// Enrols a second factor and checks its codes; each code opens once.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { seal, unseal } from '../../base/sealing.js';
import { Account } from '../account.entity.js';
import { RecoveryCode } from './recovery-code.entity.js';
import { codeAt, newRecoveryCodes, newSecret, otpauthUrl, recoveryHash, STEP_MS, stepOfCode } from './totp.js';
import { Session } from '../sessions/session.entity.js';

const PURPOSE = 'totp';

@Injectable()
export class SecondFactorService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A new secret to scan. The present one stays valid until the new one is confirmed. */
  async enrol(who: AccountActor): Promise<{ secret: string; otpauthUrl: string }> {
    const secret = newSecret();
    return inTransaction(this.db, async (em) => {
      const account = await em.findOneByOrFail(Account, { id: who.accountId });
      // A stolen session must not be able to replace the factor that would stop it.
      if (account.secondFactorEnabled && !who.secondFactor) throw new AppError('SECOND_FACTOR_REQUIRED');
      await em.update(Account, account.id, { totpPendingSealed: seal(this.config, PURPOSE, account.id, secret) });
      await audit(em, { ...subject(who), action: 'accounts.second_factor_shown' });
      return { secret, otpauthUrl: otpauthUrl(secret, account.email) };
    });
  }

  /** Proves that the secret arrived; turns the factor on, passes this session, ends the others, gives recovery codes. */
  async confirm(who: AccountActor, code: string): Promise<string[]> {
    return inTransaction(this.db, async (em) => {
      const account = await em.findOneOrFail(Account, {
        where: { id: who.accountId },
        lock: { mode: 'pessimistic_write' },
      });
      const pending = account.totpPendingSealed;
      if (!pending) throw new AppError('CONFLICT', { detail: 'Start the second factor first.' });
      const now = this.clock.now();
      const step = stepOfCode(unseal(this.config, PURPOSE, account.id, pending), tidy(code), now);
      if (step === null) throw new AppError('WRONG_CODE');
      await em.update(Account, account.id, {
        totpSealed: pending,
        totpPendingSealed: null,
        totpConfirmedAt: now,
        totpLastStep: step,
      });
      const codes = newRecoveryCodes();
      await em.delete(RecoveryCode, { accountId: account.id });
      await em.insert(
        RecoveryCode,
        codes.map((c) => ({ accountId: account.id, codeHash: recoveryHash(account.id, c), usedAt: null })),
      );
      await em.query('DELETE FROM sessions WHERE account_id = $1 AND id <> $2', [account.id, who.sessionId]);
      await em.update(Session, who.sessionId, { secondFactorAt: now });
      await audit(em, { ...subject(who), action: 'accounts.second_factor_enabled' });
      return codes;
    });
  }

  /**
   * Uses up a code of the app or a recovery code. False when it is wrong, old or used before: the row lock and
   * the stored step make two tries at once with one code end in one success.
   */
  async use(em: EntityManager, account: Account, given: string): Promise<'app' | 'recovery' | null> {
    if (!account.totpSealed) return null;
    const code = tidy(given);
    if (/^\d{6}$/.test(code)) {
      const step = stepOfCode(unseal(this.config, PURPOSE, account.id, account.totpSealed), code, this.clock.now());
      if (step === null) return null;
      const [, used]: [unknown, number] = await em.query(
        'UPDATE accounts SET totp_last_step = $1 WHERE id = $2 AND coalesce(totp_last_step, 0) < $1',
        [step.toString(), account.id],
      );
      return used === 1 ? 'app' : null;
    }
    const codeHash = recoveryHash(account.id, code);
    const done = await em.update(
      RecoveryCode,
      { accountId: account.id, codeHash, usedAt: IsNull() },
      { usedAt: this.clock.now() },
    );
    return done.affected === 1 ? 'recovery' : null;
  }

  /** Turns on a known secret, for demo staff and specs. Refused on a real shop. */
  async preset(em: EntityManager, accountId: string, secret: string): Promise<void> {
    if (this.config.mode === 'production') throw new AppError('FORBIDDEN');
    const totpSealed = seal(this.config, PURPOSE, accountId, secret);
    await em.update(Account, accountId, { totpSealed, totpConfirmedAt: this.clock.now(), totpLastStep: null });
  }

  /** The current codes of every account with a second factor. Refused on a real shop. */
  async demoCodes(): Promise<{ email: string; name: string; code: string; validForS: number }[]> {
    if (this.config.mode === 'production') throw new AppError('NOT_FOUND');
    const accounts: Account[] = await this.db.manager
      .createQueryBuilder(Account, 'a')
      .where('a.totp_sealed IS NOT NULL')
      .orderBy('a.created_at')
      .take(50)
      .getMany();
    const now = this.clock.now();
    const validForS = Math.ceil((STEP_MS - (now.getTime() % STEP_MS)) / 1000);
    return accounts.map((a) => {
      const secret = unseal(this.config, PURPOSE, a.id, a.totpSealed ?? Buffer.alloc(0));
      return { email: a.email, name: a.name, code: codeAt(secret, now), validForS };
    });
  }
}

const tidy = (code: string): string => code.trim().replace(/\s/g, '');

const subject = (who: AccountActor) => ({ actor: who, subjectType: 'account', subjectId: who.accountId });
