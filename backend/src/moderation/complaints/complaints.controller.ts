// The public doors of reports: one takes them from the player, one shows what became of them to who has the link.
import { createHash } from 'node:crypto';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public, Req, type DoorRequest } from '../../base/auth.js';
import { AddressLimit } from '../../base/http/address-limit.js';
import { jsonOf } from '../../base/http/json-text.js';
import { pickLanguage } from '../moderation.reasons.js';
import { PAGE_STYLE, statusPage } from './answers.rules.js';
import { ComplaintsService, TRIAL } from './complaints.service.js';

const STYLE = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src ${STYLE}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  // The address is the key.
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
};

@Controller()
export class ComplaintsController {
  constructor(
    private readonly complaints: ComplaintsService,
    private readonly limit: AddressLimit,
  ) {}

  /** Other origins are let in by playback. */
  @Public()
  @Post('v1/complaints')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  file(
    @Req() request: DoorRequest,
    @Body() body: unknown,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ id: string; statusUrl: string }> {
    this.limit.count(request.ip);
    return this.complaints.file(jsonOf(body), request.ip, reply);
  }

  @Public()
  @Get('complaints/:id')
  async page(
    @Req() request: DoorRequest,
    @Param('id') id: string,
    @Query('lang') lang: unknown,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.limit.count(request.ip);
    void reply.type('text/html; charset=utf-8').headers(HEADERS);
    const wish = pickLanguage(typeof lang === 'string' ? lang : null, request.headers['accept-language']);
    if (id === TRIAL) return statusPage('trial', wish);
    const found = /^cmp_\w{10,40}$/.test(id) ? await this.complaints.stateOf(id) : null;
    if (found) return statusPage(found.state, typeof lang === 'string' ? wish : found.language);
    void reply.status(404);
    return statusPage('unknown', wish);
  }
}
