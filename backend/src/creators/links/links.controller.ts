// The public door behind every creator's link: counts the click and sends the browser on to the shop.
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { Public, Req, Res, type DoorRequest, type ReplyBox } from '../../base/auth.js';
import { AddressLimit } from '../../base/http/address-limit.js';
import { isRobot } from '../../base/http/bot.rules.js';
import { LinksService } from './links.service.js';
import { tagsOf } from './tags.rules.js';

@Controller('go')
export class LinksController {
  constructor(
    private readonly links: LinksService,
    private readonly limit: AddressLimit,
  ) {}

  /** 302 and never kept: a browser that remembered the answer would hand one click id out for ever. */
  @Public()
  @Get(':slug')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer-when-downgrade')
  @Header('x-robots-tag', 'noindex, nofollow')
  async follow(
    @Param('slug') slug: string,
    @Query() query: Record<string, unknown>,
    @Req() request: DoorRequest,
    @Res() { reply }: ReplyBox,
  ): Promise<void> {
    // A shopper never meets a wall here: an address that clicks too fast is sent on uncounted.
    const counted = this.limit.waitAfter(request.ip) === 0;
    const robot = isRobot(request.headers['user-agent']);
    const url = await this.links.follow(slug, { tags: tagsOf(query), robot, counted });
    await reply.redirect(url, 302);
  }
}
