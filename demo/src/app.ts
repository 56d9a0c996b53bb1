// The shop's HTTP application.
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import staticFiles from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { join } from 'node:path';
import { wrongPage } from './pages/order.ts';
import { buyingRoutes } from './routes/buying.ts';
import { browsingRoutes } from './routes/browsing.ts';
import { viewOf } from './routes/visitor.ts';
import type { Shop } from './shop.ts';

/** Only our own files and Vitrina's; no inline script or style. */
function contentPolicy(vitrinaUrl: string): string {
  const vitrina = new URL(vitrinaUrl).origin;
  return [
    "default-src 'none'",
    `script-src 'self' ${vitrina}`,
    "style-src 'self'",
    `img-src 'self' data: ${vitrina}`,
    `media-src blob: ${vitrina}`,
    `connect-src 'self' ${vitrina}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export async function buildApp(shop: Shop, say: (line: string) => void): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: 32 * 1024, forceCloseConnections: true });
  const policy = contentPolicy(shop.config.publicUrl);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
  });
  await app.register(cookie);
  await app.register(formbody);
  await app.register(staticFiles, { root: join(import.meta.dirname, '../assets'), prefix: '/assets/', maxAge: '5m' });
  app.get('/healthz', async () => ({ ok: true }));
  browsingRoutes(app, shop);
  buyingRoutes(app, shop);
  app.setNotFoundHandler(async (request, reply) => {
    const view = viewOf(shop, request);
    return reply.code(404).type('text/html').send(wrongPage(view, view.words.notFound));
  });
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) say(`${request.method} ${request.url}: ${error.stack ?? error.message}`);
    const view = viewOf(shop, request);
    return reply.code(status).type('text/html').send(wrongPage(view, view.words.wentWrong));
  });
  return app;
}
