// Takes the jobs of one queue in the order its module decides: whose turn it is, and whether this machine may take any.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import type { Job as BossJob, PgBoss } from 'pg-boss';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { within } from './within.js';

/** Why a machine takes no jobs of a queue for a while; the status page tells it. */
export const PAUSES = ['disk_full'] as const;
export interface Pause {
  why: (typeof PAUSES)[number];
  /** One line for the log, with figures. */
  detail: string;
}

export interface Choice {
  jobId: string;
  /** Who takes turns: the turn of this one is over when the job is taken. */
  member: string;
}

/** What a module decides about its own queue. */
export interface Taking {
  /** Asked before each job; null when this machine may take one. */
  pause(): Promise<Pause | null>;
  /**
   * The waiting job whose turn it is, by `job_turns`; null when none may be taken here. Asked by one worker at a time in
   * the transaction that takes the job, and before that without one, only to see whether there is anything to take.
   */
  choose(em: EntityManager): Promise<Choice | null>;
}

/** pg-boss wakes its own workers by NOTIFY; these look by themselves. One look is one short query. */
const LOOK_EVERY_MS = 200;
/** A third of the 10 s after which the job of a silent worker comes back. */
const HEARTBEAT_MS = 3000;
/** While the database is away: five lines a second in the log would help nobody. */
const AFTER_TROUBLE_MS = 2000;
const STOP_WITHIN_MS = 5000;

interface Queue {
  name: string;
  boss: PgBoss;
  db: DataSource;
  taking: Taking;
  log: Logger;
  /** Does the job; settled by what it resolves with, never throws. */
  run(job: BossJob<object>): Promise<{ status: 'completed' } | { status: 'failed'; output: object }>;
}

export class Taker {
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];
  private paused: Pause | null = null;

  constructor(private readonly queue: Queue) {}

  /** Why nothing is taken here now, or null. */
  pausedWhy(): Pause['why'] | null {
    return this.paused?.why ?? null;
  }

  start(slots: number): void {
    this.loops = Array.from({ length: slots }, () => this.loop());
  }

  /** Gives up what is being done, which goes back to the queue, and waits a moment for it. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('The worker stops.'));
    await Promise.race([Promise.all(this.loops), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }

  /**
   * Takes the job whose turn it is, or none. Choosing, the turn and the taking are one transaction behind one lock, so
   * any number of workers keep one order. `priority` carries the number of the turn: pg-boss then gives this very job.
   */
  async take(): Promise<BossJob<object> | null> {
    const { boss, db, name, taking } = this.queue;
    if (!(await taking.choose(db.manager))) return null;
    return inTransaction(db, async (em) => {
      await em.query("SELECT pg_advisory_xact_lock(hashtextextended('take:' || $1, 0))", [name]);
      const choice = await taking.choose(em);
      if (!choice) return null;
      const [row] = await em.query<{ turn: number }[]>(
        `INSERT INTO job_turns (queue, member, turn) VALUES ($1, $2, nextval('job_turn_numbers'))
          ON CONFLICT (queue, member) DO UPDATE SET turn = excluded.turn RETURNING turn`,
        [name, choice.member],
      );
      const turn = row?.turn ?? 0;
      await boss.update(name, undefined, { id: choice.jobId, priority: turn, db: within(em) });
      const jobs = await boss.fetch<object>(name, { minPriority: turn, maxPriority: turn, db: within(em) });
      return jobs[0] ?? null;
    });
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // The database may be away for a while: the loop outlives it.
      const found = await this.takeUnlessPaused().catch((error: unknown) => {
        this.queue.log.warn(`${this.queue.name}: ${error instanceof Error ? error.message : String(error)}`);
        return 'trouble' as const;
      });
      if (found && found !== 'trouble') await this.doJob(found);
      else await sleep(found ? AFTER_TROUBLE_MS : LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async takeUnlessPaused(): Promise<BossJob<object> | null> {
    const pause = await this.queue.taking.pause();
    if (pause?.why !== this.paused?.why) {
      if (pause) this.queue.log.warn(`takes no ${this.queue.name}: ${pause.detail}`);
      else this.queue.log.log(`takes ${this.queue.name} again`);
    }
    this.paused = pause;
    return pause ? null : this.take();
  }

  private async doJob(job: BossJob<object>): Promise<void> {
    const { boss, name, log } = this.queue;
    const lost = new AbortController();
    const beat = setInterval(() => {
      boss.touch(name, [job]).then(
        // Another worker has it, or it was given up: what is done here counts no more.
        // pg-boss counts them, and does not say so in its types.
        (told: { affected?: number }) => told.affected !== 0 || lost.abort(new Error('The job was taken away.')),
        // A heartbeat that could not be sent says nothing about the job.
        () => undefined,
      );
    }, HEARTBEAT_MS);
    try {
      const result = await this.queue.run({ ...job, signal: AbortSignal.any([lost.signal, this.stopping.signal]) });
      if (result.status === 'completed') await boss.complete(name, [job]);
      else await boss.fail(name, [job], result.output);
    } catch (error) {
      // It stays with us on paper; without a heartbeat it comes back after 10 s.
      log.warn(`${name} ${job.id} could not be settled: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      clearInterval(beat);
    }
  }
}
