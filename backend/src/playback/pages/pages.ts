// Serves the built player and studio: hashed files for ever, pages fresh, each with the headers it needs.
import { join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { CONFIG, type Config } from '../../base/config.js';
import { s3BrowserBase } from '../../base/storage/s3.client.js';

/** The project's folder, from `backend/src/playback/pages` as well as from `backend/dist/src/playback/pages`. */
const ROOT = import.meta.dirname.replace(/[\\/]backend[\\/](dist[\\/])?src[\\/]playback[\\/]pages$/, '');

const FOR_EVER = 'public, max-age=31536000, immutable';
/** `player-4F2KQ7ZA.js` of esbuild, `index-Dk3_x9aB.js` of Vite, and the same compressed. */
const HASHED = /-[\w-]{8,}\.\w+(\.(br|gz))?$/;

/** What the studio's pages may do: only our own code runs, and nobody may frame them. */
export function studioHeaders(config: Config): Record<string, string> {
  const own = new URL(config.publicUrl).origin;
  // Product photos live on shops' own servers.
  const photos = config.mode === 'production' ? 'https:' : 'https: http:';
  // Uploads go from the page straight to the bucket.
  const bucket = config.s3 && config.s3.direct !== false ? ` ${new URL(s3BrowserBase(config.s3)).origin}` : '';
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    // The component library sets style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${own} ${photos}`,
    `media-src 'self' blob: ${own}`,
    `connect-src 'self' ${own}${bucket}`,
    "worker-src 'self' blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    ...(own.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

/** The page on which a theme is tried may be framed by the studio alone, and run nothing but the player. */
const PREVIEW_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const playerHeaders = (path: string): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  ...(path.endsWith('.html') ? { 'content-security-policy': PREVIEW_POLICY, 'x-frame-options': 'SAMEORIGIN' } : {}),
});

/** The built player: its scripts lie there compressed too, a third of their bytes. */
export function playerFiles(root: string): FastifyStaticOptions {
  return {
    root,
    prefix: '/player/v1/',
    decorateReply: false,
    index: false,
    preCompressed: true,
    // The entry's name is fixed on shops' pages, so a new version must be seen soon.
    ...caching('public, max-age=300, stale-while-revalidate=86400', playerHeaders),
  };
}

@Injectable()
export class Pages implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    if (!fastify) return;
    await fastify.register(fastifyStatic, playerFiles(join(ROOT, 'player', 'dist')));
    await fastify.register((studio) => this.studio(studio), { prefix: '/studio' });
    fastify.get('/studio', (_, reply) => reply.redirect('/studio/', 302));
  }

  private async studio(studio: FastifyInstance): Promise<void> {
    const headers = () => studioHeaders(this.config);
    await studio.register(fastifyStatic, {
      root: join(ROOT, 'studio', 'dist'),
      prefix: '/',
      index: 'index.html',
      ...caching('no-cache', headers),
    });
    // Addresses inside the application are its own affair: every page is index.html. A missing file stays missing.
    studio.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?')[0] ?? '';
      const page = (request.method === 'GET' || request.method === 'HEAD') && !/\.\w+$/.test(path);
      if (page && !reply.sent && path !== '/studio/index.html') return reply.sendFile('index.html');
      return reply.status(404).send({ error: { code: 'NOT_FOUND', message: 'Nothing is here.' } });
    });
  }
}

function caching(
  fresh: string,
  headers: (path: string) => Record<string, string>,
): Pick<FastifyStaticOptions, 'cacheControl' | 'setHeaders'> {
  return {
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', HASHED.test(path) ? FOR_EVER : fresh);
      void reply.headers(headers(path));
    },
  };
}
