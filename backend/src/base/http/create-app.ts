// Builds the HTTP application: Fastify, cookies, raw bodies for signatures, origin check, error shape.
import fastifyCookie from '@fastify/cookie';
import { type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import { RestErrors } from './rest.errors.js';

/** GraphQL and ordinary JSON; routes that need more say so themselves (service.md, walls). */
const BODY_LIMIT = 100 * 1024;

/**
 * Doors that other sites' pages may call: they carry no cookie and are meant for shops' pages, or they carry
 * a signature. Everything else refuses a foreign Origin.
 */
const OPEN_PATHS = ['/v1/', '/media/', '/player/'];

/** Refuses requests that another site's page makes with our cookie (CSRF); SameSite=Lax is the first fence. */
function refuseForeignOrigin(config: Config) {
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const { origin, host } = request.headers;
    if (!origin || OPEN_PATHS.some((p) => request.url.startsWith(p))) return done();
    const allowed = [new URL(config.publicUrl).origin, `http://${host}`, `https://${host}`];
    if (allowed.includes(origin)) return done();
    const error = new AppError('FOREIGN_ORIGIN');
    void reply.status(error.status).send({ error: error.toBody() });
  };
}

/**
 * GraphQL takes application/json and nothing else: a form of another site can post the three simple types
 * (text/plain and the two of forms) without asking the browser first.
 */
function refuseFormsAtGraphql(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const json = /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  if (request.method !== 'POST' || !/^\/graphql\/?(\?|$)/.test(request.url) || json) return done();
  const error = new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send application/json.' });
  void reply.status(error.status).send({ error: error.toBody() });
}

/** The HTTP application, initialised and not yet listening. */
export async function createApp(module: Type | DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustProxy,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    rawBody: true,
    bufferLogs: false,
    abortOnError: false,
    logger: config.mode === 'test' ? ['error', 'warn'] : ['error', 'warn', 'log'],
  });
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(fastifyCookie as unknown as Parameters<typeof app.register>[0]);
  fastify.addHook('onRequest', refuseForeignOrigin(config));
  fastify.addHook('onRequest', refuseFormsAtGraphql);
  app.useGlobalFilters(new RestErrors());
  app.enableShutdownHooks();
  await app.init();
  await fastify.ready();
  return app;
}
