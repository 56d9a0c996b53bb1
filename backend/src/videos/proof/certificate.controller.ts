// Certificates for their creators, as JSON and as a page to print, and the public keys for everybody.
import { Controller, Get, Header, Headers, Param, Query, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { languageOf } from '../../accounts/mails/letters.rules.js';
import { Allow, Public, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { VideosService } from '../videos.service.js';
import { certificatePage } from './certificate.page.rules.js';
import { OriginCodes, readCode } from './codes.service.js';
import { ProofsService } from './proofs.service.js';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

@Controller()
export class CertificateController {
  constructor(
    private readonly videos: VideosService,
    private readonly proofs: ProofsService,
    private readonly codes: OriginCodes,
  ) {}

  /** `<videoId>.json` or `<videoId>.html`; the creator's own only. `lang` chooses the words of the page. */
  @Get('certificates/:file')
  @Allow('creator')
  async certificate(
    @Who() who: AccountActor,
    @Param('file') file: string,
    @Query('lang') lang: unknown,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    const [, videoId = '', form] = /^(\w{1,60})\.(json|html)$/.exec(file) ?? [];
    const video = await this.videos.byId(videoId);
    if (!(await this.videos.isOwn(who, video))) throw new AppError('NOT_FOUND');
    const certificate = await this.proofs.certificate(video);
    void reply.headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
    if (form === 'json') {
      void reply.header('content-disposition', `attachment; filename="certificate-${videoId}.json"`);
      return void reply.type('application/json; charset=utf-8').send(JSON.stringify(certificate, null, 2));
    }
    void reply.header('content-security-policy', PAGE_POLICY);
    const page = certificatePage(certificate, languageOf(typeof lang === 'string' ? lang : who.locale));
    return void reply.type('text/html; charset=utf-8').send(page);
  }

  /** The code of an end card: what is signed of its video, for anybody. The name of the file stays its creator's own. */
  @Get('c/:code')
  @Public()
  async check(
    @Param('code') typed: string,
    @Query('lang') lang: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    const code = readCode(typed);
    const videoId = code && (await this.codes.videoOf(code));
    if (!videoId) throw new AppError('NOT_FOUND', { detail: 'No video has this code.' });
    const { video, ...certificate } = await this.proofs.certificate(await this.videos.byId(videoId));
    void reply.headers({
      ...{ 'cache-control': 'public, max-age=60', 'x-content-type-options': 'nosniff' },
      ...{ 'content-security-policy': PAGE_POLICY, vary: 'accept-language' },
    });
    const page = certificatePage(
      { ...certificate, video: { ...video, fileName: null } },
      languageOf(typeof lang === 'string' ? lang : (accepted ?? '')),
    );
    return void reply.type('text/html; charset=utf-8').send(page);
  }

  @Get('.well-known/vitrina-origin-keys.json')
  @Public()
  @Header('cache-control', 'public, max-age=3600')
  @Header('access-control-allow-origin', '*')
  async keys(): Promise<{ keys: Awaited<ReturnType<ProofsService['publicKeys']>> }> {
    return { keys: await this.proofs.publicKeys() };
  }
}
