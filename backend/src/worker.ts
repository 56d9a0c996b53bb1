// Starts the background process: the same modules, no HTTP, and the queue's work.
import 'reflect-metadata';
import { setPriority } from 'node:os';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { loadConfig } from './base/config.js';
import { endOnFailure } from './base/http/end-on-failure.js';
import { JobsService } from './base/jobs/jobs.service.js';

await endOnFailure(async () => {
  const config = loadConfig();
  // Shoppers before chores: where both share a processor, the API is asked first.
  setPriority(5);
  // A full application that never listens: GraphQL needs an HTTP adapter to be wired.
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  const app = await NestFactory.create(AppModule.with(config), new FastifyAdapter(), {
    abortOnError: false,
    logger: ['error', 'warn', 'log'],
  });
  app.enableShutdownHooks();
  await app.init();
  await app.get(JobsService).work();
});
