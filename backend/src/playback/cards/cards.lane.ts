// Answers a card that stands in memory before anything else looks at the request: no cookie, guard or interceptor has a say in it.
import type { OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../base/config.js';
import { countryOf } from '../country.js';
import { alreadyHas } from '../media/range.rules.js';
import { FOR_ANY_PAGE } from '../public-cors.js';
import { CardsService, type CardAnswer } from './cards.service.js';

const zipped = new WeakMap<CardAnswer, Buffer>();

/** Compressed once for each answer and not for each who asks. */
function zip(answer: CardAnswer): Buffer {
  let bytes = zipped.get(answer);
  if (!bytes) zipped.set(answer, (bytes = gzipSync(answer.body)));
  return bytes;
}

/**
 * The answer of a card, with or without its body; a third of the bytes for whoever takes gzip. Written past Fastify's own sending, which
 * looks for serializers, streams and hooks that bytes in memory have no use for.
 */
export function giveCard(config: Config, request: FastifyRequest, reply: FastifyReply, answer: CardAnswer): void {
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))/.test(request.headers['accept-encoding'] ?? '');
  // Other bytes are another thing to remember.
  const etag = takesGzip ? answer.etag.replace(/"$/, '-gz"') : answer.etag;
  const headers: OutgoingHttpHeaders = {
    ...FOR_ANY_PAGE,
    'cache-control': 'public, max-age=30, stale-while-revalidate=60',
    vary: config.countryHeader ? `accept-encoding, ${config.countryHeader}` : 'accept-encoding',
    etag,
  };
  reply.hijack();
  if (alreadyHas(request.headers['if-none-match'], etag)) return void reply.raw.writeHead(304, headers).end();
  if (takesGzip) headers['content-encoding'] = 'gzip';
  const bytes = takesGzip ? zip(answer) : answer.body;
  headers['content-type'] = 'application/json; charset=utf-8';
  headers['content-length'] = bytes.length;
  reply.raw.writeHead(200, headers).end(bytes);
}

@Injectable()
export class CardsLane implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost<FastifyAdapter>,
    private readonly cards: CardsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The door is public and asks nobody who calls; what is not in memory, or is refused, goes on to the controller. */
  onModuleInit(): void {
    // The worker has no HTTP side. Every other hook of the service runs after this one: a dozen of them, for cookies and forms and middleware.
    this.http.httpAdapter?.setOnRequestHook((request, reply, done) => {
      if (!this.give(request as FastifyRequest, reply as FastifyReply)) done();
    });
  }

  private give(request: FastifyRequest, reply: FastifyReply): boolean {
    if (request.method !== 'GET' || !request.url.startsWith('/v1/cards?')) return false;
    const { store, product } = request.query as Record<string, unknown>;
    if (typeof store !== 'string' || typeof product !== 'string') return false;
    const answer = this.cards.inMemory(store, product, countryOf(this.config, request));
    if (!answer) return false;
    giveCard(this.config, request, reply, answer);
    return true;
  }
}
