// Measures whether the service is whole; the worker's heartbeat is written here too.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { VERSION } from '../graphql/version.resolver.js';
import { Every } from '../jobs/handles.js';
import { DEAD_LETTERS, JobsService } from '../jobs/jobs.service.js';
import { judgeStatus, WORKER_SILENT_S, type Measured, type Status } from './status.rules.js';

/** The page is public: it may be asked by everyone at once, and the database every 5 s at most. */
const KEPT_MS = 5000;
const PATIENCE_MS = 3000;

export type StatusReport = Status & { version: string; at: string };

@Injectable()
export class StatusService {
  /** Names this process while it lives; says nothing about the machine. */
  private readonly worker = randomBytes(9).toString('hex');
  private kept: { untilMs: number; report: Promise<StatusReport> } | undefined;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly jobs: JobsService,
  ) {}

  /** Runs in workers only. Those of a day ago are forgotten. */
  @Every('base.heartbeat', 10)
  async beat(): Promise<void> {
    await this.db.query(
      `INSERT INTO worker_heartbeats (worker, at, paused) VALUES ($1, now(), $2)
        ON CONFLICT (worker) DO UPDATE SET at = now(), paused = excluded.paused`,
      [this.worker, this.jobs.pausedWhy()],
    );
    await this.db.query(`DELETE FROM worker_heartbeats WHERE at < now() - interval '1 day'`);
  }

  report(): Promise<StatusReport> {
    // The machine's own clock: this is about now, whatever a test says the time is.
    const nowMs = Date.now();
    if (!this.kept || this.kept.untilMs <= nowMs) this.kept = { untilMs: nowMs + KEPT_MS, report: this.measure() };
    return this.kept.report;
  }

  private async measure(): Promise<StatusReport> {
    const measured = await this.ask();
    return { ...judgeStatus(measured), version: VERSION, at: new Date().toISOString() };
  }

  private async ask(): Promise<Measured> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The database is silent.')), PATIENCE_MS);
    });
    const asked: Promise<{ silent: number | null; full: number; delay: number }[]> = this.db.query(
      `SELECT (SELECT extract(epoch FROM now() - max(at))::float8 FROM worker_heartbeats) AS silent,
              (SELECT count(*)::int FROM worker_heartbeats
                WHERE paused = 'disk_full' AND at > now() - make_interval(secs => ${WORKER_SILENT_S})) AS full,
              coalesce((SELECT greatest(extract(epoch FROM now() - min(start_after)), 0)::float8 FROM pgboss.job
                         WHERE state < 'active' AND start_after <= now() AND name <> '${DEAD_LETTERS}'), 0) AS delay`,
    );
    // When patience ends first, the late failure is nobody's.
    asked.catch(() => undefined);
    try {
      const [row] = await Promise.race([asked, tooLong]);
      const queueDelayS = Math.round(row?.delay ?? 0);
      const workersWithoutRoom = row?.full ?? 0;
      return { databaseAnswers: true, workerSilentS: row?.silent ?? null, queueDelayS, workersWithoutRoom };
    } catch {
      return { databaseAnswers: false, workerSilentS: null, queueDelayS: null, workersWithoutRoom: 0 };
    } finally {
      clearTimeout(timer);
    }
  }
}
