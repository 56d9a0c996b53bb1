// Gives a GraphQL answer about one card again, as long as the card it was made of stands in memory (service.md, reads).
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { CONFIG, type Config } from '../../base/config.js';
import { countryOf } from '../country.js';
import { CardsService, type CardAnswer } from './cards.service.js';
import { cardDocument, valueOf, type CardDocument } from './documents.js';

/** An answer and the card it was made of: a changed card is another object. */
interface Given {
  card: CardAnswer;
  body: Buffer;
}

/** A request whose answer may be kept. */
interface Asked {
  key: string;
  card: CardAnswer;
}

/** What a text asks for, if it asks for a card; `number` stands for the text in keys. */
interface Known {
  number: number;
  asks: CardDocument | null;
}

@Injectable()
export class AnswersLane implements OnModuleInit {
  private readonly documents = new LRUCache<string, Known>({
    ...{ max: 500, maxSize: 4 * 1024 ** 2, sizeCalculation: (_, text) => text.length * 2 + 500 },
  });
  private readonly given = new LRUCache<string, Given>({
    ...{ maxSize: 64 * 1024 ** 2, sizeCalculation: ({ body }, key) => body.length + key.length * 2 + 300 },
  });
  private numbers = 0;
  private readonly asked = new WeakMap<FastifyRequest, Asked>();

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly cards: CardsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The question is public and its answer the same for everyone in a country; whatever else is asked goes on. */
  onModuleInit(): void {
    // The worker has no HTTP side.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('preHandler', (request, reply, done) => {
      if (request.url === '/graphql' && request.method === 'POST') this.give(request, reply, done);
      else done();
    });
    fastify?.addHook('onSend', (request, reply, payload: unknown, done) => {
      if (request.url === '/graphql') this.take(request, reply, payload);
      done(null, payload);
    });
  }

  private give(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const asked = this.read(request);
    if (!asked) return done();
    const given = this.given.get(asked.key);
    if (given?.card === asked.card) return void reply.type('application/json; charset=utf-8').send(given.body);
    this.asked.set(request, asked);
    done();
  }

  private take(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    const asked = this.asked.get(request);
    if (asked && reply.statusCode === 200 && typeof payload === 'string') this.keep(asked, payload);
  }

  private read(request: FastifyRequest): Asked | null {
    const { query, variables, operationName, ...more } = (request.body ?? {}) as Record<string, unknown>;
    // A document sent by its hash, and whatever else a client may add, is not for here.
    if (typeof query !== 'string' || Object.keys(more).length > 0) return null;
    const held = variables ?? {};
    if (typeof held !== 'object' || Array.isArray(held)) return null;
    const { number, asks: document } = this.known(query);
    if (!document || (operationName ?? document.operation) !== document.operation) return null;
    const store = valueOf(document.store, held as Record<string, unknown>);
    const product = valueOf(document.product, held as Record<string, unknown>);
    if (store === null || product === null) return null;
    const country = countryOf(this.config, request);
    const card = this.cards.inMemory(store, product, country);
    return card ? { key: `${number} ${country ?? ''} ${JSON.stringify(held)}`, card } : null;
  }

  private known(text: string): Known {
    let known = this.documents.get(text);
    if (!known) {
      known = { number: this.numbers++, asks: cardDocument(text) };
      this.documents.set(text, known);
    }
    return known;
  }

  /** Only what is whole: an answer with errors may be another one next time. */
  private keep({ key, card }: Asked, body: string): void {
    if ((JSON.parse(body) as { errors?: unknown[] }).errors?.length) return;
    this.given.set(key, { card, body: Buffer.from(body) });
  }
}
