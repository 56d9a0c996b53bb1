// Answers a card that stands in memory before anything else looks at the request: no cookie, guard or interceptor has a say in it.
import { gzipSync } from 'node:zlib';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../base/config.js';
import { countryOf } from '../country.js';
import { alreadyHas } from '../media/range.rules.js';
import { CardsService, type CardAnswer } from './cards.service.js';

const zipped = new WeakMap<CardAnswer, Buffer>();

/** Compressed once for each answer and not for each who asks. */
function zip(answer: CardAnswer): Buffer {
  let bytes = zipped.get(answer);
  if (!bytes) zipped.set(answer, (bytes = gzipSync(answer.body)));
  return bytes;
}

/** The answer of a card, with or without its body; a third of the bytes for whoever takes gzip. */
export function giveCard(config: Config, request: FastifyRequest, reply: FastifyReply, answer: CardAnswer): void {
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))/.test(request.headers['accept-encoding'] ?? '');
  // Other bytes are another thing to remember.
  const etag = takesGzip ? answer.etag.replace(/"$/, '-gz"') : answer.etag;
  void reply.header('vary', ['accept-encoding', config.countryHeader].filter(Boolean).join(', '));
  void reply.headers({ etag, 'cache-control': 'public, max-age=30, stale-while-revalidate=60' });
  if (alreadyHas(request.headers['if-none-match'], etag)) return void reply.status(304).send();
  if (takesGzip) void reply.header('content-encoding', 'gzip');
  void reply.type('application/json; charset=utf-8').send(takesGzip ? zip(answer) : answer.body);
}

@Injectable()
export class CardsLane implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost,
    private readonly cards: CardsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The door is public and asks nobody who calls; what is not in memory, or is refused, goes on to the controller. */
  onModuleInit(): void {
    // The worker has no HTTP side.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onRequest', (request, reply, done) => {
      if (request.method !== 'GET' || !request.url.startsWith('/v1/cards?')) return done();
      const { store, product } = request.query as Record<string, unknown>;
      if (typeof store !== 'string' || typeof product !== 'string') return done();
      const answer = this.cards.inMemory(store, product, countryOf(this.config, request));
      if (!answer) return done();
      giveCard(this.config, request, reply, answer);
    });
  }
}
