// Makes published videos anew when a store's branding changed: a few at a time, behind everything that creators send.
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { newId } from '../../base/ids.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { StoresService } from '../../stores/stores.service.js';
import { BrandingService } from '../branding/branding.service.js';
import { VersionsService } from '../versions/versions.service.js';
import type { VideoStatus } from '../video.status.js';
import { AT_ONCE, judgeRemake, MOST_OF_A_RUN, type RemakeReason, type RemakeState } from './remake.rules.js';
import * as sql from './remakes.queries.js';

const REMAKER = { kind: 'system', name: 'remakes' } as const satisfies Actor;

/** The newest run of a store, and how far it is. */
export interface RunProgress {
  id: string;
  mark: string | null;
  askedAt: Date;
  endedAt: Date | null;
  total: number;
  done: number;
  failed: number;
  originalGone: number;
  calledOff: number;
  toDo: number;
}

export interface RemakeDesk {
  /** Published videos that are not yet as the settings say. */
  others: number;
  run: RunProgress | null;
}

interface OpenRun {
  id: string;
  storeId: string;
  reason: RemakeReason;
  mark: string | null;
}

interface UnderWay {
  videoId: string;
  version: number;
  begunMs: number;
  status: VideoStatus;
  currentVersion: number;
  liveVersion: number | null;
}

@Injectable()
export class RemakesService {
  private readonly log = new Logger('remakes');

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly branding: BrandingService,
    private readonly versions: VersionsService,
  ) {}

  async desk(who: Actor, storeId: string): Promise<RemakeDesk> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    return this.deskOf(storeId);
  }

  /**
   * Asks that every published video becomes as the settings are now. Repeated, or while a run for the same settings goes
   * on, it changes nothing; a run for older settings ends where it stands.
   */
  async start(who: AccountActor, storeId: string): Promise<RemakeDesk> {
    await this.stores.requireOwn(who, storeId);
    await inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1650))', [storeId]);
      const mark = await this.branding.markOf(storeId, em);
      const last = await latestRun(em, storeId);
      const open = last && last.endedAt === null ? last : null;
      if (open?.mark === mark && open) return;
      if (open) await this.endOpen(em, open.id);
      await this.open(em, who, storeId, mark);
    });
    return this.deskOf(storeId);
  }

  /** Ends the run where it stands: what is under way is finished, what waits is left as it is. */
  async stop(who: AccountActor, storeId: string): Promise<RemakeDesk> {
    await this.stores.requireOwn(who, storeId);
    await inTransaction(this.db, async (em) => {
      await em.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1650))', [storeId]);
      const last = await latestRun(em, storeId);
      if (!last || last.endedAt !== null) return;
      await em.query(`UPDATE remakes SET state = 'called_off', ended_at = $2 WHERE run_id = $1 AND state = 'waiting'`, [
        ...[last.id, this.clock.now()],
      ]);
      await em.query(sql.END_RUN, [last.id, this.clock.now()]);
      await audit(em, { ...about(who, storeId, 'stopped'), after: { runId: last.id } });
    });
    return this.deskOf(storeId);
  }

  /** Ends what has ended and begins what is next, in every open run. Safe to kill and to repeat. */
  async goOn(): Promise<void> {
    const runs = await this.db.query<OpenRun[]>(sql.OPEN_RUNS);
    await eachApart(
      runs,
      ({ id }) => id,
      (run) => this.goOnWith(run),
      this.log,
    );
  }

  private async goOnWith(run: OpenRun): Promise<void> {
    for (const one of await this.db.query<UnderWay[]>(sql.UNDER_WAY, [run.id])) await this.settle(run, one);
    await this.db.query(sql.CALL_OFF_OTHERS, [run.id, this.clock.now()]);
    const busy = await this.db.query<unknown[]>(sql.UNDER_WAY, [run.id]);
    const free = AT_ONCE - busy.length;
    const next = free > 0 ? await this.db.query<{ videoId: string }[]>(sql.NEXT, [run.id, free]) : [];
    for (const { videoId } of next) await this.begin(run, videoId);
    await this.db.query(sql.END_RUN, [run.id, this.clock.now()]);
  }

  private async settle(run: OpenRun, one: UnderWay): Promise<void> {
    const verdict = judgeRemake({ ...one, begunMs: Number(one.begunMs) }, this.clock.now().getTime());
    if (verdict === 'under_way') return;
    await inTransaction(this.db, async (em) => {
      if (verdict === 'give_up') await this.versions.abandon(em, REMAKER, one);
      await this.note(em, run.id, one.videoId, verdict === 'give_up' ? 'failed' : verdict);
    });
  }

  /** One transaction, so a killed process has begun a video and noted it, or neither. */
  private async begin(run: OpenRun, videoId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const [row] = await em.query<{ state: RemakeState; mark: string | null }[]>(
        `SELECT m.state, v.manifest->>'branding' AS mark FROM remakes m JOIN videos v ON v.id = m.video_id
          WHERE m.run_id = $1 AND m.video_id = $2 FOR UPDATE OF m`,
        [run.id, videoId],
      );
      if (row?.state !== 'waiting') return;
      // Its creator brought another version meanwhile, which is as it should be.
      if (run.reason === 'branding' && row.mark === run.mark) return this.note(em, run.id, videoId, 'done');
      const begun = await this.versions.remake(em, REMAKER, videoId);
      if (begun === null) return;
      if (begun === 'original_gone') return this.note(em, run.id, videoId, begun);
      await em.query(
        `UPDATE remakes SET state = 'under_way', version = $3, begun_at = $4 WHERE run_id = $1 AND video_id = $2`,
        [run.id, videoId, begun, this.clock.now()],
      );
    });
  }

  private async note(em: EntityManager, runId: string, videoId: string, state: RemakeState): Promise<void> {
    const now = this.clock.now();
    await em.query('UPDATE remakes SET state = $3, ended_at = $4 WHERE run_id = $1 AND video_id = $2', [
      ...[runId, videoId, state, now],
    ]);
  }

  private async open(em: EntityManager, who: Actor, storeId: string, mark: string | null): Promise<void> {
    const id = newId('rmr');
    await em.query(
      `INSERT INTO remake_runs (id, store_id, reason, mark, asked_by, asked_at) VALUES ($1, $2, 'branding', $3, $4, $5)`,
      [id, storeId, mark, actorName(who), this.clock.now()],
    );
    await em.query(sql.TAKE_ALL, [storeId, mark, MOST_OF_A_RUN, id]);
    await em.query(sql.END_RUN, [id, this.clock.now()]);
    await audit(em, { ...about(who, storeId, 'asked'), after: { runId: id, mark } });
  }

  private async endOpen(em: EntityManager, runId: string): Promise<void> {
    const now = this.clock.now();
    await em.query(
      `UPDATE remakes SET state = 'called_off', ended_at = $2 WHERE run_id = $1 AND state IN ('waiting', 'under_way')`,
      [runId, now],
    );
    await em.query(sql.END_RUN, [runId, now]);
  }

  private async deskOf(storeId: string): Promise<RemakeDesk> {
    const mark = await this.branding.markOf(storeId);
    const [row] = await this.db.query<{ count: number }[]>(sql.COUNT_OTHERS, [storeId, mark]);
    return { others: row?.count ?? 0, run: await latestRun(this.db.manager, storeId) };
  }
}

async function latestRun(em: EntityManager, storeId: string): Promise<RunProgress | null> {
  const [run] = await em.query<RunProgress[]>(sql.LATEST_RUN, [storeId, 'branding']);
  return run ?? null;
}

const about = (actor: Actor, storeId: string, what: string) => ({
  ...{ actor, action: `remakes.${what}`, subjectType: 'store', subjectId: storeId, storeId },
});
