// Counts tries in PostgreSQL, so that the count holds over several processes and restarts.
import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { Every } from '../../base/jobs/handles.js';
import { RATE_LIMITS, rateState, tightest, type LimitedDoor, type RateState } from './rate.rules.js';

/** Who tries: the account by its e-mail or id, and the network address. */
export interface Trier {
  account?: string | null;
  address: string | null;
}

@Injectable()
export class RateLimitsService {
  private readonly key: Buffer;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = deriveKey(config, 'rate-limits');
  }

  /**
   * Counts one try and refuses with RATE_LIMITED when there were too many. Call it before any work and outside
   * a transaction: a refused or failed try must stay counted. Sets RateLimit headers when a reply is given.
   */
  async count(door: LimitedDoor, trier: Trier, reply?: FastifyReply): Promise<RateState | null> {
    const limits = RATE_LIMITS[door];
    const states: RateState[] = [];
    if (trier.address) states.push(await this.hit(this.bucket(door, 'address', trier.address), limits.address));
    if (trier.account) states.push(await this.hit(this.bucket(door, 'account', trier.account), limits.account));
    const told = tightest(states);
    if (!told) return null;
    if (reply) tell(reply, told);
    if (!told.allowed) {
      throw new AppError('RATE_LIMITED', { detail: `Try again in ${told.resetS} s.`, retryAfterS: told.resetS });
    }
    return told;
  }

  /** Forgets an account's tries after a success, so that a person who mistyped is not held back later. */
  async forget(door: LimitedDoor, account: string): Promise<void> {
    await this.db.query('DELETE FROM rate_counters WHERE bucket = $1', [this.bucket(door, 'account', account)]);
  }

  private async hit(bucket: string, limit: { hits: number; windowS: number }): Promise<RateState> {
    const now = this.clock.now();
    const ahead = (windows: number) => new Date(now.getTime() + windows * limit.windowS * 1000);
    // A window that ends two windows from now was made by a clock that ran ahead: it counts as over.
    const rows: { hits: number; ends_at: Date }[] = await this.db.query(
      `INSERT INTO rate_counters AS c (bucket, hits, ends_at) VALUES ($1, 1, $3)
       ON CONFLICT (bucket) DO UPDATE SET
         hits = CASE WHEN c.ends_at <= $2 OR c.ends_at > $4 THEN 1 ELSE c.hits + 1 END,
         ends_at = CASE WHEN c.ends_at <= $2 OR c.ends_at > $4 THEN excluded.ends_at ELSE c.ends_at END
       RETURNING hits, ends_at`,
      [bucket, now, ahead(1), ahead(2)],
    );
    const row = rows[0];
    return rateState(limit, row?.hits ?? 1, row?.ends_at ?? now, now);
  }

  /** Addresses and e-mails are personal data: the counter keeps only their keyed hash, one for every way to write them. */
  private bucket(door: string, by: string, who: string): string {
    const one = who.trim().toLowerCase();
    return `${door}:${by}:${createHmac('sha256', this.key).update(one).digest('base64url')}`;
  }

  @Every('accounts.drop-old-counters', 600)
  async dropOld(): Promise<void> {
    await this.db.query('DELETE FROM rate_counters WHERE ends_at < $1', [this.clock.now()]);
  }
}

/** Puts the state of a limit into the headers of an answer. */
export function tell(reply: FastifyReply, state: RateState): void {
  reply.header('RateLimit-Limit', String(state.limit));
  reply.header('RateLimit-Remaining', String(state.remaining));
  reply.header('RateLimit-Reset', String(state.resetS));
  if (!state.allowed) reply.header('Retry-After', String(state.resetS));
}
