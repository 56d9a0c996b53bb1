// The public door of creators' pages.
import { Controller, Get, Inject, Query, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { countryOf } from '../country.js';
import { gonePage } from '../watch/markup.rules.js';
import { languageOf } from '../watch/watch-words.rules.js';
import { pagePolicy } from '../watch/watch.service.js';
import { PeopleService } from './people.service.js';
import { personWords } from './person-words.rules.js';

/** As a card. */
const AS_CARDS = 'public, max-age=30, stale-while-revalidate=60';

@Controller('c')
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':key/:name')
  @Public()
  async page(
    @Query() query: Record<string, unknown>,
    @HttpRequest() request: FastifyRequest,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    const { key, name } = request.params as { key: string; name: string };
    const { lang, after } = query;
    const country = countryOf(this.config, request);
    const language = languageOf(typeof lang === 'string' ? lang : request.headers['accept-language']) ?? 'en';
    const cursor = typeof after === 'string' ? after : null;
    const found = await this.people.page({ key, name, language, country, after: cursor });
    const varies = [...(this.config.countryHeader ? [this.config.countryHeader] : []), 'accept-language'];
    void reply.headers({
      'content-security-policy': pagePolicy(this.config, []),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      vary: varies.join(', '),
    });
    if (found.kind === 'moved') {
      // An address may become the newest again: a browser that remembered this would go round in circles.
      const said = typeof lang === 'string' && languageOf(lang) ? `?lang=${language}` : '';
      return void reply
        .header('cache-control', 'no-cache')
        .redirect(`${this.config.publicUrl}${found.path}${said}`, 301);
    }
    void reply.type('text/html; charset=utf-8').header('cache-control', found.kind === 'page' ? AS_CARDS : 'no-store');
    if (found.kind === 'page') return void reply.send(found.html);
    return void reply.status(404).send(gonePage(language, this.config.publicUrl, personWords(language)));
  }
}
