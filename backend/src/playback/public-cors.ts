// Lets pages of any shop use the player's doors. No cookie ever travels with them, so any origin may ask.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Signed server-to-server doors are not among them: no page has a store's secret. */
const OPEN = [
  ...[
    '/v1/cards',
    '/v1/marks',
    '/v1/shelf',
    '/v1/devices',
    '/v1/theme.css',
    '/v1/viewers',
    '/v1/events',
    '/v1/exposures',
    '/v1/speeds',
    '/v1/votes',
    '/v1/complaints',
  ],
  ...['/media/', '/player/'],
];

/** What lets any page read an answer of these doors. */
export const FOR_ANY_PAGE = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'content-length, content-range, etag',
  'cross-origin-resource-policy': 'cross-origin',
  // So that a page can tell what came over the network from what the browser had.
  'timing-allow-origin': '*',
} as const;

@Injectable()
export class PublicCors implements OnModuleInit {
  constructor(private readonly http: HttpAdapterHost) {}

  onModuleInit(): void {
    // The worker has no HTTP side.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onRequest', (request, reply, done) => {
      if (!OPEN.some((path) => request.url.startsWith(path))) return done();
      void reply.headers(FOR_ANY_PAGE);
      if (request.method !== 'OPTIONS') return done();
      void reply
        .headers({
          'access-control-allow-methods': 'GET, HEAD, POST',
          'access-control-allow-headers': 'content-type, range, if-none-match',
          'access-control-max-age': '86400',
        })
        .status(204)
        .send();
    });
  }
}
