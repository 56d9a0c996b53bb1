// How fast a store's pages were day by day, when its guard moved, and how heavy our script was: what an owner compares.
import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { StoresService } from '../stores/stores.service.js';
import * as sql from './speed.queries.js';
import type { SpeedDay, SpeedHistory, SpeedMove, ScriptSize } from './speed.types.js';

const DAY_MS = 86_400_000;
/** Reports live a week; a day that nobody looked at for so long is lost. */
const REACH_DAYS = 6;
const KEPT_DAYS = 400;
const SHOWN_DAYS = 90;
/** As the build holds it (`player/build.mjs`). */
export const SCRIPT_BUDGET_BYTES = 4096;

/** What pages fetch of us at load; `playback` serves it. */
const ENTRY = '/player/v1/vitrina.js';

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

@Injectable()
export class SpeedHistoryService implements OnApplicationBootstrap {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Asks as a page would. A service whose player is not built serves none, which is told where it is asked for. */
  async onApplicationBootstrap(): Promise<void> {
    // The worker has no HTTP side.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    const headers = { 'accept-encoding': 'gzip' };
    const answer = await fastify?.inject({ method: 'GET', url: ENTRY, headers });
    if (answer?.statusCode === 200) await this.noteSize(answer.rawPayload);
  }

  /** Remembers how heavy the script is that pages get from now on, compressed as it is sent; the same one again changes nothing. */
  async noteSize(sent: Buffer): Promise<void> {
    const digest = createHash('sha256').update(sent).digest('hex');
    await this.db.query(sql.NOTE_SIZE, [digest, sent.length, this.clock.now()]);
  }

  /** Writes down the days that are over, and forgets those that nobody compares any more. Again, it changes nothing. */
  async closeDays(): Promise<void> {
    const now = this.clock.now().getTime();
    const [last]: { day: string | null }[] = await this.db.query(sql.CLOSED_UNTIL);
    const reach = dayOf(now - REACH_DAYS * DAY_MS);
    // The last day is looked at again: a store may have had its first report after another's day was written.
    const from = last?.day && last.day > reach ? last.day : reach;
    await this.db.query(sql.CLOSE_DAYS, [dayOf(now), from]);
    await this.db.query(sql.FORGET_DAYS, [dayOf(now - KEPT_DAYS * DAY_MS)]);
  }

  /** For the store's owners and administrators. */
  async history(who: Actor, storeId: string): Promise<SpeedHistory> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const since = dayOf(this.clock.now().getTime() - SHOWN_DAYS * DAY_MS);
    const [days, moves, scripts] = await Promise.all([
      this.db.query<SpeedDay[]>(sql.DAYS_OF_STORE, [storeId, since]),
      this.db.query<SpeedMove[]>(sql.MOVES_OF_STORE, [storeId]),
      this.db.query<ScriptSize[]>(sql.SIZES),
    ]);
    return { days, moves, scripts, scriptBudgetBytes: SCRIPT_BUDGET_BYTES };
  }
}
