// Is the process alive, can it serve, and what does it measure.
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { Public } from '../auth.js';
import { AppError } from '../errors.js';
import { JobsService } from '../jobs/jobs.service.js';

@Controller()
export class HealthController {
  private readonly registry = new Registry();
  private readonly jobs: Gauge;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(JobsService) private readonly queue: JobsService,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.jobs = new Gauge({
      name: 'vitrina_jobs',
      help: 'Jobs by queue and state',
      labelNames: ['queue', 'state'],
      registers: [this.registry],
    });
  }

  /** The process runs. */
  @Public()
  @Get('healthz')
  health(): { ok: true } {
    return { ok: true };
  }

  /** The process can serve: the database answers. 503 otherwise. */
  @Public()
  @Get('readyz')
  async ready(): Promise<{ ok: true }> {
    await this.db.query('SELECT 1').catch(() => {
      throw new AppError('UNAVAILABLE', { detail: 'The database does not answer.' });
    });
    return { ok: true };
  }

  /** Prometheus text; keep it inside your network. */
  @Public()
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  async metrics(): Promise<string> {
    for (const { name, queued, active, failed } of await this.queue.counts()) {
      this.jobs.set({ queue: name, state: 'queued' }, queued);
      this.jobs.set({ queue: name, state: 'active' }, active);
      this.jobs.set({ queue: name, state: 'failed' }, failed);
    }
    return this.registry.metrics();
  }
}
