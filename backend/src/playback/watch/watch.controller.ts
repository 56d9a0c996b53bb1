// The doors to cards as HTML, to the page of one video, and to lists of them for search engines and shopping feeds.
import { Controller, Get, Inject, Query, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { countryOf } from '../country.js';
import { gonePage } from './markup.rules.js';
import { languageOf, type WatchLanguage } from './watch-words.rules.js';
import { pagePolicy, WatchService } from './watch.service.js';

/** As a card. */
const AS_CARDS = 'public, max-age=30, stale-while-revalidate=60';
/** Engines come by the hour at most. */
const LISTS = 'public, max-age=600';

@Controller()
export class WatchController {
  constructor(
    private readonly watch: WatchService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** For a shop's server, which puts it into its own page. */
  @Get('v1/cards.html')
  @Public()
  async card(
    @Query() query: Record<string, unknown>,
    @HttpRequest() request: FastifyRequest,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { store, product, locale } = query;
    if (typeof store !== 'string') throw new AppError('BAD_INPUT', { field: 'store' });
    if (typeof product !== 'string') throw new AppError('BAD_INPUT', { field: 'product' });
    const language = languageOf(typeof locale === 'string' ? locale : undefined) ?? 'en';
    const country = countryOf(this.config, request);
    const html = await this.watch.markup(store, product, language, country);
    this.varies(reply.header('cache-control', AS_CARDS).type('text/html; charset=utf-8'));
    return html;
  }

  @Get('watch/sitemap.xml')
  @Public()
  async sitemap(
    @Query() query: Record<string, unknown>,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const xml = await this.watch.sitemap(storeIn(query), query['page'] === undefined ? null : pageIn(query));
    if (xml === null) throw new AppError('NOT_FOUND', { field: 'page' });
    void reply.header('cache-control', LISTS).type('application/xml; charset=utf-8');
    return xml;
  }

  @Get('v1/feeds/google.tsv')
  @Public()
  async feed(
    @Query() query: Record<string, unknown>,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const feed = await this.watch.merchantFeed(storeIn(query), pageIn(query));
    void reply.header('cache-control', LISTS).type('text/tab-separated-values; charset=utf-8');
    return feed;
  }

  @Get('watch/:videoId')
  @Public()
  async page(
    @HttpRequest() request: FastifyRequest,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { videoId } = request.params as { videoId: string };
    const { lang, t, text } = request.query as { lang?: unknown; t?: unknown; text?: unknown };
    const wish = typeof lang === 'string' ? lang : request.headers['accept-language'];
    const language: WatchLanguage = languageOf(wish) ?? 'en';
    const country = countryOf(this.config, request);
    const page = await this.watch.page(videoId, language, country, {
      startS: secondIn(t),
      text: typeof text === 'string' ? text.slice(0, 40) : null,
    });
    this.varies(reply.type('text/html; charset=utf-8').headers(this.headers()), 'accept-language');
    void reply.header('cache-control', page === null ? 'no-store' : AS_CARDS);
    if (page !== null) return page;
    void reply.status(404);
    return gonePage(language, this.config.publicUrl);
  }

  private varies(reply: FastifyReply, ...more: string[]): void {
    const names = [...(this.config.countryHeader ? [this.config.countryHeader] : []), ...more];
    if (names.length > 0) void reply.header('vary', names.join(', '));
  }

  private headers(): Record<string, string> {
    return {
      'content-security-policy': pagePolicy(this.config, []),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    };
  }
}

/** `12` or `12s`; whatever else stands there is the beginning. */
function secondIn(t: unknown): number {
  const found = typeof t === 'string' ? /^(\d{1,5})s?$/.exec(t) : null;
  return Number(found?.[1] ?? 0);
}

function storeIn({ store }: Record<string, unknown>): string {
  if (typeof store !== 'string') throw new AppError('BAD_INPUT', { field: 'store' });
  return store;
}

function pageIn({ page = '1' }: Record<string, unknown>): number {
  if (typeof page !== 'string' || !/^[1-9]\d{0,5}$/.test(page)) throw new AppError('BAD_INPUT', { field: 'page' });
  return Number(page);
}
