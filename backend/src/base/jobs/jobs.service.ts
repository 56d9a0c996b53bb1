// The queue: a job is saved with the change that causes it and delivered by the worker, at least once.
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PgBoss, type Job as BossJob, type JobResult, type QueueResult } from 'pg-boss';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config.js';
import { definedJobs, EVERY, HANDLES, type EveryMark, type HandlesMark } from './handles.js';
import type { HandlesOptions, Job, JobOptions } from './handles.js';
import { Taker, type Pause, type Taking } from './taker.js';
import { Timers } from './timers.js';
import { within } from './within.js';

/** What a handler learns beside the payload. */
export interface JobContext {
  /** Aborted when the worker stops or loses the job. */
  signal: AbortSignal;
}

type Handler = (payload: object, context: JobContext) => Promise<unknown>;
interface Registered {
  job: Job<object>;
  handler: Handler;
  concurrency: number;
  batch: number;
  module: string;
}

/** Where jobs go that failed every try; staff see and redrive them. */
export const DEAD_LETTERS = 'dead_letters';

@Injectable()
export class JobsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('jobs');
  private readonly handlers = new Map<string, Registered>();
  private readonly boss: PgBoss;
  private readonly timers = new Timers();
  private readonly takers = new Map<string, Taker>();
  private started = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    @InjectDataSource() private readonly db: DataSource,
  ) {
    this.boss = new PgBoss({
      connectionString: config.databaseUrl ?? '',
      application_name: 'vitrina-jobs',
      max: config.mode === 'test' ? 2 : 4,
      migrate: false,
      supervise: config.mode !== 'test',
      // With a heartbeat of 10 s, 2 s here brought a killed worker's job back after 9 s.
      superviseIntervalSeconds: 2,
      monitorIntervalSeconds: 2,
      schedule: false,
      useListenNotify: config.mode !== 'test',
    });
    this.boss.on('error', (error) => this.log.error(`queue: ${error.message}`));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.discover();
    const names = definedJobs().map((j) => j.name);
    for (const name of names) if (!this.handlers.has(name)) throw new Error(`Job ${name} has no handler.`);
    for (const name of this.handlers.keys()) if (!names.includes(name)) throw new Error(`Job ${name} is not defined.`);
    await this.boss.start();
    this.started = true;
    await this.keepQueues();
  }

  /** Makes the queues that are missing; those of an earlier version take today's retries, times and heartbeat. */
  async keepQueues(): Promise<void> {
    const present = new Map((await this.boss.getQueues()).map((q) => [q.name, q]));
    if (!present.has(DEAD_LETTERS)) await this.boss.createQueue(DEAD_LETTERS, { retentionSeconds: 365 * 86_400 });
    for (const { name, options } of definedJobs()) {
      const wanted = queueOptions(options);
      const queue = present.get(name);
      if (!queue) await this.boss.createQueue(name, wanted);
      else if (!isUpToDate(queue, wanted)) {
        // What a queue keeps apart per key is fixed when it is made.
        const { policy: _, ...changeable } = wanted;
        await this.boss.updateQueue(name, changeable);
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.timers.stop();
    await Promise.all([...this.takers.values()].map((taker) => taker.stop()));
    if (this.started) await this.boss.stop({ graceful: true, timeout: 5000, close: true });
    this.started = false;
  }

  /** Finds the marked methods; throws when a job has two handlers. */
  private discover(): void {
    for (const wrapper of this.discovery.getProviders()) {
      const instance: unknown = wrapper.instance;
      if (typeof instance !== 'object' || instance === null || !Object.getPrototypeOf(instance)) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        this.registerMethod(instance as Record<string, unknown>, method, wrapper.host?.name ?? '');
      }
    }
  }

  private registerMethod(instance: Record<string, unknown>, method: string, module: string): void {
    const fn = instance[method];
    if (typeof fn !== 'function') return;
    const moduleName = module.replace(/Module$/, '').toLowerCase();
    const handles = this.reflector.get<HandlesMark | undefined>(HANDLES, fn);
    if (handles) {
      const job = definedJobs().find((j) => j.name === handles.name);
      if (this.handlers.has(handles.name)) throw new Error(`Job ${handles.name} has two handlers.`);
      if (!job) throw new Error(`Job ${handles.name} is not defined.`);
      const handler = fn.bind(instance) as Handler;
      this.handlers.set(handles.name, {
        job,
        handler,
        concurrency: slotsOf(handles.options, this.config),
        batch: handles.options.batch ?? 1,
        module: moduleName,
      });
    }
    const every = this.reflector.get<EveryMark | undefined>(EVERY, fn);
    if (every) this.timers.add(every, fn.bind(instance) as () => Promise<unknown>, moduleName);
  }

  /** The jobs of this queue are taken in the order that `taking` decides. Called once, while the modules are wired. */
  takeBy({ name }: { name: string }, taking: Taking): Taker {
    const run = async (one: BossJob<object>) => {
      const registered = this.handlers.get(name);
      return this.run(name, registered?.handler ?? (() => Promise.reject(new Error('No handler.'))), one);
    };
    const taker = new Taker({ ...{ name, taking, run }, ...{ boss: this.boss, db: this.db, log: this.log } });
    this.takers.set(name, taker);
    return taker;
  }

  /** Why this machine leaves jobs to others now, or null. */
  pausedWhy(): Pause['why'] | null {
    for (const taker of this.takers.values()) if (taker.pausedWhy()) return taker.pausedWhy();
    return null;
  }

  /**
   * Saves a job in the caller's transaction: it exists if and only if the change does.
   * `key` makes a job of an `oncePerKey` queue wait only once per key.
   */
  async announce<T extends object>(
    em: EntityManager,
    job: Job<T>,
    payload: T,
    options: { key?: string; startAfterS?: number } = {},
  ): Promise<void> {
    await this.boss.send(job.name, payload, {
      db: within(em),
      ...(options.key === undefined ? {} : { singletonKey: options.key }),
      ...(options.startAfterS === undefined ? {} : { startAfter: options.startAfterS }),
    });
  }

  /** Sends a dead letter back to the queue it came from, in the caller's transaction; false when it cannot go. */
  async redriveDeadLetter(em: EntityManager, id: string): Promise<boolean> {
    return (await this.boss.redrive(DEAD_LETTERS, { ids: [id], db: within(em) })) > 0;
  }

  /** Takes jobs until shutdown; the worker process calls it once. */
  async work(): Promise<void> {
    const takes = this.config.workerTakes;
    const mine = (module: string) => takes.length === 0 || takes.includes(module) || module === 'base';
    for (const { job, handler, concurrency, batch, module } of this.handlers.values()) {
      if (!mine(module)) continue;
      const taker = this.takers.get(job.name);
      if (taker) {
        taker.start(concurrency);
        continue;
      }
      await this.boss.work(
        job.name,
        {
          batchSize: batch,
          burstWhenBatchFull: true,
          localConcurrency: concurrency,
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 2,
          perJobResults: true as const,
        },
        async (jobs: BossJob<object>[]) => {
          const results: JobResult[] = [];
          for (const one of jobs) results.push(await this.run(job.name, handler, one));
          return results;
        },
      );
    }
    this.timers.start(this.log, mine);
    this.log.log(`takes ${takes.length === 0 ? 'every job' : takes.join(', ')}`);
  }

  /** One failing job of a batch is tried again alone; the others are done. */
  private async run(name: string, handler: Handler, job: BossJob<object>) {
    try {
      await handler(job.data, { signal: job.signal });
      return { id: job.id, status: 'completed' as const };
    } catch (error) {
      this.log.warn(`${name} ${job.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return {
        id: job.id,
        status: 'failed' as const,
        output: { message: error instanceof Error ? error.message : String(error) },
      };
    }
  }

  /** Does every job that is due, in this process, until none is left; returns how many. For tests and the seed. */
  async drain(): Promise<number> {
    let done = 0;
    for (let found = true; found;) {
      found = false;
      for (const { job, handler } of this.handlers.values()) {
        for (const one of (await this.boss.fetch<object>(job.name, { batchSize: 50 })) ?? []) {
          found = true;
          done++;
          await this.settle(job.name, handler, one);
        }
      }
    }
    return done;
  }

  private async settle(name: string, handler: Handler, job: BossJob<object>): Promise<void> {
    try {
      await handler(job.data, { signal: new AbortController().signal });
    } catch (error) {
      await this.boss.fail(name, job.id, { message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
    await this.boss.complete(name, job.id);
  }

  /** How many jobs of this name one worker does at once. */
  slots(name: string): number {
    return this.handlers.get(name)?.concurrency ?? 0;
  }

  /** Runs one timer now. For tests. */
  runTimer(name: string): Promise<unknown> {
    return this.timers.run(name);
  }

  /** How many jobs wait, run and failed, a queue. For /metrics and readiness. */
  async counts(): Promise<{ name: string; queued: number; active: number; failed: number }[]> {
    const queues = await this.boss.getQueues();
    return queues.map((q) => ({ name: q.name, queued: q.queuedCount, active: q.activeCount, failed: q.failedCount }));
  }
}

function slotsOf({ concurrency }: HandlesOptions, config: Config): number {
  return (typeof concurrency === 'function' ? concurrency(config) : concurrency) ?? 4;
}

function isUpToDate(queue: QueueResult, wanted: ReturnType<typeof queueOptions>): boolean {
  return (
    queue.retryLimit === wanted.retryLimit &&
    queue.expireInSeconds === wanted.expireInSeconds &&
    (queue.heartbeatSeconds ?? undefined) === wanted.heartbeatSeconds
  );
}

function queueOptions(options: JobOptions) {
  return {
    policy: options.oncePerKey ? ('short' as const) : ('standard' as const),
    retryLimit: options.retries ?? 8,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: options.expireS ?? 300,
    deadLetter: DEAD_LETTERS,
    notify: true,
    ...(options.heartbeat ? { heartbeatSeconds: 10 } : {}),
  };
}
