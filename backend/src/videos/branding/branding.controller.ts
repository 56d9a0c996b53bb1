// The HTTP door of a store's logo: it is sent as it is, and shown to its owner.
import { Controller, Get, HttpCode, Param, Post, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readBody } from '../../base/http/read-body.js';
import type { BrandingDesk } from './branding.entity.js';
import { MAX_LOGO_BYTES } from './branding.rules.js';
import { BrandingService } from './branding.service.js';

/** Logos in memory at once: at most 8 MB of them. */
const MOST_AT_ONCE = 4;

@Controller('uploads/logos')
export class BrandingController {
  private reading = 0;

  constructor(private readonly branding: BrandingService) {}

  /** The body stays unread until the door knows who sends it (`posters.controller.ts` says so for every picture). */
  @Post(':storeId')
  @Allow('store_owner')
  @HttpCode(202)
  async bring(@Who() who: AccountActor, @Param('storeId') storeId: string, @HttpRequest() request: FastifyRequest) {
    await this.branding.desk(who, storeId);
    if (this.reading >= MOST_AT_ONCE) throw new AppError('UNAVAILABLE', { retryAfterS: 5 });
    this.reading++;
    try {
      const desk: BrandingDesk = await this.branding.bringLogo(who, storeId, await readBody(request, MAX_LOGO_BYTES));
      return { logoState: desk.logoState };
    } finally {
      this.reading--;
    }
  }

  @Get(':storeId')
  @Allow('store_owner', 'administrator')
  async show(
    @Who() who: AccountActor,
    @Param('storeId') storeId: string,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    const logo = await this.branding.logo(who, storeId);
    void reply.headers({ 'cache-control': 'private, max-age=3600', 'x-content-type-options': 'nosniff' });
    return void reply.type('image/png').send(logo);
  }
}
