// The door to the page inside a frame.
import { Controller, Get, Inject, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../base/auth.js';
import { CONFIG, type Config } from '../base/config.js';
import { languageOf } from '../playback/watch/watch-words.rules.js';
import { pagePolicy, WatchService } from '../playback/watch/watch.service.js';
import { readCountry } from '../videos/licence/licence.rules.js';
import { embedPage, refusalPage } from './embed-page.rules.js';
import { EMBED_REFUSALS, type EmbedRefusal } from './embed.reasons.js';
import { EmbedsService } from './embeds.service.js';

/** Who embedded it, as far as the browser says; a page without a referrer is left to `frame-ancestors`. */
function referrerOf(request: FastifyRequest): string | null {
  const { referer } = request.headers;
  return referer && URL.canParse(referer) ? new URL(referer).origin : null;
}

@Controller()
export class EmbedsController {
  constructor(
    private readonly embeds: EmbedsService,
    private readonly watch: WatchService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('embed/:videoId')
  @Public()
  async frame(
    @HttpRequest() request: FastifyRequest,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { videoId } = request.params as { videoId: string };
    const { token, lang } = request.query as { token?: unknown; lang?: unknown };
    const language = languageOf(typeof lang === 'string' ? lang : request.headers['accept-language']) ?? 'en';
    const given = typeof token === 'string' ? token : '';
    const opened = await this.embeds.open(videoId, given, referrerOf(request));
    const header = this.config.countryHeader;
    const country = header === undefined ? null : readCountry(request.headers[header]);
    const found = opened.embed ? await this.watch.find(videoId, language, country) : null;
    // It has no store, no script and nothing to click, so it may say why wherever it stands.
    const ancestors = opened.refusal === 'EMBED_FORGED' || opened.refusal === 'EMBED_FOREIGN' ? ['*'] : opened.domains;
    void reply.type('text/html; charset=utf-8').headers({
      'content-security-policy': pagePolicy(this.config, ancestors),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      // Revoked means now, and another site's answer is another.
      ...{ 'cache-control': 'no-store', vary: 'accept-language, referer' },
    });
    const origin = this.config.publicUrl;
    if (opened.embed && found) return embedPage({ ...found, id: opened.embed.id, origin });
    const refusal: EmbedRefusal = opened.refusal ?? 'EMBED_GONE';
    void reply.status(EMBED_REFUSALS[refusal]).header('x-vitrina-refusal', refusal);
    return refusalPage(language, refusal, origin);
  }
}
