// The whole service in one process on a fresh database, for specs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { Clock } from '../../src/base/clock.js';
import { loadConfig, type Config } from '../../src/base/config.js';
import { createApp } from '../../src/base/http/create-app.js';
import { JobsService } from '../../src/base/jobs/jobs.service.js';
import { freshDatabase } from './database.js';
import { storageOfRun } from './s3.js';

/** What a GraphQL call gave back. */
export interface GraphqlAnswer<T = Record<string, unknown>> {
  data: T | null;
  errors: { message: string; extensions: { code: string; [key: string]: unknown } }[];
}

export interface TestApp {
  nest: NestFastifyApplication;
  config: Config;
  clock: Clock;
  db: DataSource;
  /** Supertest on the listening server. */
  http: ReturnType<typeof supertest>;
  baseUrl: string;
  ownerUrl: string;
  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T;
  /** A GraphQL call; `as` is a Cookie header value. */
  graphql<T = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: { as?: string; headers?: Record<string, string> },
  ): Promise<GraphqlAnswer<T>>;
  /** Does every due job; throws when a handler throws. */
  drainJobs(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the service listening on a free port; `env` overrides the environment it parses. */
export async function startApp(env: Record<string, string> = {}): Promise<TestApp> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrina-app-'));
  const config = loadConfig({
    VITRINA_MODE: 'test',
    VITRINA_SECRET: 'test-secret-test-secret-test-secret-0',
    VITRINA_DATA: dataDir,
    DATABASE_URL: database.url,
    DATABASE_POOL: '6',
    PORT: '0',
    FFMPEG_PATH: process.env['FFMPEG_PATH'],
    FFPROBE_PATH: process.env['FFPROBE_PATH'],
    // Twice the work; what AV1 does is asked by the specs that say `VIDEO_AV1: 'on'`, and by those of the films.
    VIDEO_AV1: 'off',
    ...(await storageOfRun()),
    ...env,
  });
  const nest = await createApp(AppModule.with(config), config);
  await nest.listen(0, '127.0.0.1');
  const baseUrl = await nest.getUrl();
  // Links in mails and Location headers must lead to this very server.
  config.publicUrl = baseUrl;
  config.studioUrl = `${baseUrl}/studio`;
  const http = supertest(baseUrl);
  return {
    nest,
    config,
    http,
    baseUrl,
    ownerUrl: database.url,
    clock: nest.get(Clock),
    db: nest.get(DataSource),
    get: (token) => nest.get(token, { strict: false }),
    drainJobs: () => nest.get(JobsService).drain(),
    async graphql<T>(query: string, variables = {}, options: { as?: string; headers?: Record<string, string> } = {}) {
      const call = http.post('/graphql').set({ ...options.headers, ...(options.as ? { cookie: options.as } : {}) });
      const answer = await call.send({ query, variables });
      const body = answer.body as Partial<GraphqlAnswer<T>>;
      return { data: body.data ?? null, errors: body.errors ?? [] };
    },
    async close() {
      await nest.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
