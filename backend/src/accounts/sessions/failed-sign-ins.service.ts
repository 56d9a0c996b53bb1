// Writes failed sign-ins into the audit log: how often, from where and why, never what was typed.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import { AppError } from '../../base/errors.js';
import { Account } from '../account.entity.js';
import { normaliseEmail } from '../credentials.rules.js';
import { RateLimitsService } from '../rate-limits/rate-limits.service.js';
import type { Origin } from './sessions.service.js';

/** The two steps of signing in. `account` is the e-mail typed in the first and the account's id in the second. */
export type SignInStep = 'signIn' | 'secondFactor';

@Injectable()
export class FailedSignInsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly limits: RateLimitsService,
  ) {}

  /**
   * Counts the try, does it, and forgets the count after a success. A failure is audited with its reason and how many
   * tries that makes; those refused unread for being too many are audited once a window, so that an attacker cannot
   * fill the log.
   */
  async guard<T>(
    step: SignInStep,
    account: string,
    from: Origin,
    reply: FastifyReply,
    work: () => Promise<T>,
  ): Promise<T> {
    let tries = 0;
    try {
      const state = await this.limits.count(step, { account, address: from.ip }, reply);
      tries = state ? state.limit - state.remaining : 0;
      const done = await work();
      await this.limits.forget(step, account);
      return done;
    } catch (error) {
      if (error instanceof AppError) await this.note(step, account, from, error.code, tries);
      throw error;
    }
  }

  private async note(step: SignInStep, account: string, from: Origin, reason: string, tries: number): Promise<void> {
    if (reason === 'RATE_LIMITED' && !(await this.isFirst(step, account, from))) return;
    await audit(this.db.manager, {
      // Nobody is proved to be anybody yet: the account is the subject, not the actor.
      actor: { kind: 'system', name: 'sign-in' },
      action: step === 'signIn' ? 'accounts.sign_in_failed' : 'accounts.second_factor_failed',
      subjectType: 'account',
      subjectId: (step === 'signIn' ? await this.accountIdOf(account) : account) ?? 'unknown',
      after: { reason, ...(tries > 0 ? { tries } : {}) },
      ip: from.ip,
    });
  }

  private async isFirst(step: SignInStep, account: string, from: Origin): Promise<boolean> {
    try {
      await this.limits.count('refusedSignIn', { account: `${step}:${account}`, address: from.ip });
      return true;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }

  /** An e-mail that nobody has is not kept: people type passwords into that field. */
  private async accountIdOf(email: string): Promise<string | null> {
    const account = await this.db.manager.findOneBy(Account, { email: normaliseEmail(email) ?? '' });
    return account?.id ?? null;
  }
}
