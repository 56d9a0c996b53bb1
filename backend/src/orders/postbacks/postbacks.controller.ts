// The doors of shops' trackers: the signed postback, and the picture that a thank-you page loads.
import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { Public, Req, Res, type DoorRequest, type ReplyBox } from '../../base/auth.js';
import { AddressLimit } from '../../base/http/address-limit.js';
import { PostbacksService, type PostbackAnswer } from './postbacks.service.js';
import { paramsOf } from './postback.shapes.js';
import { SightingsService } from './sightings.service.js';

/** The smallest picture there is: one see-through point. */
const POINT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

@Controller('v1')
export class PostbacksController {
  constructor(
    private readonly postbacks: PostbacksService,
    private readonly sightings: SightingsService,
    private readonly limit: AddressLimit,
  ) {}

  /** Public by its rule, closed by its signature: trackers can sign an address, few can sign headers. */
  @Public()
  @Get('postback')
  @Header('cache-control', 'no-store')
  get(@Req() request: DoorRequest, @Query() query: unknown): Promise<PostbackAnswer> {
    return this.take(request, query, null);
  }

  @Public()
  @Post('postback')
  @HttpCode(200)
  post(@Req() request: DoorRequest, @Query() query: unknown, @Body() body: unknown): Promise<PostbackAnswer> {
    return this.take(request, query, body);
  }

  /** Always the same picture, whatever was sent: a page learns nothing, and breaks on nothing. */
  @Public()
  @Get('pixel.gif')
  @Header('cache-control', 'no-store')
  @Header('access-control-allow-origin', '*')
  async pixel(
    @Req() request: DoorRequest,
    @Query() query: Record<string, unknown>,
    @Res() { reply }: ReplyBox,
  ): Promise<void> {
    if (this.limit.waitAfter(request.ip) === 0) await this.sightings.see(query);
    await reply.type('image/gif').send(POINT);
  }

  private async take(request: DoorRequest, query: unknown, body: unknown): Promise<PostbackAnswer> {
    const params = paramsOf(query, body);
    const key = await this.postbacks.caller(params, request.ip);
    return this.postbacks.take(key, params);
  }
}
